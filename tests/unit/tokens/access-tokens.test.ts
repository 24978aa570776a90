import { describe, expect, test } from "bun:test";
import { createHmac, createSign, generateKeyPairSync } from "node:crypto";
import { createAccessTokens } from "../../../src/server/platform/tokens/jose.access-tokens.ts";
import { SessionId, UserId } from "../../../src/shared/ids.ts";
import { createManualTime } from "../../support/manual-time.ts";

const SECRET = "a-secret-of-this-test-0123456789abcdef";
const OLD_SECRET = "an-older-secret-of-this-test-0123456789";
const userId = UserId.parse("00000000-0000-7000-8000-000000000001");
const sessionId = SessionId.parse("00000000-0000-7000-8000-000000000002");

const time = createManualTime();
const secrets = [
  { kid: "new", secret: SECRET },
  { kid: "old", secret: OLD_SECRET },
];
const tokens = createAccessTokens({ secrets, clock: time.clock });

const encode = (part: object | string) =>
  Buffer.from(typeof part === "string" ? part : JSON.stringify(part)).toString("base64url");
const hs256 = (text: string, key: string | Buffer) =>
  createHmac("sha256", key).update(text).digest("base64url");

const seconds = Math.floor(time.clock.now().getTime() / 1000);
const HEADER = { alg: "HS256", typ: "at+jwt", kid: "new" };
const CLAIMS = {
  sub: userId,
  sid: sessionId,
  iss: "medex",
  aud: "medex-api",
  iat: seconds,
  exp: seconds + 900,
};

/** A token that whoever holds `key` could have signed. */
function forge(header: object, claims: object, key: string | Buffer = SECRET): string {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${hs256(text, key)}`;
}

/** The same object without one field. */
function without<Fields extends object>(fields: Fields, name: keyof Fields): Partial<Fields> {
  const { [name]: _, ...rest } = fields;
  return rest as Partial<Fields>;
}

describe("access tokens", () => {
  test("say who they were issued to, for 15 minutes", async () => {
    const { token, expiresAt } = await tokens.issue({ userId, sessionId });
    expect(await tokens.verify(token)).toEqual({ userId, sessionId, expiresAt });
    expect(expiresAt.getTime() - time.clock.now().getTime()).toBe(15 * 60_000);
  });

  test("a hand-made token with every right field is the control of the forgeries below", async () => {
    expect(await tokens.verify(forge(HEADER, CLAIMS))).not.toBeNull();
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

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicPem = rsa.publicKey.export({ type: "spki", format: "pem" }).toString();

function signedWithRsa(): string {
  const text = `${encode({ ...HEADER, alg: "RS256" })}.${encode(CLAIMS)}`;
  return `${text}.${createSign("sha256").update(text).sign(rsa.privateKey).toString("base64url")}`;
}

const genuine = forge(HEADER, CLAIMS);
const [header = "", , signature = ""] = genuine.split(".");

const FORGERIES: Record<string, string> = {
  "algorithm none, no signature": `${encode({ ...HEADER, alg: "none" })}.${encode(CLAIMS)}.`,
  "algorithm nOnE with a signature": forge({ ...HEADER, alg: "nOnE" }, CLAIMS),
  "algorithm HS512, same key": forge({ ...HEADER, alg: "HS512" }, CLAIMS),
  "algorithm confusion: a public key as the HMAC key": forge(HEADER, CLAIMS, publicPem),
  "algorithm confusion: signed with RSA": signedWithRsa(),
  "kid that leads to a file": forge({ ...HEADER, kid: "../../../../dev/null" }, CLAIMS, ""),
  "kid of the prototype": forge({ ...HEADER, kid: "__proto__" }, CLAIMS),
  "no kid": forge(without(HEADER, "kid"), CLAIMS),
  "kid of one key, signature of another": forge({ ...HEADER, kid: "old" }, CLAIMS),
  "key inside the token (jwk)": forge(
    { ...HEADER, kid: "mine", jwk: { kty: "oct", k: encode("mine") } },
    CLAIMS,
    "mine",
  ),
  "key behind an address (jku)": forge(
    { ...HEADER, kid: "x", jku: "https://example.test/keys" },
    CLAIMS,
    "x",
  ),
  "another issuer": forge(HEADER, { ...CLAIMS, iss: "medex-evil" }),
  "another audience": forge(HEADER, { ...CLAIMS, aud: "another-api" }),
  "another type of token": forge({ ...HEADER, typ: "JWT" }, CLAIMS),
  "no type": forge(without(HEADER, "typ"), CLAIMS),
  expired: forge(HEADER, { ...CLAIMS, iat: seconds - 2_000, exp: seconds - 1_000 }),
  "no end": forge(HEADER, without(CLAIMS, "exp")),
  "an end in ten years": forge(HEADER, { ...CLAIMS, iat: seconds - 3_600, exp: seconds + 10 * 365 * 86_400 }),
  "not valid yet": forge(HEADER, { ...CLAIMS, nbf: seconds + 600 }),
  "issued in the future": forge(HEADER, { ...CLAIMS, iat: seconds + 600, exp: seconds + 1_200 }),
  "no session": forge(HEADER, without(CLAIMS, "sid")),
  "no subject": forge(HEADER, without(CLAIMS, "sub")),
  "a subject that is no id": forge(HEADER, { ...CLAIMS, sub: { $ne: null } }),
  "claims changed after signing": `${header}.${encode({ ...CLAIMS, sub: sessionId })}.${signature}`,
  "signature cut off": genuine.slice(0, -4),
  "critical extension nobody knows": forge({ ...HEADER, crit: ["b64"], b64: false }, CLAIMS),
  "five parts, as if encrypted": `${genuine}.a.b`,
  "no token at all": "",
  "a null byte": "\u0000",
};

describe("a forged token is refused:", () => {
  test.each(Object.entries(FORGERIES))("%s", async (_, token) => {
    expect(await tokens.verify(token)).toBeNull();
  });
});
