import { describe, expect, test } from "bun:test";
import { createAccessTokens } from "../../../src/server/platform/tokens/jose.access-tokens.ts";
import { SessionId, UserId } from "../../../src/shared/ids.ts";
import { forgeTokens } from "../../support/forgeries.ts";
import { createManualTime } from "../../support/manual-time.ts";

const userId = UserId.parse("00000000-0000-7000-8000-000000000001");
const sessionId = SessionId.parse("00000000-0000-7000-8000-000000000002");

const time = createManualTime();
const secrets = [
  { kid: "new", secret: "a-secret-of-this-test-0123456789abcdef" },
  { kid: "old", secret: "an-older-secret-of-this-test-0123456789" },
] as const;
const tokens = createAccessTokens({ secrets, clock: time.clock });
const { genuine, forgeries } = forgeTokens({
  secrets,
  userId,
  sessionId,
  otherUserId: "00000000-0000-7000-8000-000000000003",
  now: time.clock.now(),
});

describe("access tokens", () => {
  test("say who they were issued to, for 15 minutes", async () => {
    const { token, expiresAt } = await tokens.issue({ userId, sessionId });
    expect(await tokens.verify(token)).toEqual({ userId, sessionId, expiresAt });
    expect(expiresAt.getTime() - time.clock.now().getTime()).toBe(15 * 60_000);
  });

  test("a hand-made token with every right field is the control of the forgeries below", async () => {
    expect(await tokens.verify(genuine)).toMatchObject({ userId, sessionId });
  });

  test("of an older key are still verified, and are not verified once the key is gone", async () => {
    const before = createAccessTokens({ secrets: secrets.slice(1), clock: time.clock });
    const { token } = await before.issue({ userId, sessionId });
    expect(await tokens.verify(token)).not.toBeNull();
    const after = createAccessTokens({ secrets: secrets.slice(0, 1), clock: time.clock });
    expect(await after.verify(token)).toBeNull();
  });

  test("end after 15 minutes, give or take the clocks of two machines", async () => {
    const time = createManualTime();
    const tokens = createAccessTokens({ secrets, clock: time.clock });
    const { token } = await tokens.issue({ userId, sessionId });
    time.advance(15 * 60_000 - 1);
    expect(await tokens.verify(token)).not.toBeNull();
    time.advance(6_000);
    expect(await tokens.verify(token)).toBeNull();
  });
});

/** Well made for a session that is not there: the authenticator finds that out, and not the signature. */
const { "a session that never was": _, ...unsound } = forgeries;

describe("a forged token is refused:", () => {
  test.each([...Object.entries(unsound), ["nothing", ""], ["a null byte", "\u0000"]])(
    "%s",
    async (_, token) => {
      expect(await tokens.verify(token)).toBeNull();
    },
  );
});
