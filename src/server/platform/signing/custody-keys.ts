import { createPrivateKey, type KeyObject } from "node:crypto";
import { z } from "zod";

/** A key that signs; `kid` travels with the signature. */
export type SigningKey = { kid: string; key: KeyObject };

const SEED_BYTES = 32;
/** What stands before the seed of an Ed25519 key in PKCS #8 (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

const Pair = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,40}:[A-Za-z0-9+/_-]+=*$/, "must be `kid:key` with the key in base64")
  .transform((pair, context) => {
    const colon = pair.indexOf(":");
    const key = privateKeyOf(Buffer.from(pair.slice(colon + 1), "base64"));
    if (key) return { kid: pair.slice(0, colon), key };
    context.addIssue({ code: "custom", message: "must hold 32 random bytes or an Ed25519 key in PKCS #8" });
    return z.NEVER;
  });

/** `kid:key` pairs separated by commas, newest first: the first signs, the public halves of all are published. */
export const CustodyKeys = z
  .string()
  .transform(text => text.split(",").map(pair => pair.trim()))
  .pipe(z.array(Pair).min(1))
  .refine(keys => new Set(keys.map(({ kid }) => kid)).size === keys.length, "names a kid more than once");

/** Null when the bytes are neither a seed (RFC 8032, section 5.1.5) nor a private Ed25519 key. */
function privateKeyOf(bytes: Buffer): KeyObject | null {
  const der = bytes.byteLength === SEED_BYTES ? Buffer.concat([PKCS8_PREFIX, bytes]) : bytes;
  try {
    const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    return key.asymmetricKeyType === "ed25519" ? key : null;
  } catch {
    return null;
  }
}
