import { type Point, pointOf } from "../../../shared/geo.ts";
import { CARRYING } from "../../../shared/orders/order.machine.ts";
import type { Eta, OrderView } from "../../../shared/orders/order.schema.ts";

/** A stretch of a parcel's way as a map shows it. */
export type WayLeg = {
  /** Another parcel or another driver has another leg, also where it leads from one place to the same other. */
  id: string;
  /** Null: from wherever the driver is when it begins. */
  origin: Point | null;
  destination: Point;
  /** The driver is on it now. */
  isUnderway: boolean;
};

type Carried = Pick<OrderView, "id" | "driverId" | "status" | "pickup" | "delivery">;

/** Its driver is on his way for this parcel, and for no other one first. */
export function isDriverOnIt({ status }: Pick<OrderView, "status">, eta: Eta | null): boolean {
  const isNext = eta !== null && eta.state !== "stale" && eta.stopsBefore === 0;
  return status === "out_for_delivery" || (isNext && CARRYING.includes(status));
}

/**
 * The parcel's own way, from pickup to door, and before it the driver's to the pickup. Who has other stops first is on
 * another parcel's way: no line of this one leads to him, and nothing of it is done.
 */
export function legsOf(
  { id, driverId, status, pickup, delivery }: Carried,
  eta: Eta | null,
): { toPickup: WayLeg | null; parcel: WayLeg } {
  const isFetched = status === "driver_assigned";
  const isOnIt = isDriverOnIt({ status }, eta);
  const whose = `${id}:${driverId}`;
  const toPickup: WayLeg = {
    id: `to_pickup:${whose}`,
    origin: null,
    destination: pointOf(pickup),
    isUnderway: true,
  };
  return {
    toPickup: isFetched && isOnIt ? toPickup : null,
    parcel: {
      id: `parcel:${whose}`,
      origin: pointOf(pickup),
      destination: pointOf(delivery),
      isUnderway: isOnIt && !isFetched,
    },
  };
}
