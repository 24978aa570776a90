import type { OrderStatus } from "../../../shared/orders/order.machine.ts";
import type { Eta, LiveEta, OrderView } from "../../../shared/orders/order.schema.ts";
import { etaNote } from "../orders/eta-time.tsx";
import { isAtTheDoor } from "../orders/lateness.ts";
import type { Moment } from "../orders/moment.ts";
import { type Verdict, verdictOf } from "../orders/verdict.ts";

/** When the parcel comes, or why that cannot be said yet: the first thing on a customer's screen. */
export type Arrival =
  | { kind: "expected"; eta: LiveEta; toldAt: string | null; verdict: Verdict | null; note: string | null }
  | { kind: "silent"; since: string }
  | { kind: "estimated"; by: string }
  | { kind: "delivered"; at: string }
  | { kind: "cancelled"; at: string; reason: string | null };

type Facts = Pick<
  OrderView,
  | "status"
  | "estimatedDeliveryTime"
  | "promisedAt"
  | "deliveredAt"
  | "cancelledAt"
  | "cancelReason"
  | "updatedAt"
>;

/** `eta` is the newest that is known of it. */
export function arrivalOf(order: Facts, eta: Eta | null, { nowMs, asOf }: Moment): Arrival | null {
  if (order.status === "delivered") return { kind: "delivered", at: order.deliveredAt ?? order.updatedAt };
  if (order.status === "cancelled") {
    return { kind: "cancelled", at: order.cancelledAt ?? order.updatedAt, reason: order.cancelReason };
  }
  if (eta?.state === "stale") return { kind: "silent", since: eta.since };
  if (eta) {
    const { promisedAt: toldAt } = order;
    return {
      kind: "expected",
      eta,
      toldAt,
      verdict: isAtTheDoor(eta) ? null : verdictOf(eta, toldAt, asOf ?? nowMs),
      note: asOf === null ? noteOf(eta) : null,
    };
  }
  const by = order.estimatedDeliveryTime;
  return by && Date.parse(by) > (asOf ?? nowMs) ? { kind: "estimated", by } : null;
}

/** What goes on now, and what the time is made of. */
function noteOf(eta: LiveEta): string {
  if (isAtTheDoor(eta)) return "At the door, or all but there.";
  const before = etaNote(eta);
  const renewed = eta.approximate
    ? "An estimate from the distance, renewed as the driver moves."
    : "Renewed as the driver moves.";
  return before ? `${before.charAt(0).toUpperCase()}${before.slice(1)}. ${renewed}` : renewed;
}

/** What is going on and who has to do something next, for the one who ordered. */
const SITUATION = {
  pending: order => `${order.vendorName} has not confirmed it yet.`,
  accepted: order => `${order.vendorName} is preparing it and choosing a driver.`,
  driver_assigned: order => `${driverOf(order)} fetches it at ${order.vendorName}.`,
  picked_up: order => `${driverOf(order)} has the parcel.`,
  out_for_delivery: order => `${driverOf(order)} is on the way to ${order.customerName}.`,
  delivered: order => `Handed over to ${order.customerName}.`,
  cancelled: order => order.cancelReason ?? "No reason was given.",
} as const satisfies Record<OrderStatus, (order: OrderView) => string>;

export const situationOf = (order: OrderView): string => SITUATION[order.status](order);

const driverOf = (order: OrderView): string => order.driver?.fullName ?? "The driver";

/** The parcel has left the sender: its place on the map means something. */
export const isUnderway = (status: OrderStatus): boolean =>
  status === "picked_up" || status === "out_for_delivery";
