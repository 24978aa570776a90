import { ArrowLeft, PackageX, Pencil, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Link, useParams } from "react-router";
import { problemOf } from "../../../sdk/index.ts";
import { pointOf } from "../../../shared/geo.ts";
import type { OrderId } from "../../../shared/ids.ts";
import { CLOSED } from "../../../shared/orders/order.machine.ts";
import type {
  AnyOrderView,
  OrderView,
  RedactedOrderView,
  TimelineEntry,
} from "../../../shared/orders/order.schema.ts";
import { isWhole } from "../../../shared/orders/whole.ts";
import { idInAddress } from "../../app/id-in-address.ts";
import { LiveStatus } from "../../app/realtime/live-status.tsx";
import { useOrderEvents } from "../../app/realtime/use-realtime.ts";
import { NotFound } from "../../app/route-error.tsx";
import { Button } from "../../ui/button.tsx";
import { dataToShow } from "../../ui/data-to-show.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { Skeleton, SkeletonRows } from "../../ui/skeleton.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { tell } from "../../ui/toast.ts";
import { CancelDialog } from "../orders/cancel-dialog.tsx";
import { OrderTimeline } from "../orders/order-timeline.tsx";
import { RedactedFacts } from "../orders/redacted-order.tsx";
import { useOrder } from "../orders/use-order.ts";
import { useOrderCommands } from "../orders/use-order-commands.ts";
import { ArrivalHero } from "./arrival-hero.tsx";
import { OrderMap } from "./order-map.tsx";
import { OrderSummary } from "./order-summary.tsx";
import { TrackingShare } from "./tracking-share.tsx";

/** Most who open an order change nothing. */
const OrderForm = lazy(async () => ({
  default: (await import("../orders/order-form/order-form.tsx")).OrderForm,
}));

/** One order of the reader: when, where, through whose hands, and what may still be changed. */
export function OrderScreen() {
  const orderId = idInAddress<OrderId>(useParams().orderId ?? null);
  return orderId ? <Opened orderId={orderId} /> : <NotFound />;
}

function Opened({ orderId }: { orderId: OrderId }) {
  const { order, timeline } = useOrder(orderId);
  useOrderEvents(orderId);
  const shown = dataToShow(order);
  if (!shown) {
    if (!order.isError) return <Loading />;
    if (problemOf(order.error).code === "ORDER_NOT_FOUND") return <Missing />;
    return <ErrorState error={order.error} onRetry={() => order.refetch()} />;
  }
  if (!isWhole(shown)) return <RedactedScreen order={shown} entries={timeline.data?.items ?? []} />;
  return (
    <>
      <TopBar order={shown} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-280 flex-col gap-7 px-4 py-6 md:px-6 lg:grid lg:grid-cols-[minmax(0,1fr)_26rem] lg:items-start lg:gap-x-10">
          {/* One column on a phone in the order of `order-*`, two on a desk. */}
          <div className="contents lg:flex lg:flex-col lg:gap-9">
            <div className="order-1">
              <ArrivalHero order={shown} />
            </div>
            <section aria-label="What has happened" className="order-3">
              <h2 className="mb-4 font-semibold text-base">From hand to hand</h2>
              {timeline.isError && !timeline.data ? (
                <ErrorState error={timeline.error} onRetry={() => timeline.refetch()} compact />
              ) : timeline.data ? (
                <OrderTimeline order={shown} entries={timeline.data.items} />
              ) : (
                <SkeletonRows rows={4} label="Loading the thread" />
              )}
            </section>
          </div>
          <div className="contents lg:flex lg:flex-col lg:gap-5">
            <div className="order-2 h-64 shrink-0 overflow-hidden rounded-card border lg:h-80">
              <OrderMap order={shown} />
            </div>
            {shown.trackingLink && !CLOSED.includes(shown.status) ? (
              <div className="order-4">
                <TrackingShare order={shown} />
              </div>
            ) : null}
            <div className="order-5">
              <OrderSummary order={shown} />
            </div>
          </div>
        </div>
      </div>
    </>
  );
}

/** What is left of an order whose personal data is gone. */
function RedactedScreen({ order, entries }: { order: RedactedOrderView; entries: readonly TimelineEntry[] }) {
  return (
    <>
      <TopBar order={order} />
      <div className="mx-auto grid w-full max-w-200 gap-8 overflow-y-auto px-4 py-6 md:grid-cols-2 md:px-6">
        <section aria-label="What has happened">
          <OrderTimeline order={order} entries={entries} />
        </section>
        <section aria-label="Facts">
          <RedactedFacts order={order} />
        </section>
      </div>
    </>
  );
}

function TopBar({ order }: { order: AnyOrderView }) {
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b px-4 py-2.5 md:px-6">
      <Link
        to="/orders"
        aria-label="All orders"
        className="-ml-1.5 rounded-control p-1.5 text-ink-soft hover:text-ink"
      >
        <ArrowLeft aria-hidden className="size-5" strokeWidth={1.75} />
      </Link>
      <h1 className="font-medium font-mono text-base">{order.orderNumber}</h1>
      <StatusBadge status={order.status} />
      <span className="flex-1" />
      <LiveStatus className="max-sm:data-[verdict=live]:hidden" />
      {isWhole(order) ? <Actions order={order} /> : null}
    </header>
  );
}

/** Correcting and cancelling, while the order says that its reader may. */
function Actions({ order }: { order: OrderView }) {
  const { cancel } = useOrderCommands(order.id);
  const [isEditing, setEditing] = useState(false);
  const [isCancelling, setCancelling] = useState(false);
  return (
    <div className="flex gap-2">
      {order.can.includes("update") ? (
        <Button
          onClick={() => setEditing(true)}
          icon={<Pencil aria-hidden className="size-4" strokeWidth={1.75} />}
        >
          Edit
        </Button>
      ) : null}
      {order.can.includes("cancel") ? (
        <Button
          tone="dangerQuiet"
          onClick={() => setCancelling(true)}
          icon={<X aria-hidden className="size-4" strokeWidth={1.75} />}
        >
          Cancel
        </Button>
      ) : null}
      <Sheet open={isEditing} onOpenChange={setEditing} title={`Edit ${order.orderNumber}`}>
        <div className="p-5">
          <Suspense fallback={<SkeletonRows label="Loading the form" />}>
            <OrderForm
              vendorId={order.vendorId}
              senderName={order.vendorName}
              near={pointOf(order.pickup)}
              order={order}
              onDone={() => {
                setEditing(false);
                tell("Changes saved");
              }}
              onLeave={() => setEditing(false)}
            />
          </Suspense>
        </div>
      </Sheet>
      <CancelDialog
        order={order}
        open={isCancelling}
        onOpenChange={setCancelling}
        isPending={cancel.isPending}
        onCancel={reason => cancel.mutate(reason, { onSuccess: () => setCancelling(false) })}
      />
    </div>
  );
}

function Missing() {
  return (
    <EmptyState
      icon={PackageX}
      title="There is no such order here"
      action={
        <Button asChild>
          <Link to="/orders">All orders</Link>
        </Button>
      }
    >
      The link may be incomplete, or the order belongs to another account.
    </EmptyState>
  );
}

function Loading() {
  return (
    <div role="status" aria-label="Loading the order" className="flex flex-col gap-6 px-4 py-6 md:px-6">
      <Skeleton className="h-10 w-56" />
      <Skeleton className="h-7 w-full max-w-150" />
      <Skeleton className="h-64 w-full max-w-150 rounded-card" />
    </div>
  );
}
