import type { GeocodeCandidate, MapsSource } from "../../../shared/maps/maps.schema.ts";

/** As much of an answer as may be kept: where it is, and how sure we are. Its words are the provider's. */
export type KnownPlace = Pick<GeocodeCandidate, "latitude" | "longitude" | "kind" | "confidence">;

/** What addresses have turned out to mean, for 30 days; `key` is an `addressKey`. */
export type GeocodeCache = {
  /** Null: nothing resembles it. Undefined: nobody has asked yet. */
  find(provider: MapsSource, key: string, now: Date): Promise<KnownPlace | null | undefined>;
  save(provider: MapsSource, key: string, place: KnownPlace | null, now: Date): Promise<void>;
};
