import type { Actor } from "../../../shared/auth/actor.ts";
import type { VendorId } from "../../../shared/ids.ts";

type Visibility = Record<string, never> | { vendorId: VendorId } | typeof NOTHING;

/** What matches nothing: no document carries this id. */
const NOTHING = { _id: { $in: [] as never[] } };

/** The orders that an actor's reports are about: a vendor's own, for an administrator all. */
export function reportedOrders({ role, vendorId }: Actor): Visibility {
  if (role === "admin") return {};
  return role === "vendor" && vendorId ? { vendorId } : NOTHING;
}
