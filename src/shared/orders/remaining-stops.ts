import type { OrderStatus } from "./order.machine.ts";

/** Where a driver goes for an order: there he takes the parcel, here he gives it away. */
export type StopKind = "pickup" | "delivery";
export type RemainingStop<Order> = { kind: StopKind; order: Order };

/**
 * Every stop that a driver still has to make for the orders in hand, in the order in which his phone puts them before
 * him: a parcel on the road first, then what is still to be fetched, then what is carried along. An order that is not
 * fetched yet has two. Give the orders as they were offered, the oldest first; equally urgent ones stay so.
 */
export function remainingStops<Order extends { status: OrderStatus }>(
  orders: readonly Order[],
): RemainingStop<Order>[] {
  const those = (kind: StopKind, ...statuses: OrderStatus[]) =>
    orders.filter(({ status }) => statuses.includes(status)).map(order => ({ kind, order }));
  return [
    ...those("delivery", "out_for_delivery"),
    ...those("pickup", "driver_assigned"),
    ...those("delivery", "driver_assigned", "picked_up"),
  ];
}

/** The next stop of each order in hand, the most urgent first. */
export function nextStops<Order extends { status: OrderStatus }>(
  orders: readonly Order[],
): RemainingStop<Order>[] {
  const seen = new Set<Order>();
  return remainingStops(orders).filter(({ order }) => !seen.has(order) && seen.add(order));
}
