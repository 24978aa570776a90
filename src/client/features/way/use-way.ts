import { useMemo } from "react";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import type { MapRoute } from "../../map/index.ts";
import { legsOf } from "./legs.ts";
import { type Sighting, useLeg } from "./use-leg.ts";

const NO_ROUTES: readonly MapRoute[] = [];

type Driver = {
  sighting: Sighting | null;
  /** Of his marker on the map; null while he is not shown. */
  markerId: string | null;
};

/** The way of an order's parcel, with what of it is done; the driver's way to the pickup too while he goes there. */
export function useWay(order: OrderView | null, { sighting, markerId }: Driver): readonly MapRoute[] {
  const legs = useMemo(() => (order ? legsOf(order) : null), [order]);
  const how = { vehicleType: order?.driver?.vehicleType ?? "car", sighting } as const;
  const toPickup = useLeg(legs?.toPickup ?? null, how);
  const parcel = useLeg(legs?.parcel ?? null, how);
  const orderId = order?.id;
  const isCarried = legs?.parcel.isUnderway ?? false;
  return useMemo(() => {
    if (!orderId) return NO_ROUTES;
    const belongsTo = [orderId];
    const goesAlong = markerId ? { driverId: markerId } : {};
    return [
      ...(toPickup ? [{ ...toPickup, ...goesAlong, belongsTo, id: `to_pickup:${orderId}` }] : []),
      ...(parcel ? [{ ...parcel, ...(isCarried ? goesAlong : {}), belongsTo, id: `parcel:${orderId}` }] : []),
    ];
  }, [orderId, markerId, isCarried, toPickup, parcel]);
}
