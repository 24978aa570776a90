import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { CLOSED, orderMachine } from "../../../shared/orders/order.machine.ts";
import { useTRPC } from "../../app/trpc.ts";

const OPEN = orderMachine.states.filter(status => !CLOSED.includes(status));
const PAGE_SIZE = 20;
/** Arrival times move while parcels do, without an event for each. */
const REREAD_OPEN_MS = 60_000;

export type Kind = "open" | "done";

/** The reader's orders that are under way, or those that are over; newest first, page by page. */
export function useCustomerOrders(kind: Kind, query: string) {
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.orders.list.infiniteQueryOptions(
      {
        status: kind === "open" ? OPEN : [...CLOSED],
        limit: PAGE_SIZE,
        ...(query ? { query } : {}),
      },
      {
        getNextPageParam: page => page.nextCursor ?? undefined,
        placeholderData: keepPreviousData,
        ...(kind === "open" ? { refetchInterval: REREAD_OPEN_MS } : {}),
      },
    ),
  );
  return { ...list, orders: list.data?.pages.flatMap(({ items }) => items) ?? [] };
}
