import type { CustodyKey, CustodySignature } from "../../../shared/custody/custody.schema.ts";

/** Signs closed chains of custody, and tells everybody with which keys that can be checked. */
export type Signer = {
  /** Signs the UTF-8 bytes of `text` with the newest key. */
  sign(text: string): CustodySignature;
  /** Public keys, newest first: what was signed with an older one stays checkable. */
  readonly publicKeys: readonly CustodyKey[];
};
