import type { Db, Document, Filter } from "mongodb";
import type { Actor } from "../../../shared/auth/actor.ts";
import type { DriverId, VendorId } from "../../../shared/ids.ts";
import type { Currency } from "../../../shared/money.ts";
import type { Page } from "../../../shared/pagination.ts";
import { after, readPage } from "../../platform/mongo/cursor.ts";
import { given } from "../../platform/mongo/given.ts";
import { repository } from "../../platform/mongo/repository.ts";
import { driversCollection } from "../drivers/index.ts";
import { type OrderDoc, ordersCollection } from "../orders/index.ts";
import { reportedOrders } from "./reports.policy.ts";

/** `from` inclusive, `to` exclusive. */
export type Period = { from: Date; to: Date; vendorId?: VendorId };

/** What a row of a report needs of an order. */
export type ReportedOrder = Pick<
  OrderDoc,
  | "_id"
  | "orderNumber"
  | "vendorId"
  | "vendorName"
  | "driver"
  | "status"
  | "createdAt"
  | "deliveredAt"
  | "promisedAt"
  | "actualDistanceKm"
  | "estimatedDistanceKm"
  | "deliveryFeeCents"
  | "currency"
>;

/** Sums over deliveries; `promised` are those that had a promise to keep. */
type Totals = { delivered: number; promised: number; onTime: number; distanceKm: number };

export type DriverTotals = Totals & { driverId: DriverId; fullName: string; earningsCents: number };
export type CurrencyTotals = Totals & { currency: Currency; revenueCents: number };

/** A report that takes longer than this is not waited for. */
export const MAX_TIME_MS = 20_000;
const MAX_DRIVERS = 1_000;

const ROW: { [Field in keyof ReportedOrder]: 1 } = {
  _id: 1,
  orderNumber: 1,
  vendorId: 1,
  vendorName: 1,
  driver: 1,
  status: 1,
  createdAt: 1,
  deliveredAt: 1,
  promisedAt: 1,
  actualDistanceKm: 1,
  estimatedDistanceKm: 1,
  deliveryFeeCents: 1,
  currency: 1,
};

const hasPromise = { $ne: ["$promisedAt", null] };
const isOnTime = { $and: [hasPromise, { $lte: ["$deliveredAt", "$promisedAt"] }] };
const countIf = (condition: Document) => ({ $sum: { $cond: [condition, 1, 0] } });

const TOTALS = {
  delivered: { $sum: 1 },
  promised: countIf(hasPromise),
  onTime: countIf(isOnTime),
  distanceKm: { $sum: { $ifNull: ["$actualDistanceKm", "$estimatedDistanceKm"] } },
};

export type ReportsRepo = ReturnType<typeof createReportsRepo>;

export const createReportsRepo = repository((db: Db) => {
  const orders = db.collection<OrderDoc>(ordersCollection.name);

  /** Orders of the actor whose `field` lies in the period. */
  const within = (
    actor: Actor,
    field: "createdAt" | "deliveredAt" | "cancelledAt",
    { from, to, vendorId }: Period,
  ): Filter<OrderDoc> => ({
    $and: [reportedOrders(actor), given({ vendorId }), { [field]: { $gte: from, $lt: to } }],
  });

  return {
    countCreated: (actor: Actor, period: Period): Promise<number> =>
      orders.countDocuments(within(actor, "createdAt", period), { maxTimeMS: MAX_TIME_MS }),

    countCancelled: (actor: Actor, period: Period): Promise<number> =>
      orders.countDocuments(within(actor, "cancelledAt", period), { maxTimeMS: MAX_TIME_MS }),

    /** Deliveries of the period by currency, the most used first. */
    deliveredByCurrency: (actor: Actor, period: Period): Promise<CurrencyTotals[]> =>
      orders
        .aggregate<CurrencyTotals>(
          [
            { $match: within(actor, "deliveredAt", period) },
            { $group: { _id: "$currency", ...TOTALS, revenueCents: { $sum: "$deliveryFeeCents" } } },
            { $sort: { delivered: -1, _id: 1 } },
            { $addFields: { currency: "$_id" } },
          ],
          { maxTimeMS: MAX_TIME_MS },
        )
        .toArray(),

    /** Minutes from order to hand-over of the delivery in the middle, the mean of two when there are two. */
    async medianMinutes(actor: Actor, period: Period, delivered: number): Promise<number | null> {
      if (delivered === 0) return null;
      const middle = await orders
        .aggregate<{ ms: number }>(
          [
            { $match: within(actor, "deliveredAt", period) },
            { $project: { _id: 0, ms: { $subtract: ["$deliveredAt", "$createdAt"] } } },
            { $sort: { ms: 1 } },
            { $skip: Math.floor((delivered - 1) / 2) },
            { $limit: delivered % 2 === 0 ? 2 : 1 },
          ],
          { allowDiskUse: true, maxTimeMS: MAX_TIME_MS },
        )
        .toArray();
      const sum = middle.reduce((total, { ms }) => total + ms, 0);
      return middle.length ? sum / middle.length / 60_000 : null;
    },

    /** Deliveries of the period by driver, the busiest first. What a driver earns is the fee. */
    deliveredByDriver: (actor: Actor, period: Period): Promise<DriverTotals[]> =>
      orders
        .aggregate<DriverTotals>(
          [
            { $match: { ...within(actor, "deliveredAt", period), driverId: { $ne: null } } },
            { $sort: { deliveredAt: 1 } },
            {
              $group: {
                _id: "$driverId",
                ...TOTALS,
                fullName: { $last: "$driver.fullName" },
                earningsCents: { $sum: "$deliveryFeeCents" },
              },
            },
            { $sort: { delivered: -1, _id: 1 } },
            { $limit: MAX_DRIVERS },
            // Redacted orders do not know the name any more; the driver's profile does while he is one.
            {
              $lookup: {
                from: driversCollection.name,
                localField: "_id",
                foreignField: "_id",
                as: "profile",
              },
            },
            {
              $addFields: {
                fullName: { $ifNull: ["$fullName", { $first: "$profile.fullName" }, "Former driver"] },
              },
            },
            { $unset: "profile" },
            { $addFields: { driverId: "$_id" } },
          ],
          { allowDiskUse: true, maxTimeMS: MAX_TIME_MS },
        )
        .toArray(),

    /** Orders that were placed in the period, newest first. */
    async list(
      actor: Actor,
      period: Period,
      { cursor, limit }: { cursor?: string; limit: number },
    ): Promise<Page<ReportedOrder>> {
      const matching = [within(actor, "createdAt", period), after<OrderDoc>(cursor)];
      const found = orders.find({ $and: matching }).project<ReportedOrder>(ROW).maxTimeMS(MAX_TIME_MS);
      return readPage(found, limit);
    },
  };
});
