import type { Db } from "mongodb";
import type { Point } from "../../../shared/geo.ts";
import type { DriverId, OrderId } from "../../../shared/ids.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { repository } from "../../platform/mongo/repository.ts";

/** A way that a map was asked for: from where the driver was, or from a stop, to a stop of an order. */
export type KnownLeg = {
  /** Whose stop it leads to, and whose it leaves from; null where the driver was on his way. */
  orderId: OrderId;
  fromOrderId: OrderId | null;
  from: Point;
  to: Point;
  /** Encoded Polyline Algorithm Format, precision 5. */
  polyline: string;
  durationMinutes: number;
  distanceKm: number;
  approximate: boolean;
  askedAt: Date;
};

/** The ways that a driver has before him, so that another process can follow him without paying for them again. */
type WaysDoc = { _id: DriverId; legs: KnownLeg[]; updatedAt: Date };

/** They lead to people's doors: nobody keeps them longer than somebody may be on them. */
const KEPT_SECONDS = 3_600;

export const driverWaysCollection: CollectionSpec = {
  name: "driverWays",
  indexes: [
    { key: { updatedAt: 1 }, options: { expireAfterSeconds: KEPT_SECONDS } },
    // Whoever is forgotten is forgotten here too.
    { key: { "legs.orderId": 1 } },
    { key: { "legs.fromOrderId": 1 } },
  ],
};

export type WaysRepo = ReturnType<typeof createWaysRepo>;

export const createWaysRepo = repository((db: Db) => {
  const ways = db.collection<WaysDoc>(driverWaysCollection.name);
  return {
    async of(driverId: DriverId): Promise<KnownLeg[]> {
      return (await ways.findOne({ _id: driverId }))?.legs ?? [];
    },

    /** The last to write wins: each process keeps what it knows itself, and asks again for what it does not. */
    async keep(driverId: DriverId, legs: readonly KnownLeg[], updatedAt: Date): Promise<void> {
      await ways.replaceOne({ _id: driverId }, { legs: [...legs], updatedAt }, { upsert: true });
    },

    async remove(driverId: DriverId): Promise<void> {
      await ways.deleteOne({ _id: driverId });
    },
  };
});
