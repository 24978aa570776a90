import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { DriverView } from "../../../shared/drivers/driver.schema.ts";
import { CLOSED, orderMachine } from "../../../shared/orders/order.machine.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { isWhole } from "../../../shared/orders/whole.ts";
import type { VendorView } from "../../../shared/vendors/vendor.schema.ts";
import { useTRPC } from "../../app/trpc.ts";
import { isManaged } from "./managed-vendor.ts";

/** Nothing pushes the state of the whole platform; this often is soon enough for the one who looks. */
const ASK_EVERY_MS = 15_000;
const DAYS = 7;
const OPEN = orderMachine.states.filter(status => !CLOSED.includes(status));

/** The last seven whole days, in the days of the server's count: UTC. */
function lastWeek(): { from: string; to: string } {
  const to = new Date();
  to.setUTCHours(0, 0, 0, 0);
  return { from: new Date(to.getTime() - DAYS * 86_400_000).toISOString(), to: to.toISOString() };
}

/** The four numbers and what a usual day is. */
export function useOverview() {
  const trpc = useTRPC();
  const week = useMemo(lastWeek, []);
  const overview = useQuery(trpc.admin.overview.queryOptions(undefined, { refetchInterval: ASK_EVERY_MS }));
  const history = useQuery(trpc.reports.summary.queryOptions(week, { staleTime: Number.POSITIVE_INFINITY }));
  return { overview, meanPerDay: history.data ? history.data.current.delivered / DAYS : null };
}

/** What somebody has to look at: who waits, what is late, who is silent. */
export function useExceptions() {
  const trpc = useTRPC();
  const every = { refetchInterval: ASK_EVERY_MS };
  const vendors = useQuery(trpc.vendors.list.queryOptions({ isActive: false, limit: 100 }, every));
  const orders = useQuery(trpc.orders.list.queryOptions({ status: OPEN, limit: 100 }, every));
  const busy = useQuery(trpc.drivers.list.queryOptions({ status: "busy", limit: 100 }, every));
  const free = useQuery(trpc.drivers.list.queryOptions({ status: "available", limit: 100 }, every));
  const queries = [vendors, orders, busy, free];
  const failed = queries.find(({ isError, data }) => isError && !data);

  const waiting: VendorView[] = (vendors.data?.items ?? []).filter(isManaged).filter(v => v.isWaiting);
  const late: OrderView[] = (orders.data?.items ?? [])
    .filter(isWhole)
    .filter(({ attention }) => attention === "late");
  const silent: DriverView[] = [...(busy.data?.items ?? []), ...(free.data?.items ?? [])].filter(
    ({ isSilent }) => isSilent,
  );
  return {
    waiting,
    late,
    silent,
    isPending: queries.some(({ isPending }) => isPending),
    error: failed?.error ?? null,
    retry: () => void Promise.all(queries.map(query => query.refetch())),
  };
}
