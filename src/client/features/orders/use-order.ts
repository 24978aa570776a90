import { useQuery } from "@tanstack/react-query";
import type { OrderId } from "../../../shared/ids.ts";
import type { AnyOrderView } from "../../../shared/orders/order.schema.ts";
import { useTRPC } from "../../app/trpc.ts";
import { dataToShow } from "../../ui/data-to-show.ts";

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

/** What was read, or what a list has shown of it before. */
export const orderToShow = (
  { data, error }: { data: AnyOrderView | undefined; error: unknown },
  known: AnyOrderView | undefined,
): AnyOrderView | undefined => dataToShow({ data: data ?? known, error });
