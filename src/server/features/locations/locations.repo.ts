import type { Db } from "mongodb";
import type { GeoJsonPoint } from "../../../shared/geo.ts";
import type { DriverId, OrderId } from "../../../shared/ids.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";

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
  /** Device time. */
  timestamp: Date;
  /** Server time. */
  createdAt: Date;
};

const RETENTION_SECONDS = 30 * 86_400;

export const locationEventsCollection: CollectionSpec = {
  name: "locationEvents",
  indexes: [
    // Unique: a phone that repeats a report stores nothing twice.
    { key: { driverId: 1, timestamp: 1 }, options: { unique: true } },
    { key: { createdAt: 1 }, options: { expireAfterSeconds: RETENTION_SECONDS } },
    { key: { location: "2dsphere" } },
  ],
};

export type LocationsRepo = ReturnType<typeof createLocationsRepo>;

export function createLocationsRepo(_db: Db) {
  return {};
}
