import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { VendorId } from "../../../shared/ids.ts";
import { CLOSED, orderMachine } from "../../../shared/orders/order.machine.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { isWhole } from "../../../shared/orders/whole.ts";
import { useTRPC } from "../../app/trpc.ts";
import { startOfToday, startOfYesterday } from "./today.ts";
import type { BoardFilters } from "./use-board-url.ts";

const OPEN = orderMachine.states.filter(state => !CLOSED.includes(state));
const PAGE = 100;
/** Being late and being silent are brought by the clock, not by an event. */
const LOOK_AGAIN_MS = 20_000;

/** What stands on the board: everything open, and what was closed today. */
export function useBoardOrders(vendorId: VendorId, filters: BoardFilters) {
  const trpc = useTRPC();
  const open = useInfiniteQuery(
    trpc.orders.list.infiniteQueryOptions(
      { vendorId, status: OPEN, limit: PAGE },
      { getNextPageParam: page => page.nextCursor ?? undefined, refetchInterval: LOOK_AGAIN_MS },
    ),
  );
  const closed = useQuery(
    trpc.orders.list.queryOptions({
      vendorId,
      status: [...CLOSED],
      createdFrom: startOfYesterday(),
      limit: PAGE,
    }),
  );
  const orders = useMemo(() => {
    const today = startOfToday();
    const done = (closed.data?.items ?? []).filter(
      order => (order.deliveredAt ?? order.cancelledAt ?? "") >= today,
    );
    // Somebody may have had himself erased today: there is nothing to do about his orders any more.
    return [...(open.data?.pages.flatMap(({ items }) => items) ?? []), ...done].filter(isWhole);
  }, [open.data, closed.data]);
  const shown = useMemo(() => orders.filter(order => matches(order, filters)), [orders, filters]);
  return { open, closed, orders, shown };
}

function matches(order: OrderView, { status, driverId, query }: BoardFilters): boolean {
  if (status && order.status !== status) return false;
  if (driverId && order.driverId !== driverId && order.assignment?.driverId !== driverId) return false;
  if (!query.trim()) return true;
  const haystack = [
    order.orderNumber,
    order.customerName,
    order.customerPhone,
    order.delivery.address,
    order.driver?.fullName,
  ];
  const needle = query.trim().toLowerCase();
  return haystack.some(text => text?.toLowerCase().includes(needle));
}
