import { type Db, type Filter, MongoServerError } from "mongodb";
import type { Actor } from "../../../shared/auth/actor.ts";
import type { DriverId, OrderId, TrackingToken } from "../../../shared/ids.ts";
import { CARRYING } from "../../../shared/orders/order.machine.ts";
import type { ListOrdersInput } from "../../../shared/orders/order.schema.ts";
import type { Page } from "../../../shared/pagination.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { after, readPage } from "../../platform/mongo/cursor.ts";
import { repository } from "../../platform/mongo/repository.ts";
import { contains } from "../../platform/mongo/search.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import type { AnyOrderDoc, OrderDoc, StoredEta } from "./orders.doc.ts";
import { visibleOrders } from "./orders.policy.ts";

export const ordersCollection: CollectionSpec = {
  name: "orders",
  indexes: [
    { key: { orderNumber: 1 }, options: { unique: true } },
    {
      key: { trackingToken: 1 },
      // Named, because the index of before links could be revoked had the same key: see `retired`.
      options: {
        name: "live_tracking_token",
        unique: true,
        partialFilterExpression: { trackingToken: { $type: "string" } },
      },
    },
    { key: { vendorId: 1, createdAt: -1 } },
    { key: { userId: 1, createdAt: -1 } },
    { key: { driverId: 1, status: 1 } },
    { key: { status: 1, createdAt: -1 } },
    // Reports ask by when something happened, of one vendor or of all.
    { key: { vendorId: 1, deliveredAt: -1 } },
    { key: { deliveredAt: -1 } },
    { key: { vendorId: 1, cancelledAt: -1 } },
    { key: { "assignment.driverId": 1, "assignment.status": 1 } },
    // Retention asks for closed orders that nothing has been done to since long, and are whole.
    { key: { redactedAt: 1, updatedAt: 1 } },
    { key: { "pickup.location": "2dsphere" } },
    { key: { "delivery.location": "2dsphere" } },
  ],
  retired: ["trackingToken_1"],
};

export type OrdersRepo = ReturnType<typeof createOrdersRepo>;

/** True when an insert failed because its random order number exists already. */
export const isOrderNumberTaken = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === 11_000 && "orderNumber" in (error.keyPattern ?? {});

export const createOrdersRepo = repository((db: Db) => {
  const orders = db.collection<OrderDoc>(ordersCollection.name);
  /** The same for readers of closed orders too. */
  const any = db.collection<AnyOrderDoc>(ordersCollection.name);
  return {
    async insert(tx: Tx, doc: OrderDoc): Promise<void> {
      await orders.insertOne(doc, { session: tx });
    },

    findFor: (actor: Actor, orderId: OrderId, tx?: Tx): Promise<AnyOrderDoc | null> =>
      any.findOne({ $and: [{ _id: orderId }, visibleOrders(actor)] }, { session: tx }),

    /** Without a reader's scope: for the system itself. */
    findById: (orderId: OrderId, tx?: Tx): Promise<OrderDoc | null> =>
      orders.findOne({ _id: orderId }, { session: tx }),

    findByNumber: (orderNumber: string): Promise<OrderDoc | null> =>
      orders.findOne({ orderNumber: orderNumber as OrderDoc["orderNumber"] }),

    findByToken: (trackingToken: TrackingToken): Promise<OrderDoc | null> =>
      // Orders whose link was revoked have none: without a token nothing is asked for, and nothing found.
      trackingToken ? orders.findOne({ trackingToken }) : Promise.resolve(null),

    findManyFor: (actor: Actor, orderIds: readonly OrderId[]): Promise<AnyOrderDoc[]> =>
      any.find({ $and: [{ _id: { $in: [...orderIds] } }, visibleOrders(actor)] }).toArray(),

    /**
     * The compare-and-set that every command ends in: changes the order if it is still in the state and version
     * that the command has judged, and counts the version up. Null when somebody was faster.
     */
    advance: (
      tx: Tx,
      seen: Pick<OrderDoc, "_id" | "status" | "version">,
      set: Partial<OrderDoc>,
    ): Promise<OrderDoc | null> =>
      orders.findOneAndUpdate(
        { _id: seen._id, status: seen.status, version: seen.version },
        { $set: set, $inc: { version: 1 } },
        { session: tx, returnDocument: "after" },
      ),

    /** Replaces the tracking link if it still is the one that was seen; null when somebody was faster. */
    setTrackingLink: (
      tx: Tx,
      { _id, trackingToken }: Pick<OrderDoc, "_id" | "trackingToken">,
      link: Pick<OrderDoc, "trackingToken" | "trackingIssuedAt">,
    ): Promise<OrderDoc | null> =>
      orders.findOneAndUpdate(
        { _id, trackingToken },
        { $set: link },
        { session: tx, returnDocument: "after" },
      ),

    /** Orders that these drivers have in hand, as they were offered, the oldest first. */
    carriedBy: (driverIds: readonly DriverId[]): Promise<OrderDoc[]> =>
      orders
        .find({ driverId: { $in: [...driverIds] }, status: { $in: [...CARRYING] } })
        .sort({ "assignment.assignedAt": 1, _id: 1 })
        .toArray(),

    /** Of these those of which it has not been told yet that there is no time. */
    expectedFrom: async (driverIds: readonly DriverId[]): Promise<OrderDoc[]> =>
      driverIds.length === 0
        ? []
        : orders
            .find({
              driverId: { $in: [...driverIds] },
              status: { $in: [...CARRYING] },
              "eta.state": { $ne: "stale" },
            })
            .toArray(),

    /** All that they have in hand, and no more of it than who carries which. */
    carriers: (driverIds: readonly DriverId[]): Promise<Pick<OrderDoc, "_id" | "driverId">[]> =>
      orders
        .find(
          { driverId: { $in: [...driverIds] }, status: { $in: [...CARRYING] } },
          { projection: { driverId: 1 } },
        )
        .toArray(),

    /**
     * Keeps an estimate, which is no event and no new version, if the order and what it had are still as they were seen:
     * of two who estimate at once one keeps his. Where it was told of by `lastToldBy` at the latest, or never, it counts as
     * told of `now`. Answers when it was told of before; null when it was not kept.
     */
    async saveEta(
      seen: Pick<OrderDoc, "_id" | "version" | "eta">,
      eta: StoredEta,
      { now, lastToldBy }: { now: Date; lastToldBy: Date },
    ): Promise<{ lastToldAt: Date | null } | null> {
      const isTurn = { $lte: [{ $ifNull: ["$etaToldAt", lastToldBy] }, lastToldBy] };
      const before = await orders.findOneAndUpdate(
        { _id: seen._id, version: seen.version, eta: seen.eta },
        [
          {
            $set: {
              eta: { $literal: eta },
              etaToldAt: { $cond: [isTurn, now, "$etaToldAt"] },
              ...(eta.state !== "stale" && { estimatedDeliveryTime: eta.latest }),
            },
          },
        ],
        { returnDocument: "before", projection: { etaToldAt: 1 } },
      );
      return before && { lastToldAt: before.etaToldAt ?? null };
    },

    /**
     * Takes the turn to tell when an order is expected, if nobody has told since `lastToldAt`: of all processes that wait for
     * it one gets the estimate that is kept now. Null for the others, and for an order that is expected no more.
     */
    async takeEtaTurn(orderId: OrderId, lastToldAt: Date, now: Date): Promise<StoredEta | null> {
      const order = await orders.findOneAndUpdate(
        { _id: orderId, eta: { $ne: null }, etaToldAt: lastToldAt },
        { $set: { etaToldAt: now } },
        { returnDocument: "after", projection: { eta: 1 } },
      );
      return order?.eta ?? null;
    },

    list: async (actor: Actor, input: ListOrdersInput): Promise<Page<AnyOrderDoc>> => {
      const matching = [visibleOrders(actor), wanted(input), after<AnyOrderDoc>(input.cursor)];
      return readPage(any.find({ $and: matching }), input.limit);
    },
  };
});

function wanted(input: ListOrdersInput): Filter<AnyOrderDoc> {
  const filter: Filter<AnyOrderDoc> = {};
  if (input.vendorId) filter.vendorId = input.vendorId;
  if (input.driverId) filter.driverId = input.driverId;
  if (input.status) filter.status = { $in: input.status };
  if (input.createdFrom || input.createdTo) {
    filter.createdAt = {
      ...(input.createdFrom && { $gte: new Date(input.createdFrom) }),
      ...(input.createdTo && { $lt: new Date(input.createdTo) }),
    };
  }
  if (input.query) {
    const text = contains(input.query);
    filter.$or = [
      { orderNumber: text },
      { customerName: text },
      { customerPhone: text },
      { "delivery.address": text },
    ] as Filter<AnyOrderDoc>[];
  }
  return filter;
}
