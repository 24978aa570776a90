import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { useAsOf } from "../../app/realtime/as-of.ts";
import { useServerNow } from "../../app/use-server-now.ts";
import { useEta } from "../orders/eta-time.tsx";
import { arrivalOf } from "./arrival.ts";

/** When an order comes, by all that this page knows; `asOf` is when that was so, null while it is of now. */
export function useArrival(order: OrderView) {
  const eta = useEta(order);
  const asOf = useAsOf();
  const nowMs = useServerNow(15_000);
  return { eta, asOf, arrival: arrivalOf(order, eta, { nowMs, asOf }) };
}
