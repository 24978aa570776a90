import type { Db, MongoClient } from "mongodb";
import { createEventsRepo, type EventDoc } from "../../../src/server/features/events/index.ts";
import { createTransactor } from "../../../src/server/platform/mongo/transactions.ts";
import { type DurableEvent, orderRoom, vendorRoom } from "../../../src/shared/events.ts";
import { OrderId, VendorId } from "../../../src/shared/ids.ts";

export const aVendorId = (): VendorId => VendorId.parse(crypto.randomUUID());
export const anOrderId = (): OrderId => OrderId.parse(crypto.randomUUID());

/** The events of one order, appended as commands append them: in transactions, seq contiguous from 1. */
export function createEventWriter({ client, db }: { client: MongoClient; db: Db }, vendorId: VendorId) {
  const transact = createTransactor(client);
  const events = createEventsRepo(db);
  const orderId = anOrderId();
  let seq = 0;
  return {
    orderId,
    written: () => seq,
    /** Appends `count` events in one transaction. */
    async write(count = 1): Promise<void> {
      const docs = Array.from({ length: count }, (_, index) => eventDoc(vendorId, orderId, seq + index + 1));
      await transact(tx => events.append(tx, docs));
      seq += count;
    },
  };
}

export function eventDoc(vendorId: VendorId, orderId: OrderId, seq: number): EventDoc {
  const at = new Date();
  const payload: DurableEvent = {
    type: "order_status",
    orderId,
    vendorId,
    seq,
    at: at.toISOString(),
    action: "update",
    status: "pending",
    driverId: null,
  };
  return {
    _id: crypto.randomUUID(),
    orderId,
    driverId: null,
    seq,
    type: payload.type,
    actor: { id: null, role: "system", name: "test" },
    at,
    payload,
    detail: null,
    rooms: [vendorRoom(vendorId), orderRoom(orderId)],
  };
}

/** "order seq": says which event a message is; null for messages that are none. */
export const keyOf = (message: { type: string } | DurableEvent): string | null =>
  "orderId" in message && "seq" in message ? `${message.orderId} ${message.seq}` : null;

/** The keys of all stored events of a vendor, by order and seq. */
export async function storedKeys(db: Db, vendorId: VendorId): Promise<string[]> {
  const docs = await db
    .collection<EventDoc>("events")
    .find({ rooms: vendorRoom(vendorId) })
    .sort({ orderId: 1, seq: 1 })
    .toArray();
  return docs.map(({ orderId, seq }) => `${orderId} ${seq}`);
}

/** The same from what a subscriber has received, leaving the order within each order as it came. */
export function byOrder(keys: readonly string[]): string[] {
  const orders = new Map<string, string[]>();
  for (const key of keys) {
    const [orderId = ""] = key.split(" ");
    orders.set(orderId, [...(orders.get(orderId) ?? []), key]);
  }
  return [...orders.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, own]) => own);
}
