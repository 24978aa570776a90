import {
  CUSTODY_FORMAT,
  type CustodyOpenings,
  CustodyPart,
  type CustodyRecord,
  type CustodyValues,
} from "../../../shared/custody/custody.schema.ts";
import { commitmentTo, hashOf, signedStatement } from "../../../shared/custody/custody-hash.ts";
import type { DriverId, OrderId, OrderNumber } from "../../../shared/ids.ts";
import { CLOSED, type OrderStatus } from "../../../shared/orders/order.machine.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import type { Signer } from "../../platform/signing/signer.port.ts";
import type { CustodyLink, EventActor } from "../events/index.ts";

/** A fix of a driver's phone: degrees, metres, device time. */
type Fix = { latitude: number; longitude: number; accuracyMeters: number | null; fixedAt: Date };

/** The newest fix of a driver at or before `until` by the phone's clock, or at all; null when there is none. */
type FixOf = (driverId: DriverId, until: Date | null, tx: Tx) => Promise<Fix | null>;

/** One change of an order, as the chain keeps it. */
export type CustodyFact = {
  order: { _id: OrderId; orderNumber: OrderNumber; version: number; status: OrderStatus; updatedAt: Date };
  action: CustodyRecord["action"];
  actor: EventActor;
  /** The driver whom it concerns, who is the one that acts when a driver does. */
  driverId: DriverId | null;
  /** When it happened by the clock of the device that asks. */
  deviceTime: Date | null;
  detail: string | null;
  proof: CustodyRecord["proof"];
  /** What the order says since this change. */
  contents: Pick<CustodyValues, "recipient" | "pickup" | "delivery" | "items" | "notes">;
  previousHash: string | null;
};

export type CustodyRecorder = (tx: Tx, fact: CustodyFact) => Promise<CustodyLink>;

/** 128 bits: as many as a commitment needs to hide a name from guessing (NIST SP 800-132, section 5.1). */
const SALT_BYTES = 16;

/** Makes the next link of an order's chain; the caller stores it in the transaction of the change. */
export function createCustodyRecorder(deps: { ids: Ids; signer: Signer; fixOf: FixOf }): CustodyRecorder {
  return async (tx, fact) => {
    const { order, actor } = fact;
    const isByDriver = actor.role === "driver" && fact.driverId !== null;
    const fix = isByDriver && fact.driverId ? await deps.fixOf(fact.driverId, fact.deviceTime, tx) : null;
    const { opened, sealed } = await seal(deps.ids, {
      actor: { id: actor.id, name: actor.name },
      ...(fact.driverId && { driver: { id: fact.driverId } }),
      ...(fix && { position: { ...fix, fixedAt: fix.fixedAt.toISOString() } }),
      ...(fact.detail !== null && { detail: fact.detail }),
      ...fact.contents,
    });
    const record: CustodyRecord = {
      format: CUSTODY_FORMAT,
      orderId: order._id,
      orderNumber: order.orderNumber,
      seq: order.version,
      action: fact.action,
      status: order.status,
      actorRole: actor.role,
      recordedAt: order.updatedAt.toISOString(),
      deviceTime: fact.deviceTime?.toISOString() ?? null,
      proof: fact.proof,
      sealed,
      previousHash: fact.previousHash,
    };
    const hash = await hashOf(record);
    const isLast = CLOSED.includes(order.status);
    return {
      record,
      hash,
      opened,
      signature: isLast ? deps.signer.sign(signedStatement(record, hash)) : null,
    };
  };
}

/** Each value with a salt of its own, and what stands for it in the record. */
async function seal(ids: Ids, values: CustodyValues) {
  const opened: Record<string, { salt: string; value: unknown }> = {};
  const sealed: CustodyRecord["sealed"] = {};
  for (const part of CustodyPart.options) {
    const value = values[part];
    if (value === undefined) continue;
    const opening = { salt: ids.token(SALT_BYTES), value };
    opened[part] = opening;
    sealed[part] = await commitmentTo(part, opening);
  }
  return { opened: opened as CustodyOpenings, sealed };
}
