import type { Db, Filter } from "mongodb";
import type { OrderId, VendorId } from "../../../shared/ids.ts";
import type { StopKind } from "../../../shared/orders/remaining-stops.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { repository } from "../../platform/mongo/repository.ts";
import type { LegKind } from "./forecast.ts";
import type { Sample } from "./spread.ts";

/** One estimate as it was shown, and what came of it. Of no person, and without a place: distances are bands. */
export type EtaLogDoc = {
  _id: string;
  orderId: OrderId;
  vendorId: VendorId;
  kind: LegKind;
  /** 0 to 23, by the sun. */
  hour: number;
  band: number;
  approximate: boolean;
  drivingSeconds: number;
  /** Driving, and standing at stops: what the range was made of. */
  foretoldSeconds: number;
  /** What was shown from p10 to p90, and what was most likely. */
  p10: Date;
  p50: Date;
  p90: Date;
  at: Date;
  /** When the parcel was taken or handed over; null until then. */
  outcomeAt: Date | null;
  /** The share of the foretold time that it really took. */
  ratio: number | null;
};

/** Traffic of a season is no teacher for the next one. */
const KEPT_SECONDS = 90 * 86_400;

export const etaLogCollection: CollectionSpec = {
  name: "etaLog",
  indexes: [
    { key: { at: 1 }, options: { expireAfterSeconds: KEPT_SECONDS } },
    { key: { orderId: 1, outcomeAt: 1 } },
    { key: { outcomeAt: -1 } },
    { key: { vendorId: 1, outcomeAt: -1 } },
  ],
};

const KINDS_OF = {
  pickup: ["pickup", "later_pickup"],
  delivery: ["delivery", "later_delivery"],
} satisfies Record<StopKind, LegKind[]>;

export type EtaLogRepo = ReturnType<typeof createEtaLogRepo>;

export const createEtaLogRepo = repository((db: Db) => {
  const log = db.collection<EtaLogDoc>(etaLogCollection.name);
  const waiting = (orderId: OrderId, kinds: LegKind[]): Filter<EtaLogDoc> => ({
    orderId,
    outcomeAt: null,
    kind: { $in: kinds },
  });

  return {
    async add(docs: readonly EtaLogDoc[]): Promise<void> {
      if (docs.length > 0) await log.insertMany([...docs], { ordered: false });
    },

    /** These were written down and not shown after all. */
    async strike(ids: readonly string[]): Promise<void> {
      if (ids.length > 0) await log.deleteMany({ _id: { $in: [...ids] } });
    },

    /** The parcel was taken, or handed over: what was foretold of that has come to its end. */
    async settle(orderId: OrderId, stop: StopKind, outcomeAt: Date): Promise<void> {
      const tookSeconds = { $divide: [{ $subtract: [outcomeAt, "$at"] }, 1_000] };
      await log.updateMany(waiting(orderId, KINDS_OF[stop]), [
        { $set: { outcomeAt, ratio: { $divide: [tookSeconds, "$foretoldSeconds"] } } },
      ]);
    },

    /** Another driver, another door, or no delivery at all: what was foretold will not be known. */
    async forget(orderId: OrderId): Promise<void> {
      await log.deleteMany({ orderId, outcomeAt: null });
    },

    /** What came of the newest forecasts, at most `limit`. */
    newestSamples: (limit: number): AsyncIterable<Sample> =>
      log
        .find({ outcomeAt: { $ne: null } })
        .sort({ outcomeAt: -1 })
        .limit(limit)
        .project<Sample>({ _id: 0, orderId: 1, kind: 1, hour: 1, band: 1, approximate: 1, ratio: 1 }),
  };
});
