import { CARRYING } from "../../../shared/orders/order.machine.ts";
import type { Eta, OrderView } from "../../../shared/orders/order.schema.ts";

type Known = Pick<OrderView, "status" | "eta" | "updatedAt">;

/**
 * What holds of an order and a live word about it. A word from before the order's last change was about another way, or
 * another driver; of two from one moment what was read was answered later; and an order that nobody carries is expected
 * by nobody, whatever was said before.
 */
export function newestEta({ status, eta, updatedAt }: Known, live: Eta | null | undefined): Eta | null {
  if (!CARRYING.includes(status)) return null;
  if (!live || live.computedAt < updatedAt) return eta;
  return eta && eta.computedAt >= live.computedAt ? eta : live;
}
