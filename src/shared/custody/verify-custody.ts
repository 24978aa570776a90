import type { z } from "zod";
import { CLOSED } from "../orders/order.machine.ts";
import {
  CustodyEnvelope,
  CustodyEvent,
  type CustodyKey,
  CustodyPart,
  type CustodySignature,
} from "./custody.schema.ts";
import { commitmentTo, hashOf, signedStatement } from "./custody-hash.ts";
import { BrokenLink, broken, type CustodyReport, remarksOn, unproven } from "./custody-report.ts";

/**
 * Checks an export of a chain of custody from first to last and names the first link that does not hold. Pure but for
 * WebCrypto: no clock, no network. `keys` are public keys that the reader trusts, null when he has none at hand.
 */
export async function verifyCustody(
  exported: unknown,
  keys: readonly CustodyKey[] | null,
): Promise<CustodyReport> {
  try {
    const envelope = parsed(CustodyEnvelope, exported, null);
    const events: CustodyEvent[] = [];
    for (const raw of envelope.events) {
      const before = events.at(-1) ?? null;
      const event = parsed(CustodyEvent, raw, before ? before.record.seq + 1 : 1);
      await checkEvent(event, before, envelope.orderId);
      events.push(event);
    }
    return await judge(events, envelope, keys);
  } catch (error) {
    if (error instanceof BrokenLink) return broken(error);
    throw error;
  }
}

function parsed<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  seq: number | null,
): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.length ? ` (${issue.path.join(".")}: ${issue.message})` : "";
  const what = seq === null ? "This is no export of a chain of custody" : "it is not written as events are";
  throw new BrokenLink(seq, `${what}${where}.`);
}

/** One event against itself and against the one before it. */
async function checkEvent(event: CustodyEvent, before: CustodyEvent | null, orderId: string): Promise<void> {
  const { record, hash } = event;
  const { seq } = record;
  const fail = (problem: string): never => {
    throw new BrokenLink(seq, problem);
  };
  if (record.orderId !== orderId) fail(`it belongs to another order (${record.orderId}).`);
  checkPlace(event, before);
  if ((await hashOf(record)) !== hash) fail("its record does not match its hash: one of them was changed.");
  if (before && record.previousHash !== before.hash) {
    fail(`it does not carry the hash of event ${before.record.seq}: one of the two was replaced.`);
  }
  for (const part of CustodyPart.options) {
    const opening = event.opened[part];
    const isTrue = !opening || (await commitmentTo(part, opening)) === record.sealed[part];
    if (!isTrue) fail(`the ${part} that is shown is not what was sealed.`);
  }
}

/** Nothing missing, nothing twice, nothing after the end, and no step back in time. */
function checkPlace({ record }: CustodyEvent, before: CustodyEvent | null): void {
  const { seq, recordedAt, previousHash } = record;
  if (!before) {
    if (previousHash === null) return;
    throw new BrokenLink(seq, "it is the first here, but it names an event before it, which is missing.");
  }
  const expected = before.record.seq + 1;
  if (CLOSED.includes(before.record.status)) {
    throw new BrokenLink(expected, `it comes after the order was ${before.record.status}.`);
  }
  if (seq !== expected) throw new BrokenLink(expected, `event ${seq} stands in its place.`);
  if (previousHash === null) throw new BrokenLink(seq, "it begins a chain of its own.");
  if (recordedAt < before.record.recordedAt) {
    throw new BrokenLink(seq, `it was recorded before event ${before.record.seq}.`);
  }
}

async function judge(
  events: readonly CustodyEvent[],
  { signature, erasedAt }: z.infer<typeof CustodyEnvelope>,
  keys: readonly CustodyKey[] | null,
): Promise<CustodyReport> {
  const last = events.at(-1);
  if (!last) {
    if (signature) throw new BrokenLink(null, "There is a signature here, but no event that it could sign.");
    return unproven(
      "There is no chain of custody here: the order is older than chains, or its events are left out.",
    );
  }
  const { seq, status, orderNumber } = last.record;
  const isClosed = CLOSED.includes(status);
  const remarks = remarksOn(events, { isClosed, erasedAt });
  const count = events.length === 1 ? "1 event" : `${events.length} events`;
  if (!isClosed) {
    if (signature)
      throw new BrokenLink(seq, "it is signed as the last one, but the order is not closed by it.");
    return intact(`${orderNumber}: ${count}, unbroken so far.`, remarks);
  }
  if (!signature) throw new BrokenLink(seq, `the order was ${status}, but the signature is missing.`);
  const known = keys?.find(({ kid }) => kid === signature.kid);
  if (!known) {
    const why = keys ? `its key “${signature.kid}” is not among the keys given` : "no keys were given";
    return unproven(
      `${orderNumber}: ${count}, unbroken, but the signature was not checked: ${why}.`,
      remarks,
    );
  }
  if (!(await isSigned(signature, known, signedStatement(last.record, last.hash)))) {
    throw new BrokenLink(seq, `the signature by key “${signature.kid}” is not of this event.`);
  }
  return intact(`${orderNumber}: ${count}, unbroken, ${status}, signed by key “${signature.kid}”.`, remarks);
}

const intact = (words: string, remarks: string[]): CustodyReport => ({
  outcome: "intact",
  words,
  brokenAt: null,
  remarks,
});

/** Ed25519 (RFC 8032) over the UTF-8 bytes of the statement. */
async function isSigned({ value }: CustodySignature, { x }: CustodyKey, statement: string): Promise<boolean> {
  const jwk = { kty: "OKP", crv: "Ed25519", x };
  const key = await crypto.subtle.importKey("jwk", jwk, "Ed25519", false, ["verify"]);
  const bytes = Uint8Array.from(value.match(/../g) ?? [], pair => Number.parseInt(pair, 16));
  return crypto.subtle.verify("Ed25519", key, bytes, new TextEncoder().encode(statement));
}
