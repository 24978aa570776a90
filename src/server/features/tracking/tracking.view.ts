import { isSilent } from "../../../shared/drivers/driver.presence.ts";
import { fromGeoJson, type GeoJsonPoint, type Point } from "../../../shared/geo.ts";
import { CARRYING, CLOSED, type OrderStatus, orderMachine } from "../../../shared/orders/order.machine.ts";
import type { TrackedPosition, TrackingView } from "../../../shared/tracking/tracking.schema.ts";
import { type DriverDoc, toLastPosition } from "../drivers/index.ts";
import { etaAsOf, firstName, type OrderDoc } from "../orders/index.ts";
import { showsPosition } from "../realtime/index.ts";
import { streetWithoutNumber } from "./street.ts";

/** Side of the squares that a delivery place is shown as, in degrees: about 220 by 110 metres in the north. */
const AREA_DEGREES = 0.002;

/** True while the holder of the link, like the customer himself, may see where the parcel is. */
export const isOnTheWay = (status: OrderStatus): boolean => showsPosition("user", status);

/** True while the driver's phone tells where it is. */
export const isHeard = (driver: DriverDoc | null, now: Date): boolean =>
  driver?.location != null && !isSilent(driver, now);

/**
 * The order as anybody with the link may know it: an allow-list. No ids, items, phones of people, surnames or street
 * number; the position only between pickup and delivery. A silent phone takes the position and the time of arrival with
 * it: neither would be true.
 */
export function toTrackingView(order: OrderDoc, carrier: DriverDoc | null, now: Date): TrackingView {
  const { status, driver } = order;
  const isCarried = CARRYING.includes(status);
  const last = carrier && isHeard(carrier, now) ? toLastPosition(carrier) : null;
  return {
    status,
    orderNumber: order.orderNumber,
    vendorName: order.vendorName,
    vendorPhone: order.vendorPhone,
    driver:
      driver && (isCarried || status === "delivered")
        ? { firstName: firstName(driver.fullName), vehicleType: driver.vehicleType }
        : null,
    deliveryStreet: streetWithoutNumber(order.delivery.address),
    deliveryArea: areaOf(order.delivery.location),
    eta: isCarried ? etaAsOf(order.eta, carrier, now) : null,
    promisedAt: order.promisedAt?.toISOString() ?? null,
    position: isOnTheWay(status) && last ? toTrackedPosition(last) : null,
    positionMissing: whyMissing(status, last !== null),
    thread: threadOf(order),
    createdAt: order.createdAt.toISOString(),
    deliveredAt: order.deliveredAt?.toISOString() ?? null,
  };
}

export const toTrackedPosition = ({
  latitude,
  longitude,
  timestamp,
  heading,
}: TrackedPosition): TrackedPosition => ({ latitude, longitude, timestamp, heading });

function whyMissing(status: OrderStatus, isKnown: boolean): TrackingView["positionMissing"] {
  if (CLOSED.includes(status)) return "closed";
  if (!isOnTheWay(status)) return "not_started";
  return isKnown ? null : "silent";
}

/** The middle of the square that the place lies in. */
function areaOf(location: GeoJsonPoint): Point {
  const { latitude, longitude } = fromGeoJson(location);
  const middle = (degrees: number) =>
    Number(((Math.floor(degrees / AREA_DEGREES) + 0.5) * AREA_DEGREES).toFixed(4));
  return { latitude: middle(latitude), longitude: middle(longitude) };
}

/** The stations in order; a cancelled order shows those it has reached. */
function threadOf(order: OrderDoc): TrackingView["thread"] {
  const reachedAt: Record<OrderStatus, Date | null> = {
    pending: order.createdAt,
    accepted: order.acceptedAt,
    driver_assigned: order.driverAssignedAt,
    picked_up: order.pickedUpAt,
    out_for_delivery: order.outForDeliveryAt,
    delivered: order.deliveredAt,
    cancelled: order.cancelledAt,
  };
  const isCancelled = order.status === "cancelled";
  return orderMachine.states
    .filter(status => (isCancelled ? reachedAt[status] !== null : status !== "cancelled"))
    .map(status => ({ status, at: reachedAt[status]?.toISOString() ?? null }));
}
