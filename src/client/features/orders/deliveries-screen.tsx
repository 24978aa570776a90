import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { PackageSearch } from "lucide-react";
import { OrderId } from "../../../shared/ids.ts";
import { type OrderStatus, orderMachine } from "../../../shared/orders/order.machine.ts";
import { type AnyOrderView, OrderStatusSchema } from "../../../shared/orders/order.schema.ts";
import { useMe } from "../../app/providers.tsx";
import { LiveStatus } from "../../app/realtime/live-status.tsx";
import { useVendorEvents } from "../../app/realtime/use-realtime.ts";
import { useTRPC } from "../../app/trpc.ts";
import { useUrlFilter } from "../../app/use-url-filter.ts";
import { Button } from "../../ui/button.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Money } from "../../ui/money.tsx";
import { STATUS_LOOK } from "../../ui/order-status.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { PagedTable } from "../../ui/paged-table.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { Select } from "../../ui/select.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { Thread } from "../../ui/thread/thread.tsx";
import { Time } from "../../ui/time.tsx";
import { OrderActions } from "./order-actions.tsx";
import { beadsOfOrder } from "./order-beads.ts";
import { OrderDetail } from "./order-detail.tsx";
import { carrierOf, REDACTED } from "./order-words.ts";

const PAGE = 50;
const ANY = "any";

/** Every order of the vendor, newest first: for what is not on today's board any more. */
export function DeliveriesScreen() {
  const { vendorId } = useMe();
  useVendorEvents(vendorId);
  const filter = useUrlFilter();
  const status = OrderStatusSchema.safeParse(filter.get("status")).data;
  const query = filter.get("q").trim();
  const orders = useOrders(status, query);
  const rows = orders.data?.pages.flatMap(({ items }) => items) ?? [];
  const selected = OrderId.safeParse(filter.get("sel")).data ?? null;
  return (
    <>
      <PageHeader title="Orders">
        <SearchField
          className="w-full sm:w-72"
          label="Search orders"
          placeholder="Number, name, phone, address"
          value={query}
          onChange={q => filter.change({ q })}
        />
        <Select
          aria-label="Status"
          className="w-40!"
          value={status ?? ANY}
          onChange={value => filter.change({ status: value === ANY ? null : value })}
          options={STATUS_OPTIONS}
        />
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <PagedTable
          list={orders}
          loading="Loading orders"
          empty={
            <EmptyState
              icon={PackageSearch}
              title={status || query ? "No order matches" : "No orders yet"}
              action={
                status || query ? (
                  <Button onClick={() => filter.change({ q: null, status: null })}>Show all orders</Button>
                ) : null
              }
            >
              Orders of your customers, and those that you enter on the board, are kept here.
            </EmptyState>
          }
          more="Show older orders"
          caption="Orders, newest first"
          columns={COLUMNS}
          rows={rows}
          rowKey={({ id }) => id}
          onOpen={({ id }) => filter.change({ sel: id })}
          openKey={selected}
        />
      </div>
      <footer className="flex h-10 shrink-0 items-center border-t px-4 md:px-6">
        <LiveStatus />
      </footer>
      <Sheet
        open={selected !== null}
        onOpenChange={isOpen => !isOpen && filter.change({ sel: null })}
        title="Order"
      >
        {selected ? (
          <OrderDetail
            orderId={selected}
            known={rows.find(({ id }) => id === selected)}
            actions={order => <OrderActions order={order} />}
          />
        ) : null}
      </Sheet>
    </>
  );
}

function useOrders(status: OrderStatus | undefined, query: string) {
  const trpc = useTRPC();
  return useInfiniteQuery(
    trpc.orders.list.infiniteQueryOptions(
      { limit: PAGE, ...(status ? { status: [status] } : {}), ...(query ? { query } : {}) },
      { getNextPageParam: page => page.nextCursor ?? undefined, placeholderData: keepPreviousData },
    ),
  );
}

const STATUS_OPTIONS = [
  { value: ANY as OrderStatus | typeof ANY, label: "Any status" },
  ...orderMachine.states.map(value => ({ value, label: STATUS_LOOK[value].label })),
];

/** Whoever has only been asked is not shown as if he came. */
function Carrier({ order }: { order: AnyOrderView }) {
  const carrier = carrierOf(order);
  if (!carrier) return <span className="text-ink-soft">–</span>;
  return (
    <span className="text-ink-soft">{carrier.isAsked ? `Offered to ${carrier.name}` : carrier.name}</span>
  );
}

const COLUMNS: readonly Column<AnyOrderView>[] = [
  {
    name: "number",
    header: "Order",
    cell: ({ orderNumber, delivery }) => (
      <span className="block">
        <span className="block whitespace-nowrap font-mono text-sm">{orderNumber}</span>
        <span className="line-clamp-1 text-ink-soft text-sm md:hidden">{delivery?.address ?? REDACTED}</span>
      </span>
    ),
  },
  { name: "status", header: "Status", cell: ({ status }) => <StatusBadge status={status} /> },
  {
    name: "thread",
    header: <span className="sr-only">Thread</span>,
    wideOnly: true,
    cell: order => <Thread beads={beadsOfOrder(order)} size="row" />,
  },
  {
    name: "to",
    header: "To",
    wideOnly: true,
    cell: ({ delivery }) => <span className="line-clamp-1">{delivery?.address ?? REDACTED}</span>,
  },
  {
    name: "recipient",
    header: "Recipient",
    wideOnly: true,
    cell: ({ customerName }) => customerName ?? REDACTED,
  },
  {
    name: "driver",
    header: "Driver",
    wideOnly: true,
    cell: order => <Carrier order={order} />,
  },
  {
    name: "fee",
    header: "Fee",
    numeric: true,
    wideOnly: true,
    cell: ({ deliveryFeeCents, currency }) => <Money cents={deliveryFeeCents} currency={currency} />,
  },
  {
    name: "created",
    header: "Ordered",
    numeric: true,
    wideOnly: true,
    cell: ({ createdAt }) => <Time at={createdAt} className="text-sm" />,
  },
];
