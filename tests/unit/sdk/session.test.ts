import { describe, expect, spyOn, test } from "bun:test";
import { createSession } from "../../../src/sdk/session.ts";
import type { Credentials } from "../../../src/shared/auth/auth.schema.ts";

const tokenOf = (lifeSeconds: number) =>
  `h.${btoa(JSON.stringify({ iat: 1_000, exp: 1_000 + lifeSeconds }))}.s`;

const credentials = (refreshToken: string, lifeSeconds = 900) =>
  ({
    accessToken: tokenOf(lifeSeconds),
    expiresAt: "",
    refreshToken,
    user: { id: "u" },
  }) as unknown as Credentials;

describe("a client's session", () => {
  test("is renewed once however many ask at the same time", async () => {
    const asked: (string | undefined)[] = [];
    const session = createSession({
      refreshToken: "first",
      renew: async token => {
        asked.push(token);
        await Promise.resolve();
        return credentials("second");
      },
    });
    const tokens = await Promise.all(Array.from({ length: 20 }, () => session.freshToken()));
    expect(asked).toEqual(["first"]);
    expect(new Set(tokens)).toEqual(new Set([tokenOf(900)]));
  });

  test("keeps a token that is still good, whatever the device's clock says", async () => {
    let renewals = 0;
    const session = createSession({
      renew: async () => {
        renewals += 1;
        return credentials("next");
      },
    });
    session.accept(credentials("first"));
    await session.freshToken();
    expect(renewals).toBe(0);
  });

  test("whose token lies in a cookie is asked for by the first call; without one nobody is", async () => {
    const renew = async () => credentials("next");
    expect(await createSession({ renew }).freshToken()).toBeNull();
    expect(await createSession({ renew, hasCookie: true }).freshToken()).toBe(tokenOf(900));
  });

  test("stays ended when it was ended while a renewal was under way", async () => {
    const answer = Promise.withResolvers<Credentials>();
    const session = createSession({ refreshToken: "first", renew: () => answer.promise });
    const renewal = session.renew();
    session.end("signedOut");
    answer.resolve(credentials("late"));
    expect(await renewal).toBe(false);
    expect(session.get()).toEqual({ status: "signedOut", reason: "signedOut" });
  });

  test("tells each new refresh token, and null when it has ended", async () => {
    const kept: (string | null)[] = [];
    let next: Credentials | null = credentials("second");
    const session = createSession({
      refreshToken: "first",
      renew: async () => next,
      onRefreshToken: token => kept.push(token),
    });
    await session.renew();
    next = null;
    await session.renew();
    expect(kept).toEqual(["second", null]);
    expect(session.get()).toEqual({ status: "signedOut", reason: "expired" });
  });

  test("is not ended because the service could not be reached", async () => {
    const session = createSession({
      renew: () => Promise.reject(new Error("unreachable")),
    });
    session.accept(credentials("first", 0.000_1));
    await expect(session.renew()).rejects.toThrow("unreachable");
    expect(session.get().status).toBe("signedIn");
  });

  test("goes on with a token that is still good when the next cannot be had yet, and no longer", async () => {
    let seconds = 1_000;
    using _clock = spyOn(performance, "now").mockImplementation(() => seconds * 1_000);
    const session = createSession({ renew: () => Promise.reject(new Error("unreachable")) });
    session.accept(credentials("first", 100));
    seconds += 99;
    expect(await session.freshToken()).toBe(tokenOf(100));
    seconds += 1;
    await expect(session.freshToken()).rejects.toThrow("unreachable");
  });
});
