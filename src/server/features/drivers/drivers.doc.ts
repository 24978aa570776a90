import type { DriverStatus, VehicleType } from "../../../shared/drivers/driver.schema.ts";
import type { GeoJsonPoint, Point } from "../../../shared/geo.ts";
import type { DriverId, UserId, VendorId } from "../../../shared/ids.ts";

/** What a phone told with its last position: device time, km/h, degrees, metres. */
export type StoredFix = {
  timestamp: Date;
  speed: number | null;
  heading: number | null;
  accuracy: number | null;
};

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
  /** Server time at which the last position was stored. */
  lastLocationUpdate: Date | null;
  totalDeliveries: number;
  totalEarningsCents: number;
  isActive: boolean;
  createdAt: Date;
  updatedAt: Date;
};

/** One fix to be kept as the last position, unless a newer one is stored already. */
export type PositionUpdate = Point & StoredFix & { driverId: DriverId; receivedAt: Date };
