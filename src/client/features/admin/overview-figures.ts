import type { AdminOverview } from "../../../shared/admin/admin.schema.ts";
import { timeZone } from "../reports/periods.ts";

/** A number, what is usual, and whether this is. */
export type Figure = { name: string; value: number; isUsual: boolean; norm: string; now: string };

/**
 * What counts as usual; conventions of this product, not measurements. A courier carries a handful of parcels at a
 * time, and one late parcel in twenty is what an on-time rate of 95 % means.
 */
const OPEN_PER_DRIVER = 4;
const OPEN_PER_LATE = 20;
/** How far from the mean of the last week a day may be. */
const DAY_SPREAD = 0.25;

/** The four numbers that say whether the platform is well. `meanPerDay`: deliveries a day last week, null if unknown. */
export function figuresOf(overview: AdminOverview, meanPerDay: number | null): Figure[] {
  const { openOrders, lateOrders, driversOnDuty, silentDrivers, deliveredToday, ordersToday } = overview;
  const open = openCount(openOrders);
  const mostOpen = driversOnDuty * OPEN_PER_DRIVER;
  const mostLate = Math.ceil(open / OPEN_PER_LATE);
  const carried = openOrders.picked_up + openOrders.out_for_delivery;
  return [
    {
      name: "Open orders",
      value: open,
      isUsual: open <= mostOpen,
      norm:
        driversOnDuty === 0
          ? "Normal: none while nobody is on duty"
          : `Normal: up to ${mostOpen} with these drivers`,
      now: `${openOrders.pending} not accepted, ${carried} on the road`,
    },
    {
      name: "Late now",
      value: lateOrders,
      isUsual: lateOrders <= mostLate,
      norm: mostLate === 0 ? "Normal: none" : `Normal: up to ${mostLate} (one in ${OPEN_PER_LATE})`,
      now: lateOrders === 0 ? "Every promise holds" : "Past the time that was told",
    },
    {
      name: "Drivers on duty",
      value: driversOnDuty,
      isUsual: silentDrivers === 0 && (driversOnDuty > 0 || open === 0),
      norm: "Normal: each of them reporting",
      now: dutyWords(driversOnDuty, silentDrivers),
    },
    {
      name: "Delivered today",
      value: deliveredToday,
      // Whether it is few only the end of the day tells, and many are no reason to worry.
      isUsual: true,
      norm: dayNorm(meanPerDay, deliveredToday),
      now: `${ordersToday} ordered. Days of ${timeZone()}`,
    },
  ];
}

const openCount = ({
  pending,
  accepted,
  driver_assigned,
  picked_up,
  out_for_delivery,
}: AdminOverview["openOrders"]) => pending + accepted + driver_assigned + picked_up + out_for_delivery;

function dutyWords(onDuty: number, silent: number): string {
  if (onDuty === 0) return "Nobody is working";
  if (silent === 0) return "All report their position";
  return silent === 1 ? "One has stopped reporting" : `${silent} have stopped reporting`;
}

function dayNorm(meanPerDay: number | null, deliveredToday: number): string {
  if (!meanPerDay) return "Normal: not known yet, it takes a week of work";
  const least = Math.floor(meanPerDay * (1 - DAY_SPREAD));
  const most = Math.ceil(meanPerDay * (1 + DAY_SPREAD));
  return deliveredToday > most
    ? `Already more than is normal for a whole day: ${least} to ${most}`
    : `Normal for a whole day: ${least} to ${most}`;
}
