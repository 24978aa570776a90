import { SearchX } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { formatMoney } from "../../../shared/money.ts";
import type { Pricing, VendorCard } from "../../../shared/vendors/vendor.schema.ts";
import { dataToShow } from "../../ui/data-to-show.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { SearchInput } from "../../ui/search-input.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { SenderMap } from "./sender-map.tsx";
import { useSenders } from "./use-senders.ts";

const FEW = 6;

/** The businesses to order from, with their address and their prices. */
export function SenderPicker() {
  const [query, setQuery] = useState("");
  const { senders, ...list } = useSenders(query);
  if (list.isError && !dataToShow(list))
    return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  return (
    <div className="flex flex-col gap-4">
      {query || senders.length > FEW || list.hasNextPage ? (
        <SearchInput query={query} onSearch={setQuery} label="Search senders" placeholder="Name or address" />
      ) : null}
      {list.isPending ? (
        <div role="status" aria-label="Loading the senders" className="grid gap-3 sm:grid-cols-2">
          <Skeleton className="h-28 rounded-card" />
          <Skeleton className="h-28 rounded-card" />
        </div>
      ) : senders.length === 0 ? (
        <EmptyState icon={SearchX} title={query ? `No sender like “${query}”` : "Nobody takes orders yet"}>
          {query
            ? "Try a part of the name or of the street."
            : "A pharmacy or laboratory appears here once it has been approved."}
        </EmptyState>
      ) : (
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
          <ul className="flex flex-col gap-3">
            {senders.map(sender => (
              <li key={sender.id}>
                <SenderCard sender={sender} />
              </li>
            ))}
          </ul>
          <SenderMap senders={senders} />
        </div>
      )}
      <LoadMore list={list} />
    </div>
  );
}

function SenderCard({ sender }: { sender: VendorCard }) {
  return (
    <Link
      to={`/orders/new?from=${sender.id}`}
      className="flex h-full gap-3.5 rounded-card border bg-surface p-4 transition-colors duration-120 hover:border-brand"
    >
      <SenderSign name={sender.businessName} />
      <span className="min-w-0">
        <span className="block truncate font-medium">{sender.businessName}</span>
        <span className="block text-ink-soft text-sm">{sender.address.address}</span>
        <span className="mt-2 block text-sm">{pricesInWords(sender.pricing)}</span>
      </span>
    </Link>
  );
}

/** The square that stands for a pickup, on the map as here. */
export function SenderSign({ name }: { name: string }) {
  return (
    <span
      aria-hidden
      className="inline-flex size-9 shrink-0 items-center justify-center rounded-control bg-brand font-semibold text-on-brand"
    >
      {name.trim().charAt(0).toUpperCase()}
    </span>
  );
}

/** "from €5.00: €3.00 and €2.50 a kilometre": the pricing in a line. */
export function pricesInWords({ minimumCents, baseCents, perKmCents, currency }: Pricing): string {
  const money = (cents: number) => formatMoney(cents, currency);
  return `From ${money(minimumCents)} · ${money(baseCents)} + ${money(perKmCents)} per km`;
}
