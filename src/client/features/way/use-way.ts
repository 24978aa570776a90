import { useMemo } from "react";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { useLiveEta } from "../../app/providers.tsx";
import type { MapRoute } from "../../map/index.ts";
import { newestEta } from "../orders/newest-eta.ts";
import type { Sighting } from "./leg-state.ts";
import { legsOf } from "./legs.ts";
import { useLeg } from "./use-leg.ts";

type Driver = {
  sighting: Sighting | null;
  /** Of his marker on the map; null while he is not shown. */
  markerId: string | null;
};

/** The way of an order's parcel, with what of it is done; the driver's way to the pickup too while he goes there. */
export function useWay(order: OrderView | null, { sighting, markerId }: Driver): readonly MapRoute[] {
  const live = useLiveEta(order?.id ?? null);
  const legs = useMemo(() => order && legsOf(order, newestEta(order, live)), [order, live]);
  const how = { vehicleType: order?.driver?.vehicleType ?? "car", sighting } as const;
  const toPickup = useLeg(legs?.toPickup ?? null, how);
  const parcel = useLeg(legs?.parcel ?? null, how);
  const isUnderway = legs?.parcel.isUnderway ?? false;
  const orderId = order?.id;
  return useMemo(() => {
    const belongsTo = orderId ? [orderId] : [];
    const goesAlong = markerId ? { driverId: markerId } : {};
    return [
      ...(toPickup ? [{ ...toPickup, belongsTo, ...goesAlong }] : []),
      ...(parcel ? [{ ...parcel, belongsTo, ...(isUnderway ? goesAlong : {}) }] : []),
    ];
  }, [orderId, markerId, isUnderway, toPickup, parcel]);
}
