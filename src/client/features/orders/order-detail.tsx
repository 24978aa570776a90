import { TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import type { OrderId } from "../../../shared/ids.ts";
import type { AnyOrderView, OrderView } from "../../../shared/orders/order.schema.ts";
import { isWhole } from "../../../shared/orders/whole.ts";
import { useAsOf } from "../../app/realtime/as-of.ts";
import { useServerNow } from "../../app/use-server-now.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { OfferedBadge, StatusBadge } from "../../ui/status-badge.tsx";
import { attentionAdvice, attentionWords } from "./attention-words.ts";
import { EtaTime, etaNote, useEta } from "./eta-time.tsx";
import { isTimed } from "./lateness.ts";
import { OrderFacts, PhoneLink } from "./order-facts.tsx";
import { OrderTimeline } from "./order-timeline.tsx";
import { isOffered } from "./order-words.ts";
import { RedactedFacts } from "./redacted-order.tsx";
import { orderToShow, useOrder } from "./use-order.ts";

type OrderDetailProps = {
  orderId: OrderId;
  known?: AnyOrderView | undefined;
  /** The buttons of the reader's surface. */
  actions: (order: OrderView) => ReactNode;
  onClose?: () => void;
};

/** Everything about one order: what it needs, its thread with evidence, its facts. Two columns where there is room. */
export function OrderDetail({ orderId, known, actions, onClose }: OrderDetailProps) {
  const { order: query, timeline } = useOrder(orderId, known);
  const order = orderToShow(query, known);
  if (!order)
    return query.isError ? (
      <ErrorState error={query.error} onRetry={() => query.refetch()} />
    ) : (
      <SkeletonRows label="Loading the order" />
    );
  return (
    <article aria-label={`Order ${order.orderNumber}`} className="@container flex h-full min-h-0 flex-col">
      <header className="flex shrink-0 flex-col gap-2.5 border-b px-5 py-3">
        <div className="flex min-h-9 items-center gap-3">
          <h2 className="font-medium font-mono text-lg">{order.orderNumber}</h2>
          <StatusBadge status={order.status} />
          <span className="flex-1" />
          {onClose ? (
            <IconButton label="Close" hint="Esc" onClick={onClose} className="-mr-2">
              <X aria-hidden className="size-5" strokeWidth={1.75} />
            </IconButton>
          ) : null}
        </div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2.5 [&:not(:has(*:not(:empty)))]:hidden">
          {isOffered(order) && order.assignment ? (
            <OfferedBadge driverName={order.assignment.driverName} />
          ) : null}
          {isWhole(order) ? (
            <>
              <Arrival order={order} />
              {actions(order)}
            </>
          ) : null}
        </div>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">
        {isWhole(order) ? <AttentionNote order={order} /> : null}
        <div className="grid gap-x-8 gap-y-6 @2xl:grid-cols-2">
          <section aria-label="What has happened">
            {timeline.isError && !timeline.data ? (
              <ErrorState error={timeline.error} onRetry={() => timeline.refetch()} compact />
            ) : timeline.data ? (
              <OrderTimeline order={order} entries={timeline.data.items} />
            ) : (
              <SkeletonRows rows={4} label="Loading the timeline" />
            )}
          </section>
          <section aria-label="Facts">
            {isWhole(order) ? <OrderFacts order={order} /> : <RedactedFacts order={order} />}
          </section>
        </div>
      </div>
    </article>
  );
}

/** When it is handed over and what comes before; read aloud when it changes, as it does no more than it has to. */
function Arrival({ order }: { order: OrderView }) {
  const eta = useEta(order);
  const isOfNow = useAsOf() === null;
  const note = eta && isOfNow ? etaNote(eta) : null;
  const hasTime = eta !== null && isTimed(eta);
  return (
    <span aria-live="polite" aria-atomic className="text-ink-soft text-sm empty:hidden">
      {hasTime ? "arrives " : null}
      {eta ? <EtaTime eta={eta} toldAt={order.promisedAt} className="font-medium text-ink" /> : null}
      {note ? `, ${note}` : null}
      {hasTime && eta.approximate ? (
        <span title="From the straight distance, not from streets"> (approx.)</span>
      ) : null}
    </span>
  );
}

/** What happened, what it means, what to do. */
function AttentionNote({ order }: { order: OrderView }) {
  const known = useEta(order);
  const asOf = useAsOf();
  const eta = asOf === null ? known : null;
  const nowMs = useServerNow(30_000);
  const words = attentionWords(order, eta, { nowMs, asOf });
  if (!words) return null;
  return (
    <div className="mb-4 flex gap-2.5 rounded-card bg-attention-wash px-3.5 py-2.5">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-attention-ink" strokeWidth={1.75} />
      <div>
        <p className="font-medium text-attention-ink">{words}</p>
        <p className="text-sm">{attentionAdvice(order, eta)}</p>
        {order.attention === "silent_driver" || order.attention === "late" ? (
          <PhoneLink phone={order.driver?.phone ?? null} name={order.driver?.fullName ?? ""} />
        ) : null}
      </div>
    </div>
  );
}
