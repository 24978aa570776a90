import type { Db } from "mongodb";
import type { DriverId, OrderId, TrackingToken, UserId, VendorId } from "../../../shared/ids.ts";
import { CLOSED, type OrderStatus } from "../../../shared/orders/order.machine.ts";
import { repository } from "../../platform/mongo/repository.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import { type AssignmentDoc, assignmentsCollection } from "../assignments/index.ts";
import { type EventDoc, eventsCollection } from "../events/index.ts";
import { locationEventsCollection } from "../locations/index.ts";
import { type OrderDoc, ordersCollection } from "../orders/index.ts";
import { proofsCollection } from "../proofs/index.ts";
import type { VendorKey } from "./stories/cast.ts";

/** What is remembered of the demo world between two starts. */
export type DemoWorldDoc = {
  _id: "world";
  /** The moment that its stories lead up to. */
  presentAt: Date;
  /** Null while it is being made. */
  finishedAt: Date | null;
  vendorIds: Record<VendorKey, VendorId> | null;
  /** Accounts that the simulation acts for; what people did is not among their doings. */
  simulatedUserIds: UserId[];
  simulatedDriverIds: DriverId[];
};

const COLLECTION = "demo";
const WORTH_FOLLOWING: readonly OrderStatus[] = [
  "driver_assigned",
  "picked_up",
  "out_for_delivery",
  "delivered",
];

export type DemoRepo = ReturnType<typeof createDemoRepo>;

export const createDemoRepo = repository((db: Db) => {
  const worlds = db.collection<DemoWorldDoc>(COLLECTION);
  const orders = db.collection<OrderDoc>(ordersCollection.name);
  const assignments = db.collection<AssignmentDoc>(assignmentsCollection.name);
  const events = db.collection<EventDoc>(eventsCollection.name);
  const proofs = db.collection<{ _id: string; orderId: OrderId; key: string | null }>(proofsCollection.name);
  const locationEvents = db.collection<{ driverId: DriverId; timestamp: Date }>(
    locationEventsCollection.name,
  );

  return {
    find: (): Promise<DemoWorldDoc | null> => worlds.findOne({ _id: "world" }),

    /** The world of an earlier start, or a new one; of two starts at once both get the same. */
    async begin(presentAt: Date): Promise<DemoWorldDoc> {
      const blank = { presentAt, finishedAt: null, vendorIds: null };
      const world = await worlds.findOneAndUpdate(
        { _id: "world" },
        { $setOnInsert: { ...blank, simulatedUserIds: [], simulatedDriverIds: [] } },
        { upsert: true, returnDocument: "after" },
      );
      if (!world) throw new Error("The demo world could not be begun");
      return world;
    },

    async finish(world: Omit<DemoWorldDoc, "_id" | "presentAt">): Promise<void> {
      await worlds.updateOne({ _id: "world" }, { $set: world });
    },

    /** The tracking link of the order that has most of its way before it; a closed one when nothing is under way. */
    async followable(vendorIds: readonly VendorId[]): Promise<TrackingToken | null> {
      for (const status of WORTH_FOLLOWING) {
        const [order] = await orders
          .find({ vendorId: { $in: [...vendorIds] }, status })
          .sort({ createdAt: -1 })
          .limit(1)
          .toArray();
        if (order) return order.trackingToken;
      }
      return null;
    },

    /** Closed orders that simulated people placed, except for the newest `keep`; oldest first, at most `limit`. */
    async surplusOrders(userIds: readonly UserId[], keep: number, limit: number): Promise<OrderId[]> {
      const simulated = { userId: { $in: [...userIds] }, status: { $in: [...CLOSED] } };
      const surplus = (await orders.countDocuments(simulated)) - keep;
      if (surplus <= 0) return [];
      const oldest = await orders
        .find(simulated, { projection: { _id: 1 } })
        .sort({ createdAt: 1 })
        .limit(Math.min(surplus, limit))
        .toArray();
      return oldest.map(({ _id }) => _id);
    },

    /** Where storage keeps the proofs of these orders. */
    async proofKeys(orderIds: readonly OrderId[]): Promise<string[]> {
      const found = await proofs.find({ orderId: { $in: [...orderIds] } }).toArray();
      return found.flatMap(({ key }) => key ?? []);
    },

    /** Removes closed orders with all that belongs to them. */
    async removeOrders(tx: Tx, orderIds: readonly OrderId[]): Promise<void> {
      const ofThem = { orderId: { $in: [...orderIds] } };
      await proofs.deleteMany(ofThem, { session: tx });
      await assignments.deleteMany(ofThem, { session: tx });
      await events.deleteMany(ofThem, { session: tx });
      await orders.deleteMany({ _id: { $in: [...orderIds] } }, { session: tx });
    },

    /** Removes where simulated drivers were, and their changes of duty, before an instant. */
    async removeTrails(driverIds: readonly DriverId[], before: Date): Promise<void> {
      const theirs = { driverId: { $in: [...driverIds] } };
      await locationEvents.deleteMany({ ...theirs, timestamp: { $lt: before } });
      await events.deleteMany({ ...theirs, type: "driver_status", at: { $lt: before } });
    },
  };
});
