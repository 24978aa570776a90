import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { newestOf, type TokenSecret } from "../tokens/token-secrets.ts";
import type { Sealer } from "./sealer.port.ts";

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
/** NIST SP 800-38D, section 8.2: 96 random bits; safe for 2^32 secrets under one key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = /^([\w-]{1,40})\.([\w-]{38,})$/;

/**
 * AES-256-GCM under keys derived from the token secrets (HKDF, RFC 5869), so that there is no other secret to keep.
 * Sealed text is `kid.` and base64url of nonce, tag and cipher text.
 */
export function createSealer(secrets: readonly TokenSecret[]): Sealer {
  const keys = new Map(secrets.map(({ kid, secret }) => [kid, keyFrom(secret)]));
  const newest = newestOf(secrets);
  const newestKey = keyFrom(newest.secret);

  return {
    seal(secret, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, newestKey, nonce).setAAD(Buffer.from(context));
      const text = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      return `${newest.kid}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64url")}`;
    },

    open(sealed, context) {
      const [, kid = "", packed = ""] = SEALED.exec(sealed) ?? [];
      const key = keys.get(kid);
      if (!key) return null;
      const bytes = Buffer.from(packed, "base64url");
      try {
        const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        })
          .setAAD(Buffer.from(context))
          .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString("utf8");
      } catch {
        return null;
      }
    },

    isOld: sealed => SEALED.exec(sealed)?.[1] !== newest.kid,
  };
}

/** The info string keeps this use of a secret apart from the signatures of tokens. */
const keyFrom = (secret: string): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, "", "medex sealed secrets", KEY_BYTES));
