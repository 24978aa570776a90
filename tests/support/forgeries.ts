import { createHmac, createSign, generateKeyPairSync } from "node:crypto";
import type { TokenSecret } from "../../src/server/platform/tokens/token-secrets.ts";

type Signer = {
  secrets: readonly [newest: TokenSecret, older: TokenSecret];
  /** Whom a real token would be for, and somebody else. */
  userId: string;
  sessionId: string;
  otherUserId: string;
  now: Date;
};

const encode = (part: object | string): string =>
  Buffer.from(typeof part === "string" ? part : JSON.stringify(part)).toString("base64url");

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** The same object without one field. */
function without<Fields extends object>(fields: Fields, name: keyof Fields): Partial<Fields> {
  const { [name]: _, ...rest } = fields;
  return rest as Partial<Fields>;
}

/**
 * Access tokens that somebody might make by hand. `genuine` is the control: made in the same way, with every field
 * right. Those that say a real key are signed with it, so that the one thing that is wrong has to be noticed.
 */
export function forgeTokens({ secrets, userId, sessionId, otherUserId, now }: Signer) {
  const [newest, older] = secrets;
  const seconds = Math.floor(now.getTime() / 1000);
  const header = { alg: "HS256", typ: "at+jwt", kid: newest.kid };
  const claims = {
    sub: userId,
    sid: sessionId,
    iss: "medex",
    aud: "medex-api",
    iat: seconds,
    exp: seconds + 900,
  };
  const sign = (
    head: object | string,
    body: object | string,
    key: string | Buffer = newest.secret,
    hash = "sha256",
  ): string => {
    const text = `${encode(head)}.${encode(body)}`;
    return `${text}.${createHmac(hash, key).update(text).digest("base64url")}`;
  };
  const rs256 = (): string => {
    const text = `${encode({ ...header, alg: "RS256" })}.${encode(claims)}`;
    return `${text}.${createSign("sha256").update(text).sign(rsa.privateKey).toString("base64url")}`;
  };
  const publicKey = rsa.publicKey.export({ type: "spki", format: "pem" }).toString();
  const genuine = sign(header, claims);
  const [head = "", body = "", signature = ""] = genuine.split(".");

  const forgeries: Record<string, string> = {
    "algorithm none, no signature": `${encode({ ...header, alg: "none" })}.${body}.`,
    "algorithm nOnE, with a signature": sign({ ...header, alg: "nOnE" }, claims),
    "algorithm HS512, our key": sign({ ...header, alg: "HS512" }, claims, newest.secret, "sha512"),
    "algorithm none, named twice": sign(JSON.stringify(header).replace("{", '{"alg":"none",'), claims, "x"),
    "a public key taken for the HMAC key": sign(header, claims, publicKey),
    "signed with RSA": rs256(),
    "no algorithm": sign(without(header, "alg"), claims),
    "kid that leads to a file": sign({ ...header, kid: "../../../../dev/null" }, claims, ""),
    "kid of nobody": sign({ ...header, kid: "unknown" }, claims),
    "kid of the prototype": sign({ ...header, kid: "__proto__" }, claims),
    "kid that is a method": sign(
      { ...header, kid: "constructor" },
      claims,
      "function Object() { [native code] }",
    ),
    "kid that is a list": sign({ ...header, kid: [newest.kid] }, claims),
    "no kid": sign(without(header, "kid"), claims),
    "kid of one key, signature of another": sign({ ...header, kid: older.kid }, claims),
    "another secret": sign(header, claims, "another secret of 32 characters..."),
    "an empty secret": sign(header, claims, ""),
    "a key inside the token (jwk)": sign(
      { ...header, jwk: { kty: "oct", k: encode("mine") } },
      claims,
      "mine",
    ),
    "a key behind an address (jku)": sign({ ...header, jku: "https://example.test/keys" }, claims, "x"),
    "a certificate inside the token (x5c)": sign({ ...header, x5c: [encode(publicKey)] }, claims, publicKey),
    "another issuer": sign(header, { ...claims, iss: "medex-evil" }),
    "no issuer": sign(header, without(claims, "iss")),
    "another audience": sign(header, { ...claims, aud: "another-api" }),
    "no audience": sign(header, without(claims, "aud")),
    "another type of token": sign({ ...header, typ: "JWT" }, claims),
    "no type": sign(without(header, "typ"), claims),
    expired: sign(header, { ...claims, iat: seconds - 2_000, exp: seconds - 1_000 }),
    "no end": sign(header, without(claims, "exp")),
    "an end that is text": sign(header, { ...claims, exp: "never" }),
    "an end in ten years": sign(header, {
      ...claims,
      iat: seconds - 3_600,
      exp: seconds + 10 * 365 * 86_400,
    }),
    "no beginning": sign(header, without(claims, "iat")),
    "not valid yet": sign(header, { ...claims, nbf: seconds + 600 }),
    "issued in the future": sign(header, { ...claims, iat: seconds + 600, exp: seconds + 1_200 }),
    "no session": sign(header, without(claims, "sid")),
    "a session that never was": sign(header, { ...claims, sid: userId }),
    "no subject": sign(header, without(claims, "sub")),
    "a subject that is no id": sign(header, { ...claims, sub: { $ne: null } }),
    "claims that are a list": sign(header, [claims]),
    "claims changed after signing": `${head}.${encode({ ...claims, sub: otherUserId })}.${signature}`,
    "claims named twice, after signing": `${head}.${encode(
      JSON.stringify(claims).replace("{", `{"sub":${JSON.stringify(otherUserId)},`),
    )}.${signature}`,
    "the signature left out": `${head}.${body}.`,
    "the signature cut off": genuine.slice(0, -4),
    "a signature of zeros": `${head}.${body}.${"A".repeat(43)}`,
    "a critical extension that nobody knows": sign({ ...header, crit: ["b64"], b64: false }, claims),
    "five parts, as if encrypted": `${genuine}.a.b`,
    "a header alone": head,
  };
  return { genuine, forgeries };
}
