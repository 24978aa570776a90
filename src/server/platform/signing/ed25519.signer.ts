import { createPublicKey, sign } from "node:crypto";
import { CustodyKey } from "../../../shared/custody/custody.schema.ts";
import type { SigningKey } from "./custody-keys.ts";
import type { Signer } from "./signer.port.ts";

/** Ed25519 (RFC 8032) with the first of the keys. */
export function createEd25519Signer(keys: readonly SigningKey[]): Signer {
  const [newest] = keys;
  if (!newest) throw new Error("At least one custody key is needed");
  return {
    sign: text => ({
      kid: newest.kid,
      algorithm: "Ed25519",
      value: sign(null, Buffer.from(text), newest.key).toString("hex"),
    }),
    publicKeys: keys.map(({ kid, key }) =>
      CustodyKey.parse({ ...createPublicKey(key).export({ format: "jwk" }), kid }),
    ),
  };
}
