import type { Actor } from "../../../shared/auth/actor.ts";
import type { DriverId, VendorId } from "../../../shared/ids.ts";

/** What matches nothing: no document carries this id. */
const NOTHING = { _id: { $in: [] as never[] } };

/** The assignments that an actor may see: a driver his own, a vendor those of its orders, an administrator all. */
export function visibleAssignments(
  actor: Actor,
): { driverId?: DriverId; vendorId?: VendorId } | typeof NOTHING {
  if (actor.role === "admin") return {};
  if (actor.role === "driver" && actor.driverId) return { driverId: actor.driverId };
  if (actor.role === "vendor" && actor.vendorId) return { vendorId: actor.vendorId };
  return NOTHING;
}
