import type { AnyOrderView } from "../../../shared/orders/order.schema.ts";
import { beadsOf, type ReachedAt } from "../../ui/thread/beads.ts";

const reachedAt = (order: AnyOrderView): ReachedAt => ({
  pending: order.createdAt,
  accepted: order.acceptedAt,
  driver_assigned: order.driverAssignedAt,
  picked_up: order.pickedUpAt,
  out_for_delivery: order.outForDeliveryAt,
  delivered: order.deliveredAt,
  cancelled: order.cancelledAt,
});

/** The thread of an order. */
export const beadsOfOrder = (order: AnyOrderView) => beadsOf(order.status, reachedAt(order));
