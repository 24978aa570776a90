import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { DriverView } from "../../../shared/drivers/driver.schema.ts";
import { CLOSED, orderMachine } from "../../../shared/orders/order.machine.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { isWhole } from "../../../shared/orders/whole.ts";
import type { VendorView } from "../../../shared/vendors/vendor.schema.ts";
import { useConnection } from "../../app/providers.tsx";
import { useTRPC } from "../../app/trpc.ts";
import { dataToShow } from "../../ui/data-to-show.ts";
import { DAYS_OF_WEEK, periodOf, weekBefore } from "../reports/periods.ts";
import { isManaged } from "./managed-vendor.ts";

/** Nothing pushes the state of the whole platform; this often is soon enough for the one who looks. */
const ASK_EVERY_MS = 15_000;
const OPEN = orderMachine.states.filter(status => !CLOSED.includes(status));

/** The four numbers and what a usual day is, in the reader's days: at midnight others are asked for. */
export function useOverview() {
  const trpc = useTRPC();
  const { from: todayFrom } = periodOf("today");
  const overview = useQuery(
    trpc.admin.overview.queryOptions(
      { todayFrom },
      { refetchInterval: ASK_EVERY_MS, placeholderData: keepPreviousData },
    ),
  );
  const history = useQuery(
    trpc.reports.summary.queryOptions(weekBefore(todayFrom), { staleTime: Number.POSITIVE_INFINITY }),
  );
  return { overview, meanPerDay: history.data ? history.data.current.delivered / DAYS_OF_WEEK : null };
}

type Reading = { dataUpdatedAt: number; isError: boolean };

/** Several answers that are read as one are as old as the oldest of them. */
export const oldestOf = (readings: readonly Reading[]): Reading => ({
  dataUpdatedAt: Math.min(...readings.map(({ dataUpdatedAt }) => dataUpdatedAt)),
  isError: readings.some(({ isError }) => isError),
});

/** What somebody has to look at: who waits, what is late, who is silent. */
export function useExceptions() {
  const trpc = useTRPC();
  const { clock } = useConnection();
  const every = { refetchInterval: ASK_EVERY_MS };
  const vendors = useQuery(trpc.vendors.list.queryOptions({ isActive: false, limit: 100 }, every));
  const orders = useQuery(trpc.orders.list.queryOptions({ status: OPEN, limit: 100 }, every));
  const busy = useQuery(trpc.drivers.list.queryOptions({ status: "busy", limit: 100 }, every));
  const free = useQuery(trpc.drivers.list.queryOptions({ status: "available", limit: 100 }, every));
  const queries = [vendors, orders, busy, free];
  const failed = queries.find(query => query.isError && !dataToShow<unknown>(query));

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
    /** When the late orders were so, epoch milliseconds of the server, if they could not be read again; null when it is now. */
    lateAsOf: orders.isError ? orders.dataUpdatedAt + clock.offsetMs() : null,
    silent,
    reading: oldestOf(queries),
    /** There are more of some kind than were looked at. */
    isPart: queries.some(({ data }) => data?.nextCursor),
    isPending: queries.some(({ isPending }) => isPending),
    error: failed?.error ?? null,
    retry: () => void Promise.all(queries.map(query => query.refetch())),
  };
}
