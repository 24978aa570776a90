import type { Db } from "mongodb";
import type { MapsSource } from "../../../shared/maps/maps.schema.ts";
import type { GeocodeCache, KnownPlace } from "../../platform/maps/geocode-cache.port.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { repository } from "../../platform/mongo/repository.ts";

type GeocodeDoc = {
  /** Provider and address: each provider has its own answer to a question. */
  _id: string;
  provider: MapsSource;
  /** An `addressKey`. */
  address: string;
  /** Null: nothing resembles it. */
  place: KnownPlace | null;
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

export const createGeocodesRepo = repository((db: Db): GeocodeCache => {
  const geocodes = db.collection<GeocodeDoc>(geocodesCollection.name);
  return {
    /** The TTL monitor sweeps once a minute only, so age is checked here too; the answer of an earlier version counts not. */
    async find(provider, key, now) {
      const createdAfter = new Date(now.getTime() - KEPT_SECONDS * 1000);
      const doc = await geocodes.findOne({ _id: `${provider}:${key}`, createdAt: { $gt: createdAfter } });
      return doc?.place;
    },

    async save(provider, key, place, now) {
      const fields = { provider, address: key, place, createdAt: now };
      await geocodes.replaceOne({ _id: `${provider}:${key}` }, fields, { upsert: true });
    },
  };
});
