import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { ClipboardList } from "lucide-react";
import type { OrderId } from "../../../shared/ids.ts";
import { CLOSED, type OrderStatus, orderMachine } from "../../../shared/orders/order.machine.ts";
import type { AnyOrderView } from "../../../shared/orders/order.schema.ts";
import { idInAddress } from "../../app/id-in-address.ts";
import { useOrderEvents } from "../../app/realtime/use-realtime.ts";
import { useTRPC } from "../../app/trpc.ts";
import { oneOf, useUrlFilter } from "../../app/use-url-filter.ts";
import { Button } from "../../ui/button.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Freshness } from "../../ui/freshness.tsx";
import { STATUS_LOOK } from "../../ui/order-status.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { PagedTable } from "../../ui/paged-table.tsx";
import { SearchInput } from "../../ui/search-input.tsx";
import { Select } from "../../ui/select.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { Thread } from "../../ui/thread/thread.tsx";
import { Time } from "../../ui/time.tsx";
import { useMedia } from "../../ui/use-media.ts";
import { OrderActions } from "../orders/order-actions.tsx";
import { beadsOfOrder } from "../orders/order-beads.ts";
import { OrderDetail } from "../orders/order-detail.tsx";
import { REDACTED } from "../orders/order-words.ts";
import { WhoSawThis } from "./audit/who-saw-this.tsx";

const OPEN = orderMachine.states.filter(status => !CLOSED.includes(status));
type Shown = "all" | "open" | OrderStatus;
const SHOWN: [{ value: Shown; label: string }, ...{ value: Shown; label: string }[]] = [
  { value: "all", label: "Every state" },
  { value: "open", label: "Open" },
  ...orderMachine.states.map(value => ({ value, label: STATUS_LOOK[value].label })),
];
/** Orders of everybody come without events; this often is soon enough. */
const READ_AGAIN_MS = 20_000;

const COLUMNS: readonly Column<AnyOrderView>[] = [
  {
    name: "number",
    header: "Order",
    cell: ({ orderNumber, vendorName, customerName }) => (
      <>
        <span className="whitespace-nowrap font-mono text-sm">{orderNumber}</span>
        <span className="line-clamp-2 text-ink-soft text-sm md:hidden">
          {vendorName} to {customerName ?? REDACTED}
        </span>
      </>
    ),
  },
  {
    name: "thread",
    header: "Thread",
    cell: order => <Thread size="row" beads={beadsOfOrder(order)} />,
    wideOnly: true,
  },
  { name: "status", header: "State", cell: ({ status }) => <StatusBadge status={status} /> },
  { name: "vendor", header: "Vendor", cell: ({ vendorName }) => vendorName, wideOnly: true },
  {
    name: "recipient",
    header: "Recipient",
    cell: ({ customerName }) => customerName ?? REDACTED,
    wideOnly: true,
  },
  {
    name: "to",
    header: "To",
    cell: ({ delivery }) => <span className="line-clamp-1">{delivery?.address ?? REDACTED}</span>,
    wideOnly: true,
  },
  { name: "driver", header: "Driver", cell: ({ driver }) => driver?.fullName ?? "–", wideOnly: true },
  {
    name: "created",
    header: "Ordered",
    numeric: true,
    wideOnly: true,
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
];
/** Beside an open detail there is room for what tells orders apart, not for everything. */
const NARROW = new Set(["number", "status", "recipient", "created"]);

/** Orders of all vendors, with the whole story of each. */
export function AdminOrdersScreen() {
  const { get, change } = useUrlFilter();
  const query = get("q");
  const shown = oneOf(SHOWN, get("show"));
  const openId = idInAddress<OrderId>(get("sel"));
  const isDesk = useMedia("(min-width: 1024px)");
  const { orders, ...list } = useAllOrders(query, shown);
  useOrderEvents(openId);
  const detail = openId ? (
    <OrderDetail
      orderId={openId}
      known={orders.find(({ id }) => id === openId)}
      actions={order => (
        <>
          <OrderActions order={order} />
          <WhoSawThis id={order.id} />
        </>
      )}
      onClose={() => change({ sel: null })}
    />
  ) : null;
  const columns = detail ? COLUMNS.filter(({ name }) => NARROW.has(name)) : COLUMNS;
  return (
    <>
      {detail && !isDesk ? null : (
        <PageHeader title="Orders" actions={list.isError ? null : <Freshness query={list} />}>
          <SearchInput
            query={query}
            onSearch={q => change({ q })}
            label="Search orders"
            placeholder="Number, name, phone or address"
            className="w-full sm:w-72"
          />
          <Select
            aria-label="State"
            value={shown}
            onChange={next => change({ show: next === "all" ? null : next })}
            options={SHOWN}
            className="max-w-44"
          />
        </PageHeader>
      )}
      <div className="flex min-h-0 flex-1">
        <div className={`min-h-0 min-w-0 flex-1 overflow-y-auto ${detail && !isDesk ? "hidden" : ""}`}>
          <PagedTable
            list={list}
            loading="Loading orders"
            empty={
              <EmptyState
                icon={ClipboardList}
                title={query ? `No order like “${query}”` : "No orders here"}
                action={
                  query || shown !== "all" ? (
                    <Button onClick={() => change({ q: null, show: null })}>Show all orders</Button>
                  ) : null
                }
              >
                Orders appear as soon as a customer or a vendor makes one.
              </EmptyState>
            }
            caption="Orders"
            columns={columns}
            rows={orders}
            rowKey={({ id }) => id}
            onOpen={({ id }) => change({ sel: id })}
            openKey={openId}
          />
        </div>
        {detail ? (
          <aside
            aria-label="Order"
            className="min-h-0 w-full border-l bg-surface lg:w-[44rem] lg:max-w-[55%]"
          >
            {detail}
          </aside>
        ) : null}
      </div>
    </>
  );
}

function useAllOrders(query: string, shown: Shown) {
  const trpc = useTRPC();
  const status = shown === "all" ? null : shown === "open" ? OPEN : [shown];
  const list = useInfiniteQuery(
    trpc.orders.list.infiniteQueryOptions(
      { limit: 50, ...(query ? { query } : {}), ...(status ? { status } : {}) },
      {
        getNextPageParam: page => page.nextCursor ?? undefined,
        placeholderData: keepPreviousData,
        refetchInterval: READ_AGAIN_MS,
      },
    ),
  );
  return { ...list, orders: list.data?.pages.flatMap(({ items }) => items) ?? [] };
}
