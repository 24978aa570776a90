import type { Actor } from "../../../shared/auth/actor.ts";
import type { DriverId, UserId, VendorId } from "../../../shared/ids.ts";

type Visibility =
  | Record<string, never>
  | { userId: UserId }
  | { vendorId: VendorId }
  | { $or: [{ driverId: DriverId }, { "assignment.driverId": DriverId; "assignment.status": "pending" }] }
  | { _id: { $in: never[] } };

/**
 * The orders that an actor may see, as a filter that every query carries: a customer those he made, a vendor its
 * own, a driver those he carries or is being offered, an administrator all.
 */
export function visibleOrders({ role, userId, vendorId, driverId }: Actor): Visibility {
  switch (role) {
    case "admin":
      return {};
    case "user":
      return { userId };
    case "vendor":
      return vendorId ? { vendorId } : NOTHING;
    case "driver":
      return driverId
        ? { $or: [{ driverId }, { "assignment.driverId": driverId, "assignment.status": "pending" }] }
        : NOTHING;
  }
}

const NOTHING = { _id: { $in: [] } };
