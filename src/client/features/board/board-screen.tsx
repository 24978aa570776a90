import { useQuery } from "@tanstack/react-query";
import { CircleHelp, Plus } from "lucide-react";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { OrderId, VendorId } from "../../../shared/ids.ts";
import { useMe } from "../../app/providers.tsx";
import { LiveStatus } from "../../app/realtime/live-status.tsx";
import { useVendorEvents, useVendorLocations } from "../../app/realtime/use-realtime.ts";
import { useTRPC } from "../../app/trpc.ts";
import { useBusinessCan } from "../../app/use-business.ts";
import { Button } from "../../ui/button.tsx";
import { dataToShow } from "../../ui/data-to-show.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Freshness } from "../../ui/freshness.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { useMedia } from "../../ui/use-media.ts";
import { BoardFilters } from "./board-filters.tsx";
import { BoardMap } from "./board-map.tsx";
import { BoardPanel, loadChosenOrder } from "./board-panel.tsx";
import { LANES, sortIntoLanes } from "./lanes.ts";
import { useMapBox } from "./map-box.ts";
import { PhoneBoard } from "./phone-board.tsx";
import { Queue } from "./queue.tsx";
import { useBoardOrders } from "./use-board-orders.ts";
import { useBoardUrl } from "./use-board-url.ts";
import { useHeldLanes } from "./use-held-lanes.ts";
import { useShortcuts } from "./use-shortcuts.ts";

// The form with its validation is loaded when the first order is entered.
const NewOrderSheet = lazy(() => import("../orders/new-order-sheet.tsx"));
const CheatSheet = lazy(() => import("./cheat-sheet.tsx"));

/** The vendor's live board: what needs me now? */
export function BoardScreen() {
  const { vendorId } = useMe();
  if (!vendorId)
    return <EmptyState title="This account runs no business">Ask your administrator.</EmptyState>;
  return <Board vendorId={vendorId} />;
}

function Board({ vendorId }: { vendorId: VendorId }) {
  useVendorEvents(vendorId);
  const trpc = useTRPC();
  const url = useBoardUrl();
  const { open, closed, orders, shown } = useBoardOrders(vendorId, url);
  const drivers = useQuery(trpc.drivers.list.queryOptions({ vendorId, limit: 100 })).data?.items ?? NONE;
  const { box, onView } = useMapBox(drivers);
  useVendorLocations(vendorId, box);
  const [isHeld, setIsHeld] = useState(false);
  const filterKey = `${url.status}|${url.driverId}|${url.query}`;
  const fresh = useMemo(() => sortIntoLanes(shown), [shown]);
  const { lanes, waiting, release } = useHeldLanes(fresh, isHeld, filterKey);
  const [hoveredId, setHoveredId] = useState<OrderId | null>(null);
  const [isCreating, setIsCreating] = useState(false);
  const [isHelping, setIsHelping] = useState(false);
  const [isAssigning, setIsAssigning] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    loadChosenOrder().catch(() => {});
  }, []);
  const mayCreate = useBusinessCan()("createOrder");
  const isDesk = useMedia("(min-width: 900px)");

  const { change, selectedId } = url;
  const select = useCallback(
    (id: OrderId | null) => {
      setIsAssigning(false);
      change({ sel: id });
    },
    [change],
  );
  const selected = orders.find(({ id }) => id === selectedId);
  const step = (by: 1 | -1) => {
    const ids = LANES.flatMap(({ name }) => lanes[name].map(({ id }) => id));
    const index = selectedId ? ids.indexOf(selectedId) : by === 1 ? -1 : ids.length;
    select(ids[Math.min(ids.length - 1, Math.max(0, index + by))] ?? null);
  };
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    a: () => selected?.can.includes("assign") && setIsAssigning(true),
    t: () => mayCreate && setIsCreating(true),
    "/": () => search.current?.focus(),
    "?": () => setIsHelping(true),
    escape: () => select(null),
  });

  const newOrder = mayCreate ? (
    <Button
      tone="primary"
      icon={<Plus aria-hidden className="size-4" strokeWidth={2} />}
      onClick={() => setIsCreating(true)}
    >
      New order
    </Button>
  ) : null;
  const error = open.error ?? closed.error;
  const hasFailed = error !== null && !(dataToShow(open) && dataToShow(closed));
  const notReadAgain = open.isError && !open.isFetchNextPageError ? open : closed.isError ? closed : null;
  const queue = hasFailed ? (
    <ErrorState error={error} onRetry={() => void Promise.all([open.refetch(), closed.refetch()])} />
  ) : open.isPending || closed.isPending ? (
    <SkeletonRows rows={9} label="Loading orders" />
  ) : (
    <Queue
      lanes={lanes}
      waiting={waiting}
      onLetIn={release}
      onHold={setIsHeld}
      selectedId={selectedId}
      onSelect={select}
      onHover={setHoveredId}
      isFiltered={orders.length > 0}
      onClearFilters={() => change({ status: null, driver: null, q: null })}
      newOrder={newOrder}
    />
  );
  const list = (
    <section aria-label="Queue" className="flex min-h-0 flex-1 flex-col">
      <BoardFilters url={url} drivers={drivers} searchRef={search} />
      {notReadAgain && !hasFailed ? (
        <div className="border-b px-4 py-2">
          <Freshness query={notReadAgain} />
        </div>
      ) : null}
      {queue}
      {open.hasNextPage ? (
        <div className="border-t">
          <LoadMore list={open} label="Show more open orders" />
        </div>
      ) : null}
      <footer className="flex h-10 shrink-0 items-center justify-between border-t px-4">
        <LiveStatus />
        <IconButton
          label="Keys"
          hint="?"
          size="small"
          className="max-md:hidden"
          onClick={() => setIsHelping(true)}
        >
          <CircleHelp aria-hidden className="size-4" strokeWidth={1.75} />
        </IconButton>
      </footer>
    </section>
  );
  const map = (
    <BoardMap
      orders={shown}
      drivers={drivers}
      selectedId={selectedId}
      litId={hoveredId ?? selectedId}
      onSelect={select}
      onView={onView}
    />
  );
  const panel = (
    <BoardPanel
      selectedId={selectedId}
      known={selected}
      {...(isDesk ? { onClose: () => select(null) } : {})}
      isAssigning={isAssigning}
      onAssigningChange={setIsAssigning}
      drivers={drivers}
      driverId={url.driverId}
      onChooseDriver={id => change({ driver: id })}
    />
  );

  return (
    <>
      {isDesk ? (
        <div className="flex min-h-0 flex-1">
          <div className="flex w-[26rem] shrink-0 flex-col border-r max-xl:w-[23rem]">
            <header className="flex h-14 shrink-0 items-center justify-between gap-3 px-4">
              <h1 className="font-semibold text-lg">Board</h1>
              {newOrder}
            </header>
            {list}
          </div>
          <div className="flex min-w-0 flex-1 flex-col-reverse xl:flex-row">
            <div className="min-h-0 flex-1 border-t bg-surface xl:max-w-[26.5rem] xl:border-t-0 xl:border-r">
              {panel}
            </div>
            <div className="relative min-h-0 min-w-0 flex-[1.1]">{map}</div>
          </div>
        </div>
      ) : (
        <PhoneBoard
          url={url}
          list={list}
          map={map}
          panel={panel}
          newOrder={newOrder}
          onClose={() => select(null)}
        />
      )}
      {isCreating ? (
        <Suspense>
          <NewOrderSheet
            vendorId={vendorId}
            open
            onOpenChange={setIsCreating}
            onCreated={order => select(order.id)}
          />
        </Suspense>
      ) : null}
      {isHelping ? (
        <Suspense fallback={null}>
          <CheatSheet onClose={() => setIsHelping(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

const NONE: never[] = [];
