import { PackageOpen, SearchX, SquarePen } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { isWhole } from "../../../shared/orders/whole.ts";
import { LiveStatus } from "../../app/realtime/live-status.tsx";
import { oneOf, useUrlFilter } from "../../app/use-url-filter.ts";
import { Button } from "../../ui/button.tsx";
import { dataToShow } from "../../ui/data-to-show.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Freshness } from "../../ui/freshness.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { SearchInput } from "../../ui/search-input.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Skeleton, SkeletonRows } from "../../ui/skeleton.tsx";
import { DoneOrderRow, OpenOrderCard } from "./order-card.tsx";
import { useCustomerOrders } from "./use-customer-orders.ts";
import { useOpenOrderEvents } from "./use-open-order-events.ts";

const SHOWN = [
  { value: "all", label: "All" },
  { value: "open", label: "Open" },
  { value: "done", label: "Done" },
] as const;
type Shown = (typeof SHOWN)[number]["value"];

/** Where are mine? Those under way as threads, those that are over below; newest first. */
export function OrdersScreen() {
  const { get, change } = useUrlFilter();
  const query = get("q");
  const shown = oneOf(SHOWN, get("show"));
  const open = useCustomerOrders("open", query);
  const done = useCustomerOrders("done", query);
  useOpenOrderEvents(open.orders.map(({ id }) => id));

  const asked = [...(shown === "done" ? [] : [open]), ...(shown === "open" ? [] : [done])];
  const failed = asked.find(list => list.isError && !dataToShow(list));
  const notReadAgain = asked.find(list => list.isError && !list.isFetchNextPageError);
  const isLoading = open.isPending || done.isPending;
  const count = (shown === "done" ? 0 : open.orders.length) + (shown === "open" ? 0 : done.orders.length);
  // Whoever has no orders yet has nothing to search.
  const isNew = !isLoading && !failed && count === 0 && !query && shown === "all";

  return (
    <>
      <PageHeader
        title="Orders"
        actions={
          <>
            {open.orders.length > 0 ? <LiveStatus className="max-md:data-[verdict=live]:hidden" /> : null}
            <Button asChild tone="primary">
              <Link to="/orders/new">
                <SquarePen aria-hidden className="size-4" strokeWidth={1.75} />
                New order
              </Link>
            </Button>
          </>
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-240 flex-col gap-6 px-4 py-5 md:px-6">
          {isNew ? null : (
            <div className="flex flex-wrap gap-2">
              <SearchInput
                query={query}
                onSearch={q => change({ q })}
                label="Search orders"
                placeholder="Name, address or number"
                className="min-w-52 flex-1"
              />
              <Segmented
                label="Which orders"
                value={shown}
                onChange={next => change({ show: next === "all" ? null : next })}
                segments={SHOWN}
              />
            </div>
          )}
          {notReadAgain && !failed ? <Freshness query={notReadAgain} /> : null}
          {failed ? (
            <ErrorState error={failed.error} onRetry={() => failed.refetch()} />
          ) : isLoading ? (
            <Loading />
          ) : count === 0 ? (
            <Nothing query={query} shown={shown} onShowAll={() => change({ q: null, show: null })} />
          ) : (
            <>
              {shown !== "done" && open.orders.length > 0 ? (
                <Section title="Under way" count={open.hasNextPage ? null : open.orders.length}>
                  <ul className="flex flex-col gap-3">
                    {open.orders.filter(isWhole).map(order => (
                      <li key={order.id}>
                        <OpenOrderCard order={order} />
                      </li>
                    ))}
                  </ul>
                  <LoadMore list={open} label="Show older ones" />
                </Section>
              ) : null}
              {shown !== "open" && done.orders.length > 0 ? (
                <Section title="Done">
                  <ul className="divide-y overflow-hidden rounded-card border bg-surface">
                    {done.orders.map(order => (
                      <li key={order.id}>
                        <DoneOrderRow order={order} />
                      </li>
                    ))}
                  </ul>
                  <LoadMore list={done} label="Show older ones" />
                </Section>
              ) : null}
            </>
          )}
        </div>
      </div>
    </>
  );
}

function Section({ title, count, children }: { title: string; count?: number | null; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <h2 className="flex items-baseline gap-2 font-medium text-ink-soft text-sm">
        {title}
        {count ? <span className="font-mono">{count}</span> : null}
      </h2>
      {children}
    </section>
  );
}

function Nothing({ query, shown, onShowAll }: { query: string; shown: Shown; onShowAll: () => void }) {
  if (query || shown === "done") {
    return (
      <EmptyState
        icon={SearchX}
        title={query ? `Nothing found for “${query}”` : "Nothing has been delivered yet"}
        action={<Button onClick={onShowAll}>Show all orders</Button>}
      >
        {query ? "A part of the recipient's name, the address or the order number is enough." : null}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={PackageOpen}
      title={shown === "open" ? "Nothing is under way" : "No orders yet"}
      action={
        <Button asChild tone="primary">
          <Link to="/orders/new">Order a delivery</Link>
        </Button>
      }
    >
      Choose a pharmacy or a laboratory, say where to, and follow the parcel from hand to hand.
    </EmptyState>
  );
}

function Loading() {
  return (
    <div className="flex flex-col gap-6">
      <Skeleton className="h-34 w-full rounded-card" />
      <SkeletonRows rows={4} label="Loading your orders" />
    </div>
  );
}
