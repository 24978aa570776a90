import { describe, expect, test } from "bun:test";
import { createRefreshTokens } from "../../../src/server/platform/tokens/hmac.refresh-tokens.ts";
import { TokenSecrets } from "../../../src/server/platform/tokens/token-secrets.ts";
import { SessionId } from "../../../src/shared/ids.ts";

const NEW = { kid: "new", secret: "a-new-secret-of-this-test-0123456789ab" };
const OLD = { kid: "old", secret: "an-old-secret-of-this-test-0123456789a" };
const sessionId = SessionId.parse("00000000-0000-7000-8000-000000000002");
const facts = { sessionId, seed: "seed", generation: 3, keyId: "new" };
const tokens = createRefreshTokens([NEW, OLD]);
const token = tokens.derive(facts) ?? "";

describe("refresh tokens", () => {
  test("are the same for the same facts, and others for each other fact", () => {
    expect(tokens.derive(facts)).toBe(token);
    const others = [
      { ...facts, seed: "other" },
      { ...facts, generation: 4 },
      { ...facts, keyId: "old" },
      { ...facts, sessionId: SessionId.parse("00000000-0000-7000-8000-000000000003") },
    ].map(other => tokens.derive(other));
    expect(new Set([token, ...others]).size).toBe(5);
  });

  test("name their session and fit into the wire schema", () => {
    expect(tokens.sessionOf(token)).toBe(sessionId);
    expect(token.length).toBeLessThanOrEqual(200);
  });

  test("are genuine only with the seed of their session and a key of this server", () => {
    expect(tokens.isGenuine(token, "seed")).toBe(true);
    expect(tokens.isGenuine(token, "other")).toBe(false);
    expect(createRefreshTokens([OLD]).isGenuine(token, "seed")).toBe(false);
  });

  test("of an older key stay genuine, and cannot be derived once the key is gone", () => {
    const before = createRefreshTokens([OLD]);
    const old = before.derive({ ...facts, keyId: before.newestKeyId }) ?? "";
    expect(tokens.isGenuine(old, "seed")).toBe(true);
    expect(createRefreshTokens([NEW]).derive({ ...facts, keyId: "old" })).toBeNull();
  });

  test.each([
    ["nothing", ""],
    ["another generation", token.replace(".3.", ".4.")],
    ["a generation with a leading zero", token.replace(".3.", ".03.")],
    ["another session", token.replace("0002.", "0003.")],
    ["no seal", token.slice(0, -43)],
    ["a seal that was changed", `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`],
    ["more after it", `${token}x`],
    ["a line end after it", `${token}\n`],
  ])("are not genuine when tampered with: %s", (_, forged) => {
    expect(tokens.isGenuine(forged, "seed")).toBe(false);
  });
});

describe("TOKEN_SECRETS", () => {
  const A = `a:${"x".repeat(32)}`;

  test("are pairs, newest first; a secret may hold a colon", () => {
    expect(TokenSecrets.parse(`${A}, b:${"y".repeat(31)}:z`)).toEqual([
      { kid: "a", secret: "x".repeat(32) },
      { kid: "b", secret: `${"y".repeat(31)}:z` },
    ]);
  });

  test.each(["", "a", "a:short", `:${"x".repeat(32)}`, `${A},`, `${A},${A}`, `a b:${"x".repeat(32)}`])(
    "are refused: %p",
    text => {
      expect(TokenSecrets.safeParse(text).success).toBe(false);
    },
  );
});
