import { canonicalJson } from "./canonical-json.ts";
import { CUSTODY_FORMAT, type CustodyPart, type CustodyRecord } from "./custody.schema.ts";

const sha256 = async (text: string): Promise<string> =>
  toHex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));

const toHex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), byte => byte.toString(16).padStart(2, "0")).join("");

/** The hash of an event: SHA-256 of its record as canonical JSON, hexadecimal. The next record carries it on. */
export const hashOf = (record: CustodyRecord): Promise<string> => sha256(canonicalJson(record));

/**
 * What stands in a record in place of a personal value. The salt keeps a name from being guessed from its hash; the
 * part's name keeps a value from being shown as another part.
 */
export const commitmentTo = (
  part: CustodyPart,
  { salt, value }: { salt: string; value: unknown },
): Promise<string> => sha256(canonicalJson({ part, salt, value }));

/** The text that is signed when an order closes: which chain, how long it is, and its last hash. */
export const signedStatement = ({ orderId, seq }: CustodyRecord, head: string): string =>
  canonicalJson({ format: CUSTODY_FORMAT, orderId, events: seq, head });
