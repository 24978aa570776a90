import type { Actor } from "../../../shared/auth/actor.ts";
import { driverMachine } from "../../../shared/drivers/driver.machine.ts";
import type { DriverAbility, DriverStatus } from "../../../shared/drivers/driver.schema.ts";
import type { DriverId, VendorId } from "../../../shared/ids.ts";
import { actionsFor, next } from "../../../shared/machine.ts";
import { can } from "../../../shared/permissions.ts";

type Visibility = Record<string, never> | { _id: DriverId } | { vendorId: VendorId } | typeof NOTHING;

/** What matches nothing: no document carries this id. */
const NOTHING = { _id: { $in: [] as never[] } };

/** The drivers that an actor may see: a vendor its own fleet, a driver himself, administrators all, customers none. */
export function visibleDrivers({ role, vendorId, driverId }: Actor): Visibility {
  switch (role) {
    case "admin":
      return {};
    case "vendor":
      return vendorId ? { vendorId } : NOTHING;
    case "driver":
      return driverId ? { _id: driverId } : NOTHING;
    case "user":
      return NOTHING;
  }
}

type Duty = { status: DriverStatus; isActive: boolean; activeOrders: number };

/** What the actor may do with a driver that he sees. */
export function driverAbilities(actor: Actor, driver: Duty): DriverAbility[] {
  if (can(actor, "driver.setStatus"))
    return driver.isActive ? actionsFor(driverMachine, driver.status, "driver") : [];
  const manages = can(actor, "driver.update");
  const canTakeWork = driver.isActive && next(driverMachine, driver.status, "takeWork") !== null;
  const abilities: Partial<Record<DriverAbility, boolean>> = {
    update: manages,
    setActive: manages && driver.activeOrders === 0,
    assign: canTakeWork && can(actor, "order.assign"),
  };
  return (Object.keys(abilities) as DriverAbility[]).filter(ability => abilities[ability]);
}
