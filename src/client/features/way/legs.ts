import type { Point } from "../../../shared/geo.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";

/** A stretch of a parcel's way as a map shows it. */
export type WayLeg = {
  id: "to_pickup" | "parcel" | "to_stop";
  /** Null: from wherever the driver is when it begins. */
  origin: Point | null;
  destination: Point;
  /** The driver is on it now. */
  isUnderway: boolean;
};

type Ways = Pick<OrderView, "status" | "pickup" | "delivery">;

/** The parcel's own way, from pickup to door, and before it the driver's to the pickup while he goes there. */
export function legsOf({ status, pickup, delivery }: Ways): { toPickup: WayLeg | null; parcel: WayLeg } {
  const isCarried = status === "picked_up" || status === "out_for_delivery";
  return {
    toPickup:
      status === "driver_assigned"
        ? { id: "to_pickup", origin: null, destination: pointOf(pickup), isUnderway: true }
        : null,
    parcel: {
      id: "parcel",
      origin: pointOf(pickup),
      destination: pointOf(delivery),
      isUnderway: isCarried,
    },
  };
}

/** Of whatever has a place, the place alone: it is compared, and sent. */
export const pointOf = ({ latitude, longitude }: Point): Point => ({ latitude, longitude });
