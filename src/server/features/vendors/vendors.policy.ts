import type { Actor } from "../../../shared/auth/actor.ts";
import type { VendorId } from "../../../shared/ids.ts";
import { can, type Permission } from "../../../shared/permissions.ts";
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

/**
 * True when the actor sees the business whatever is stored of it: it is his own, and there for as long as he acts for it. False
 * says nothing.
 */
export const surelySees = ({ role, vendorId }: Actor, asked: VendorId): boolean =>
  (role === "vendor" || role === "driver") && vendorId === asked;

/** The businesses that an actor may change. */
export const changeableVendors = (actor: Actor): Visibility =>
  can(actor, "vendor.update") ? visibleVendors(actor) : NOTHING;

/** Who sees the business from inside: its e-mail address, its owner, its proof policy. */
export const seesInside = (actor: Actor): boolean => actor.role === "admin" || actor.role === "vendor";

type Openness = { isActive: boolean; approvedAt: Date | null };

const PERMISSION = {
  update: "vendor.update",
  setActive: "vendor.approve",
  manageMembers: "vendor.manageMembers",
  addDriver: "driver.create",
  createOrder: "order.create",
} as const satisfies Record<VendorAbility, Permission>;

/** What the actor may do with a business that he sees; one that waits or is paused rules some of it out. */
export function vendorAbilities(actor: Actor, { isActive, approvedAt }: Openness): VendorAbility[] {
  const isPossible: Partial<Record<VendorAbility, boolean>> = {
    addDriver: approvedAt !== null,
    createOrder: isActive,
  };
  return (Object.keys(PERMISSION) as VendorAbility[]).filter(
    ability => can(actor, PERMISSION[ability]) && isPossible[ability] !== false,
  );
}
