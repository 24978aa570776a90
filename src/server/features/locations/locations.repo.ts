import { type Db, type Filter, MongoBulkWriteError, type WriteError } from "mongodb";
import type { FixQuality } from "../../../shared/drivers/fix-quality.ts";
import type { GeoJsonPoint } from "../../../shared/geo.ts";
import type { DriverId, OrderId } from "../../../shared/ids.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { repository } from "../../platform/mongo/repository.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";

/** One fix of a phone. Speed in km/h, heading in degrees clockwise from north, accuracy in metres. */
export type LocationEventDoc = {
  _id: string;
  driverId: DriverId;
  /** The order in hand that the phone named, if the driver had it. */
  orderId: OrderId | null;
  location: GeoJsonPoint;
  speed: number | null;
  heading: number | null;
  accuracy: number | null;
  /** Only what is good moves anything; see plausibility.ts. */
  quality: FixQuality;
  /** Device time. */
  timestamp: Date;
  /** Server time. */
  createdAt: Date;
};

export const locationEventsCollection: CollectionSpec = {
  name: "locationEvents",
  indexes: [
    // Unique: a phone that repeats a report stores nothing twice.
    { key: { driverId: 1, timestamp: 1 }, options: { unique: true } },
    { key: { location: "2dsphere" } },
  ],
};

/** The same with the age at which positions go. */
export const locationEventsKept = (days: number): CollectionSpec => ({
  ...locationEventsCollection,
  indexes: [
    ...locationEventsCollection.indexes,
    { key: { createdAt: 1 }, options: { expireAfterSeconds: days * 86_400 } },
  ],
});

/** Also what was stored before fixes were judged. */
const BELIEVED: Filter<LocationEventDoc> = { quality: { $nin: ["imprecise", "implausible"] } };

type Span = { driverId: DriverId; from: Date; to: Date };

export type LocationsRepo = ReturnType<typeof createLocationsRepo>;

export const createLocationsRepo = repository((db: Db) => {
  const fixes = db.collection<LocationEventDoc>(locationEventsCollection.name);
  const within = ({ driverId, from, to }: Span) => ({ driverId, timestamp: { $gte: from, $lte: to } });
  return {
    /** Stores those that are not stored yet; resolves when a majority has them all on disk. */
    async insertNew(docs: readonly LocationEventDoc[]): Promise<void> {
      if (docs.length === 0) return;
      try {
        await fixes.insertMany([...docs], { ordered: false });
      } catch (error) {
        if (!isOnlyRepetition(error)) throw error;
      }
    },

    /** Late fixes have come between: these are judged anew. */
    async changeQualities(changes: readonly Pick<LocationEventDoc, "_id" | "quality">[]): Promise<void> {
      if (changes.length === 0) return;
      await fixes.bulkWrite(
        changes.map(({ _id, quality }) => ({
          updateOne: { filter: { _id }, update: { $set: { quality } } },
        })),
        { ordered: false },
      );
    },

    /** The newest believed fix by device time, or the newest at or before `until`. */
    last: (driverId: DriverId, until: Date | null, tx: Tx): Promise<LocationEventDoc | null> =>
      fixes.findOne(
        { driverId, ...BELIEVED, ...(until && { timestamp: { $lte: until } }) },
        { session: tx, sort: { timestamp: -1 } },
      ),

    /** The last believed fix before an instant of device time. */
    believedBefore: (driverId: DriverId, before: Date): Promise<LocationEventDoc | null> =>
      fixes.findOne({ driverId, ...BELIEVED, timestamp: { $lt: before } }, { sort: { timestamp: -1 } }),

    /** Fixes after an instant of device time, or all, oldest first; read as far as the caller wants. */
    after: (driverId: DriverId, instant: Date | null): AsyncIterable<LocationEventDoc> =>
      fixes.find({ driverId, ...(instant && { timestamp: { $gt: instant } }) }).sort({ timestamp: 1 }),

    /** Fixes by device time, oldest first. */
    trail: (span: Span, limit: number): Promise<LocationEventDoc[]> =>
      fixes.find(within(span)).sort({ timestamp: 1 }).limit(limit).toArray(),

    /** All that are believed, without a limit and with no more than a distance needs. */
    path: (span: Span, tx?: Tx): Promise<Pick<LocationEventDoc, "location" | "timestamp">[]> =>
      fixes
        .find(
          { ...within(span), ...BELIEVED },
          { session: tx, projection: { _id: 0, location: 1, timestamp: 1 } },
        )
        .sort({ timestamp: 1 })
        .toArray(),
  };
});

const DUPLICATE_KEY = 11_000;

function isOnlyRepetition(error: unknown): boolean {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError()) return false;
  const failures: WriteError[] = [error.writeErrors].flat();
  return failures.length > 0 && failures.every(({ code }) => code === DUPLICATE_KEY);
}
