import type { Actor } from "../../../shared/auth/actor.ts";
import type { VendorId } from "../../../shared/ids.ts";
import type { VendorAbility } from "../../../shared/vendors/vendor.schema.ts";

type Visibility = Record<string, never> | { _id: VendorId } | { isActive: true } | typeof NOTHING;

/** What matches nothing: no document carries this id. */
const NOTHING = { _id: { $in: [] as never[] } };

/** The businesses that an actor may see: customers those open to them, vendors and drivers their own, administrators all. */
export function visibleVendors({ role, vendorId }: Actor): Visibility {
  switch (role) {
    case "admin":
      return {};
    case "user":
      return { isActive: true };
    case "vendor":
    case "driver":
      return vendorId ? { _id: vendorId } : NOTHING;
  }
}

/** The businesses that an actor may change. */
export const changeableVendors = (actor: Actor): Visibility =>
  actor.role === "admin" || actor.role === "vendor" ? visibleVendors(actor) : NOTHING;

/** Who sees the business from inside: its e-mail address, its owner, its proof policy. */
export const seesInside = (actor: Actor): boolean => actor.role === "admin" || actor.role === "vendor";

const ABILITIES: Record<Actor["role"], VendorAbility[]> = {
  admin: ["update", "setActive"],
  vendor: ["update"],
  driver: [],
  user: [],
};

/** What the actor may do with a business that he sees. */
export const vendorAbilities = ({ role }: Actor): VendorAbility[] => ABILITIES[role];
