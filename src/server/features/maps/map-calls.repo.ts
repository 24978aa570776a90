import type { Db } from "mongodb";
import type { OrderId } from "../../../shared/ids.ts";
import type { MapCallKind } from "../../platform/maps/maps.port.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { repository } from "../../platform/mongo/repository.ts";

/** Billed calls by kind; elements where a matrix is concerned. */
export type BilledCalls = Partial<Record<MapCallKind, number>>;

type MapCallsDoc = { _id: OrderId; billed: BilledCalls; updatedAt: Date };

/** A year of reports and a month to make them. */
const KEPT_SECONDS = 400 * 86_400;

export const mapCallsCollection: CollectionSpec = {
  name: "mapCalls",
  indexes: [{ key: { updatedAt: 1 }, options: { expireAfterSeconds: KEPT_SECONDS } }],
};

export type MapCallsRepo = ReturnType<typeof createMapCallsRepo>;

/** What each order has cost in calls of map services. */
export const createMapCallsRepo = repository((db: Db) => {
  const calls = db.collection<MapCallsDoc>(mapCallsCollection.name);
  return {
    async add(orderId: OrderId, billed: BilledCalls, now: Date): Promise<void> {
      const increments = Object.fromEntries(
        Object.entries(billed).map(([kind, units]) => [`billed.${kind}`, units]),
      );
      await calls.updateOne(
        { _id: orderId },
        { $inc: increments, $set: { updatedAt: now } },
        { upsert: true },
      );
    },

    async ofOrder(orderId: OrderId): Promise<BilledCalls> {
      return (await calls.findOne({ _id: orderId }))?.billed ?? {};
    },

    /** Mean of all kinds together for the orders that had a call since then; 0 when there is none. */
    async meanSince(since: Date): Promise<number> {
      const total = { $sum: { $map: { input: { $objectToArray: "$billed" }, in: "$$this.v" } } };
      const [mean] = await calls
        .aggregate<{ mean: number }>([
          { $match: { updatedAt: { $gte: since } } },
          { $group: { _id: null, mean: { $avg: total } } },
        ])
        .toArray();
      return mean?.mean ?? 0;
    },
  };
});
