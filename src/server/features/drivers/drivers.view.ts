import type { Actor } from "../../../shared/auth/actor.ts";
import { isSilent } from "../../../shared/drivers/driver.presence.ts";
import type { DriverView, LastPosition } from "../../../shared/drivers/driver.schema.ts";
import { fromGeoJson } from "../../../shared/geo.ts";
import type { DriverDoc } from "./drivers.doc.ts";
import { driverAbilities } from "./drivers.policy.ts";

export const toDriverView =
  (actor: Actor, now: Date) =>
  (doc: DriverDoc): DriverView => ({
    id: doc._id,
    userId: doc.userId,
    vendorId: doc.vendorId,
    fullName: doc.fullName,
    email: doc.email,
    phone: doc.phone,
    vehicleType: doc.vehicleType,
    vehicleNumber: doc.vehicleNumber,
    licenseNumber: doc.licenseNumber,
    status: doc.status,
    isActive: doc.isActive,
    location: toLastPosition(doc),
    lastLocationUpdate: doc.lastLocationUpdate?.toISOString() ?? null,
    isSilent: isSilent(doc, now),
    activeOrders: doc.activeOrders,
    totalDeliveries: doc.totalDeliveries,
    totalEarningsCents: doc.totalEarningsCents,
    createdAt: doc.createdAt.toISOString(),
    can: driverAbilities(actor, doc),
  });

/** Where the driver was last seen, or null when he never was. */
export function toLastPosition({ location, fix }: DriverDoc): LastPosition | null {
  if (!location || !fix) return null;
  return { ...fromGeoJson(location), ...fix, timestamp: fix.timestamp.toISOString() };
}
