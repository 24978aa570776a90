import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Building2, Plus } from "lucide-react";
import { useState } from "react";
import type { VendorId } from "../../../shared/ids.ts";
import type { VendorView } from "../../../shared/vendors/vendor.schema.ts";
import { idInAddress } from "../../app/id-in-address.ts";
import { useTRPC } from "../../app/trpc.ts";
import { oneOf, useUrlFilter } from "../../app/use-url-filter.ts";
import { Button } from "../../ui/button.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Money } from "../../ui/money.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { PagedTable } from "../../ui/paged-table.tsx";
import { SearchInput } from "../../ui/search-input.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Time } from "../../ui/time.tsx";
import { isManaged, stateOf } from "./managed-vendor.ts";
import { NewVendorSheet } from "./new-vendor-sheet.tsx";
import { VendorSheet } from "./vendor-sheet.tsx";
import { VendorStateBadge } from "./vendor-state-badge.tsx";

const STATES = [
  { value: "all", label: "All" },
  { value: "waiting", label: "Waiting" },
  { value: "active", label: "Open" },
  { value: "paused", label: "Paused" },
] as const;
type Shown = (typeof STATES)[number]["value"];

const COLUMNS: readonly Column<VendorView>[] = [
  {
    name: "business",
    header: "Business",
    cell: vendor => <span className="font-medium">{vendor.businessName}</span>,
  },
  { name: "state", header: "State", cell: vendor => <VendorStateBadge state={stateOf(vendor)} /> },
  { name: "address", header: "Address", cell: vendor => vendor.address.address, wideOnly: true },
  { name: "phone", header: "Phone", cell: vendor => vendor.phone ?? "–", wideOnly: true },
  {
    name: "perKm",
    header: "Per km",
    cell: ({ pricing }) => <Money cents={pricing.perKmCents} currency={pricing.currency} />,
    numeric: true,
    wideOnly: true,
  },
  {
    name: "minimum",
    header: "At least",
    cell: ({ pricing }) => <Money cents={pricing.minimumCents} currency={pricing.currency} />,
    numeric: true,
    wideOnly: true,
  },
  { name: "since", header: "Since", cell: vendor => <Time at={vendor.createdAt} />, wideOnly: true },
];

/** All businesses: who waits, who trades, what they charge. */
export function VendorsScreen() {
  const { get, change } = useUrlFilter();
  const [isCreating, setCreating] = useState(false);
  const query = get("q");
  const state: Shown = oneOf(STATES, get("state"));
  const openId = idInAddress<VendorId>(get("sel"));
  const { vendors, ...list } = useVendorList(query, state);
  return (
    <>
      <PageHeader
        title="Vendors"
        actions={
          <Button
            tone="primary"
            icon={<Plus aria-hidden className="size-4" strokeWidth={2} />}
            onClick={() => setCreating(true)}
          >
            New business
          </Button>
        }
      >
        <SearchInput
          query={query}
          onSearch={q => change({ q })}
          label="Search vendors"
          placeholder="Name or address"
          className="w-full sm:w-64"
        />
        <Segmented
          label="State"
          value={state}
          onChange={next => change({ state: next === "all" ? null : next })}
          segments={STATES}
        />
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <PagedTable
          list={list}
          loading="Loading vendors"
          empty={<Nothing query={query} state={state} onShowAll={() => change({ q: null, state: null })} />}
          caption="Vendors"
          columns={COLUMNS}
          rows={vendors}
          rowKey={({ id }) => id}
          onOpen={({ id }) => change({ sel: id })}
          openKey={openId}
        />
      </div>
      <VendorSheet vendorId={openId} onClose={() => change({ sel: null })} />
      <NewVendorSheet
        open={isCreating}
        onOpenChange={setCreating}
        onDone={({ id }) => {
          setCreating(false);
          change({ sel: id });
        }}
      />
    </>
  );
}

function useVendorList(query: string, state: Shown) {
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.vendors.list.infiniteQueryOptions(
      {
        limit: 50,
        ...(query ? { query } : {}),
        ...(state === "all" ? {} : { isActive: state === "active" }),
      },
      { getNextPageParam: page => page.nextCursor ?? undefined, placeholderData: keepPreviousData },
    ),
  );
  const all = list.data?.pages.flatMap(({ items }) => items).filter(isManaged) ?? [];
  // The service knows "not open"; whether somebody waits or was paused is told by the business itself.
  const vendors = state === "all" ? all : all.filter(vendor => stateOf(vendor) === state);
  return { ...list, vendors };
}

function Nothing({ query, state, onShowAll }: { query: string; state: Shown; onShowAll: () => void }) {
  const words = {
    all: "No vendors yet",
    waiting: "Nobody waits for approval",
    active: "No vendor is open",
    paused: "No vendor is paused",
  } as const satisfies Record<Shown, string>;
  return (
    <EmptyState
      icon={Building2}
      title={query ? `No vendor like “${query}”` : words[state]}
      action={query || state !== "all" ? <Button onClick={onShowAll}>Show all vendors</Button> : null}
    >
      {state === "waiting"
        ? "A business that registers by itself appears here, and on the overview, until it is approved."
        : "A business takes orders once it is open; its owner then adds drivers and prices."}
    </EmptyState>
  );
}
