import { FRESH_MS } from "../../../shared/drivers/driver.presence.ts";
import type { DriverLocationMessage } from "../../../shared/events.ts";
import { pointOf } from "../../../shared/geo.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { usePosition } from "../../app/providers.tsx";
import { useIsCutOff } from "../../app/realtime/as-of.ts";
import { useOrderLocations } from "../../app/realtime/use-realtime.ts";
import { useMapConfig } from "../../app/use-map-config.ts";
import { useServerNow } from "../../app/use-server-now.ts";
import CityMap, { type MapDriver } from "../../map/index.ts";
import { initialsOf } from "../../ui/initials.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { duration } from "../../ui/time-format.ts";
import { useWay } from "../way/use-way.ts";
import { isUnderway } from "./arrival.ts";

/** Pickup, delivery and the way between; the driver too from the moment that the parcel is in his hands. */
export function OrderMap({ order }: { order: OrderView }) {
  const config = useMapConfig();
  const { pickup, delivery } = order;
  const isShown = isUnderway(order.status);
  useOrderLocations(isShown ? order.id : null);
  const position = usePosition(isShown ? order.driverId : null) ?? null;
  const driver = useMapDriver(order, position);
  const routes = useWay(order, { sighting: position, markerId: driver?.id ?? null });
  if (!config.data) return <Skeleton className="size-full" />;
  const isPickedUp = order.pickedUpAt !== null;
  return (
    <CityMap
      config={config.data}
      label={driver ? "Where the parcel is" : "The way of the parcel"}
      stops={[
        {
          id: "pickup",
          kind: "pickup",
          point: pointOf(pickup),
          label: `Pickup: ${order.vendorName}, ${pickup.address}`,
          initial: order.vendorName.charAt(0).toUpperCase(),
          state: isPickedUp ? "done" : "open",
        },
        {
          id: "delivery",
          kind: "delivery",
          point: pointOf(delivery),
          label: `Delivery: ${order.customerName}, ${delivery.address}`,
          state: order.status === "delivered" ? "done" : "open",
        },
      ]}
      drivers={driver ? [driver] : []}
      routes={routes}
      fitRequest={`${driver ? "with-driver" : "stops"}${routes.length > 0 ? " and way" : ""}`}
    />
  );
}

/** The driver as the map draws him; null while there is nothing to draw that would be true. */
function useMapDriver(order: OrderView, position: DriverLocationMessage | null): MapDriver | null {
  const now = useServerNow(5_000);
  const isCutOff = useIsCutOff();
  if (!position || !order.driver) return null;
  const ageMs = now - Date.parse(position.timestamp);
  const isOld = ageMs > FRESH_MS || isCutOff;
  const name = order.driver.fullName;
  const initials = initialsOf(name);
  return {
    id: "driver",
    point: pointOf(position),
    initials,
    label: isOld ? `${name}, ${initials} ${duration(ageMs)} ago` : `${name}, ${initials}`,
    state: "on_task",
    headingDegrees: position.heading,
    ...(isOld ? { ageLabel: duration(ageMs) } : {}),
  };
}
