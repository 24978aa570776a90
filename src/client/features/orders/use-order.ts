import { useQuery } from "@tanstack/react-query";
import { isTransient } from "../../../sdk/index.ts";
import type { OrderId } from "../../../shared/ids.ts";
import type { AnyOrderView } from "../../../shared/orders/order.schema.ts";
import { useTRPC } from "../../app/trpc.ts";

/** An order and its timeline; `known` is what a list has already shown of it. */
export function useOrder(orderId: OrderId, known?: AnyOrderView) {
  const trpc = useTRPC();
  const order = useQuery({
    ...trpc.orders.get.queryOptions({ orderId }),
    ...(known ? { placeholderData: known } : {}),
  });
  const timeline = useQuery(trpc.orders.timeline.queryOptions({ orderId }));
  return { order, timeline };
}

/** What was read or listed stays while nobody answers. Whoever is told that it is not there, or not his, keeps nothing. */
export const orderToShow = (
  { data, error }: { data: AnyOrderView | undefined; error: unknown },
  known: AnyOrderView | undefined,
): AnyOrderView | undefined => (error && !isTransient(error) ? undefined : (data ?? known));
