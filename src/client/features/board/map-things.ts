import { FRESH_MS } from "../../../shared/drivers/driver.presence.ts";
import type { DriverView, LastPosition } from "../../../shared/drivers/driver.schema.ts";
import type { DriverLocationMessage } from "../../../shared/events.ts";
import { pointOf } from "../../../shared/geo.ts";
import type { DriverId } from "../../../shared/ids.ts";
import { CLOSED } from "../../../shared/orders/order.machine.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import type { MapDriver, MapStop } from "../../map/index.ts";
import { initialsOf } from "../../ui/initials.tsx";
import { duration } from "../../ui/time-format.ts";

/** The places of the orders on the board: one pickup a pharmacy, one drop an order. */
export function stopsOf(orders: readonly OrderView[]): MapStop[] {
  const open = orders.filter(({ status }) => !CLOSED.includes(status));
  const pickups = Map.groupBy(open, ({ pickup }) => `${pickup.latitude},${pickup.longitude}`);
  const pickupStops = [...pickups].flatMap(([key, those]): MapStop[] => {
    const first = those[0];
    if (!first) return [];
    return [
      {
        id: `pickup:${key}`,
        kind: "pickup",
        point: pointOf(first.pickup),
        label: `Pickup: ${first.vendorName}, ${first.pickup.address}`,
        initial: first.vendorName.charAt(0),
        belongsTo: those.map(({ id }) => id),
      },
    ];
  });
  const deliveries = open.map(
    (order): MapStop => ({
      id: order.id,
      kind: "delivery",
      point: pointOf(order.delivery),
      label: `${order.orderNumber}: ${order.delivery.address}`,
      state: order.attention ? "attention" : "open",
    }),
  );
  return [...pickupStops, ...deliveries];
}

/** Where a driver was last heard: the live position when it is newer than the list's. */
export function positionOf(
  { id, location }: Pick<DriverView, "id" | "location">,
  live: ReadonlyMap<DriverId, DriverLocationMessage>,
): DriverLocationMessage | LastPosition | null {
  const heard = live.get(id);
  return heard && heard.timestamp > (location?.timestamp ?? "") ? heard : location;
}

type Moment = {
  nowMs: number;
  /** Nothing new reaches this screen: every place on it has an age. */
  isCutOff: boolean;
};

/** Drivers on duty, where they were last heard; with the age of that when it is not of now. */
export function driversOf(
  drivers: readonly DriverView[],
  live: ReadonlyMap<DriverId, DriverLocationMessage>,
  orders: readonly OrderView[],
  { nowMs, isCutOff }: Moment,
): MapDriver[] {
  const carried = Map.groupBy(
    orders.filter(({ status, driverId }) => driverId && !CLOSED.includes(status)),
    ({ driverId }) => driverId,
  );
  return drivers.flatMap((driver): MapDriver[] => {
    if (!driver.isActive || driver.status === "offline") return [];
    const position = positionOf(driver, live);
    if (!position) return [];
    const mine = carried.get(driver.id) ?? [];
    const isSilent = driver.isSilent && position === driver.location;
    const ageMs = nowMs - Date.parse(position.timestamp);
    const isOld = isSilent || isCutOff || ageMs > FRESH_MS;
    const age = duration(ageMs);
    return [
      {
        id: driver.id,
        point: pointOf(position),
        initials: initialsOf(driver.fullName),
        label: labelOf(driver.fullName, mine.length, isOld ? `${age} ${isSilent ? "silent" : "ago"}` : null),
        state: isSilent
          ? "silent"
          : mine.some(({ attention }) => attention === "late")
            ? "late"
            : mine.length > 0
              ? "on_task"
              : "available",
        headingDegrees: position.heading,
        ...(isOld ? { ageLabel: age } : {}),
        belongsTo: mine.map(({ id }) => id),
      },
    ];
  });
}

/** Says what the disc shows as well, and as it stands there ("AK 4 min"): so it can be asked for by what is seen. */
const labelOf = (name: string, inHand: number, age: string | null): string =>
  [
    name,
    age ? `${initialsOf(name)} ${age}` : initialsOf(name),
    inHand === 0 ? "nothing in hand" : `${inHand} in hand`,
  ].join(", ");
