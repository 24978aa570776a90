import { next } from "../../../../shared/machine.ts";
import { legalActions, type OrderStatus, orderMachine } from "../../../../shared/orders/order.machine.ts";
import type { OrderView } from "../../../../shared/orders/order.schema.ts";
import type { QueuedAction } from "./queued-action.ts";

const REACHED = {
  picked_up: "pickedUpAt",
  out_for_delivery: "outForDeliveryAt",
  delivered: "deliveredAt",
} as const satisfies Partial<Record<OrderStatus, keyof OrderView>>;

/**
 * The order as it will stand once the server has taken what waits on this phone, so that a driver without network can
 * go on working. Status and `can` come from the same machine that the server asks; with nothing waiting the server's
 * own answer is left as it is.
 */
export function projectOrder(order: OrderView, waiting: readonly QueuedAction[]): OrderView {
  const own = waiting.filter(({ orderId }) => orderId === order.id);
  if (own.length === 0) return order;
  const projected = { ...order };
  for (const { step, madeAt } of own) {
    const status = next(orderMachine, projected.status, step.kind);
    if (!status || status === projected.status) continue;
    projected.status = status;
    if (status in REACHED) projected[REACHED[status as keyof typeof REACHED]] = madeAt;
  }
  projected.can = legalActions(projected.status, "driver").filter(
    action => action !== "acceptAssignment" && action !== "declineAssignment",
  );
  return projected;
}
