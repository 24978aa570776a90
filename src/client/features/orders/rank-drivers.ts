import type { DriverStatus, DriverView } from "../../../shared/drivers/driver.schema.ts";
import { distanceMeters, type Point } from "../../../shared/geo.ts";

export type RankedDriver = { driver: DriverView; distanceKm: number | null; canTakeWork: boolean };

/** Free first, then who is at work already; who is not on duty comes last. */
const ORDER = { available: 0, busy: 1, on_break: 2, offline: 3 } as const satisfies Record<
  DriverStatus,
  number
>;

/** The drivers whom an order may be offered to: by duty, then those who report, then the nearest to the pickup. */
export function rankDrivers(drivers: readonly DriverView[], pickup: Point): RankedDriver[] {
  return drivers
    .filter(({ isActive }) => isActive)
    .map(driver => ({
      driver,
      distanceKm: driver.location && !driver.isSilent ? distanceMeters(driver.location, pickup) / 1000 : null,
      canTakeWork: driver.status === "available" || driver.status === "busy",
    }))
    .sort(
      (a, b) =>
        ORDER[a.driver.status] - ORDER[b.driver.status] ||
        Number(a.driver.isSilent) - Number(b.driver.isSilent) ||
        a.driver.activeOrders - b.driver.activeOrders ||
        (a.distanceKm ?? Number.POSITIVE_INFINITY) - (b.distanceKm ?? Number.POSITIVE_INFINITY) ||
        a.driver.fullName.localeCompare(b.driver.fullName),
    );
}
