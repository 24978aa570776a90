import type { DriverStatus, VehicleType } from "../../../shared/drivers/driver.schema.ts";
import type { GeoJsonPoint } from "../../../shared/geo.ts";
import type { DriverId, UserId, VendorId } from "../../../shared/ids.ts";

/** What a phone told with its last position: device time, km/h, degrees, metres. */
export type StoredFix = {
  timestamp: Date;
  speed: number | null;
  heading: number | null;
  accuracy: number | null;
};

/** What keeps a position from being believed: fixes that agree with each other and not with where the driver was. */
type StoredDoubt = {
  since: Date;
  count: number;
  last: { location: GeoJsonPoint; timestamp: Date; accuracy: number | null };
};

/** How far a driver's fixes were judged, by device time; `version` is another one with each write. */
export type StoredTrack = { version: string; until: Date; doubt: StoredDoubt | null };

export type DriverDoc = {
  _id: DriverId;
  userId: UserId;
  vendorId: VendorId;
  fullName: string;
  email: string;
  phone: string;
  vehicleType: VehicleType;
  vehicleNumber: string | null;
  licenseNumber: string | null;
  status: DriverStatus;
  /** Accepted assignments that are not finished; the driver is busy while there are any. */
  activeOrders: number;
  /** Grows by one with each change of status: the `seq` of the event that was written with it. */
  version: number;
  location: GeoJsonPoint | null;
  fix: StoredFix | null;
  /** Absent until the first report. */
  track?: StoredTrack;
  /** Server time at which the last position was stored. */
  lastLocationUpdate: Date | null;
  /** Server time at which his phone was last heard of, in steps of half a minute; absent until then. */
  lastSeenAt?: Date;
  totalDeliveries: number;
  totalEarningsCents: number;
  isActive: boolean;
  createdAt: Date;
  updatedAt: Date;
};

/** What there is to say of a driver who is silent; all of them are read every few seconds. */
export type SilentDriver = Pick<
  DriverDoc,
  "_id" | "vendorId" | "status" | "lastLocationUpdate" | "lastSeenAt" | "fix"
>;

/** What a report came to. It counts only if the driver's track still has the version that was seen. */
export type TrackUpdate = {
  driverId: DriverId;
  seenVersion: string | null;
  track: StoredTrack;
  seenAt: Date;
  /** Where the driver is now; null when that is as it was. `createdAt` is when the server heard of it. */
  position: (StoredFix & { location: GeoJsonPoint; createdAt: Date }) | null;
};
