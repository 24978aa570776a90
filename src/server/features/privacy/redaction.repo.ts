import type { Db } from "mongodb";
import type { OrderId } from "../../../shared/ids.ts";
import { addressKey } from "../../../shared/maps/address-key.ts";
import { CLOSED } from "../../../shared/orders/order.machine.ts";
import { repository } from "../../platform/mongo/repository.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import { type AssignmentDoc, assignmentsCollection } from "../assignments/index.ts";
import { type DriverDoc, driversCollection } from "../drivers/index.ts";
import { driverWaysCollection } from "../eta/index.ts";
import { type EventDoc, eventsCollection } from "../events/index.ts";
import { geocodesCollection } from "../maps/index.ts";
import { type AnyOrderDoc, ordersCollection, REDACTED } from "../orders/index.ts";
import { type ProofDoc, proofsCollection } from "../proofs/index.ts";
import { byRole, NAMELESS } from "./nameless.ts";

export type RedactionRepo = ReturnType<typeof createRedactionRepo>;

/** Erases what is personal in closed orders: see docs/privacy.md for what that is, and what stays. */
export const createRedactionRepo = repository((db: Db) => {
  const orders = db.collection<AnyOrderDoc>(ordersCollection.name);
  const events = db.collection<EventDoc>(eventsCollection.name);
  const assignments = db.collection<AssignmentDoc>(assignmentsCollection.name);
  const proofs = db.collection<ProofDoc>(proofsCollection.name);
  const geocodes = db.collection<{ _id: string; address: string }>(geocodesCollection.name);
  const drivers = db.collection<DriverDoc>(driversCollection.name);
  const ways = db.collection<{ _id: string; legs: unknown[] }>(driverWaysCollection.name);

  /** Nothing changes a closed order any more: its last change was its close. */
  const closedBefore = (before: Date) => ({
    redactedAt: null,
    updatedAt: { $lt: before },
    status: { $in: [...CLOSED] },
  });
  const lastSeenBefore = (before: Date) => ({
    lastLocationUpdate: { $lt: before },
    location: { $ne: null },
  });

  return {
    /** Whole orders that were closed before an instant, the oldest first. */
    async due(before: Date, limit: number): Promise<OrderId[]> {
      const found = await orders
        .find(closedBefore(before), { projection: { _id: 1 } })
        .sort({ updatedAt: 1 })
        .limit(limit)
        .toArray();
      return found.map(({ _id }) => _id);
    },

    countDue: (before: Date): Promise<number> => orders.countDocuments(closedBefore(before)),

    /** Where storage keeps the proofs of an order. */
    async filesOf(orderId: OrderId): Promise<string[]> {
      const found = await proofs.find({ orderId }).toArray();
      return found.flatMap(({ key }) => key ?? []);
    },

    /** Those of the keys that a proof points at. */
    async knownFiles(keys: readonly string[]): Promise<Set<string>> {
      const found = await proofs.find({ key: { $in: [...keys] } }, { projection: { key: 1 } }).toArray();
      return new Set(found.flatMap(({ key }) => key ?? []));
    },

    /**
     * Erases what is personal in one closed order and in everything that belongs to it; false when that is done
     * already, or the order is open. Records, hashes and signatures of its chain of custody stay as they are.
     */
    async redact(tx: Tx, orderId: OrderId, now: Date): Promise<boolean> {
      const whole = await orders.findOneAndUpdate(
        { _id: orderId, redactedAt: null, status: { $in: [...CLOSED] } },
        { $set: { ...REDACTED, redactedAt: now } },
        { session: tx, returnDocument: "before" },
      );
      if (!whole) return false;
      const addresses = [whole.pickup, whole.delivery].flatMap(place =>
        place ? addressKey(place.address) : [],
      );
      await geocodes.deleteMany({ address: { $in: addresses } }, { session: tx });
      await events.updateMany(
        { orderId },
        [{ $set: { detail: null, "actor.name": byRole("$actor.role") } }],
        { session: tx },
      );
      await events.updateMany(
        { orderId, custody: { $exists: true } },
        { $set: { "custody.opened": {} } },
        { session: tx },
      );
      await assignments.updateMany({ orderId }, { $set: { driverName: NAMELESS.driver } }, { session: tx });
      await proofs.updateMany({ orderId }, { $set: { key: null, erasedAt: now } }, { session: tx });
      // Whoever is on one of them asks the map once more.
      const atTheDoor = { $or: [{ "legs.orderId": orderId }, { "legs.fromOrderId": orderId }] };
      await ways.deleteMany(atTheDoor, { session: tx });
      return true;
    },

    /** Forgets where drivers were last seen who have not been seen since. Answers how many. */
    async forgetLastPositions(before: Date): Promise<number> {
      const { modifiedCount } = await drivers.updateMany(lastSeenBefore(before), {
        $set: { location: null, fix: null },
      });
      return modifiedCount;
    },

    countLastPositions: (before: Date): Promise<number> => drivers.countDocuments(lastSeenBefore(before)),
  };
});
