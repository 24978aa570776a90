import type { Db } from "mongodb";
import type { GeocodeCandidate, MapsSource } from "../../../shared/maps/maps.schema.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { repository } from "../../platform/mongo/repository.ts";

type GeocodeDoc = {
  /** Provider and normalised address: each provider has its own answer to a question. */
  _id: string;
  provider: MapsSource;
  address: string;
  result: GeocodeCandidate[];
  createdAt: Date;
};

/** 30 days: the longest that Google's terms allow coordinates to be kept. */
const KEPT_SECONDS = 30 * 86_400;

export const geocodesCollection: CollectionSpec = {
  name: "geocodes",
  indexes: [
    { key: { createdAt: 1 }, options: { expireAfterSeconds: KEPT_SECONDS } },
    // An order's addresses are forgotten with it.
    { key: { address: 1 } },
  ],
};

export type GeocodesRepo = ReturnType<typeof createGeocodesRepo>;

export const createGeocodesRepo = repository((db: Db) => {
  const geocodes = db.collection<GeocodeDoc>(geocodesCollection.name);
  return {
    /** An answer that is not too old; the TTL monitor sweeps once a minute only, so age is checked here too. */
    async find(provider: MapsSource, address: string, now: Date): Promise<GeocodeCandidate[] | null> {
      const createdAfter = new Date(now.getTime() - KEPT_SECONDS * 1000);
      const doc = await geocodes.findOne({ _id: `${provider}:${address}`, createdAt: { $gt: createdAfter } });
      return doc?.result ?? null;
    },

    async save(provider: MapsSource, address: string, result: GeocodeCandidate[], now: Date): Promise<void> {
      const fields = { provider, address, result, createdAt: now };
      await geocodes.replaceOne({ _id: `${provider}:${address}` }, fields, { upsert: true });
    },
  };
});
