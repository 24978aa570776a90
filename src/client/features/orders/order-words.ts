import type { AnyOrderView, OrderView } from "../../../shared/orders/order.schema.ts";

/** An offer that waits for its driver's answer. */
export const isOffered = ({ assignment }: Pick<AnyOrderView, "assignment">): boolean =>
  assignment?.status === "pending";

/** Who carries it or has been asked to; null when nobody has. */
export function carrierOf(order: AnyOrderView): { name: string; isAsked: boolean } | null {
  if (order.driver) return { name: order.driver.fullName, isAsked: false };
  if (order.assignment && isOffered(order)) return { name: order.assignment.driverName, isAsked: true };
  return null;
}

/** What stands in a list in the place of what was erased. */
export const REDACTED = "Redacted";

/** The address that the recipient follows. */
export const trackingUrl = (token: string): string => `${window.location.origin}/track/${token}`;

export const HANDLING_WORDS = {
  ambient: "Room temperature",
  chilled: "Chilled, 2 to 8 °C",
  frozen: "Frozen",
  controlled: "Controlled substance",
} as const satisfies Record<OrderView["items"][number]["handling"], string>;
