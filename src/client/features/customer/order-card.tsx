import { ChevronRight } from "lucide-react";
import { Link } from "react-router";
import type { AnyOrderView, OrderView } from "../../../shared/orders/order.schema.ts";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { Thread } from "../../ui/thread/thread.tsx";
import { Time } from "../../ui/time.tsx";
import { EtaTime, etaNote } from "../orders/eta-time.tsx";
import { isTimed } from "../orders/lateness.ts";
import { beadsOfOrder } from "../orders/order-beads.ts";
import { REDACTED } from "../orders/order-words.ts";
import { situationOf } from "./arrival.ts";
import { useArrival } from "./use-arrival.ts";

/** An order that is under way: who gets it, when, and its thread. The whole card leads to it. */
export function OpenOrderCard({ order }: { order: OrderView }) {
  return (
    <Link
      to={`/orders/${order.id}`}
      className="block rounded-card border bg-surface px-4 py-4 transition-colors duration-120 hover:border-hairline-strong md:px-5"
    >
      <span className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1">
        <span className="min-w-0 flex-1 basis-56">
          <span className="block truncate font-medium text-lg">{order.customerName}</span>
          <span className="block truncate text-ink-soft text-sm">{order.delivery.address}</span>
        </span>
        <ArrivalShort order={order} />
      </span>
      <span className="mt-4 block">
        <Thread size="card" beads={beadsOfOrder(order)} />
      </span>
      <span className="mt-1.5 flex flex-wrap justify-between gap-x-4 gap-y-0.5 text-ink-soft text-sm">
        <span>{situationOf(order)}</span>
        <span className="font-mono">{order.orderNumber}</span>
      </span>
    </Link>
  );
}

function ArrivalShort({ order }: { order: OrderView }) {
  const { eta, arrival, asOf } = useArrival(order);
  if (!arrival) return null;
  if (arrival.kind === "expected") {
    return (
      <span className="flex items-baseline gap-2 md:flex-col md:items-end md:gap-0">
        <EtaTime eta={arrival.eta} toldAt={arrival.toldAt} className="font-medium text-lg" />
        {arrival.verdict?.isLate ? (
          <span className="text-attention-ink text-sm">{arrival.verdict.words}</span>
        ) : (
          <span className="text-ink-soft text-sm">
            {(asOf === null ? etaNote(arrival.eta) : null) ?? (isTimed(arrival.eta) ? "arrives" : null)}
          </span>
        )}
      </span>
    );
  }
  if (arrival.kind === "silent" && eta)
    return <EtaTime eta={eta} toldAt={null} className="text-ink-soft text-sm" />;
  if (arrival.kind === "estimated") {
    return (
      <span className="text-ink-soft text-sm">
        about <Time at={arrival.by} className="text-ink" />
      </span>
    );
  }
  return null;
}

/** An order that is over, in one row. */
export function DoneOrderRow({ order }: { order: AnyOrderView }) {
  const endedAt = order.deliveredAt ?? order.cancelledAt ?? order.updatedAt;
  return (
    <Link
      to={`/orders/${order.id}`}
      className="grid min-h-14 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 px-4 py-2 transition-colors duration-120 hover:bg-ink/4 md:grid-cols-[5.5rem_minmax(0,1fr)_8rem_8.5rem_1rem] md:px-5"
    >
      <span className="hidden md:block">
        <Thread size="row" beads={beadsOfOrder(order)} />
      </span>
      <span className="min-w-0">
        <span className="block truncate font-medium">{order.customerName ?? REDACTED}</span>
        <span className="block truncate text-ink-soft text-sm">
          {order.delivery?.address ?? `From ${order.vendorName}`}
        </span>
      </span>
      <span className="hidden font-mono text-ink-soft text-sm md:block">{order.orderNumber}</span>
      <span className="flex flex-col items-end gap-0.5">
        <StatusBadge status={order.status} />
        <Time at={endedAt} className="text-ink-soft text-sm" />
      </span>
      <ChevronRight aria-hidden className="hidden size-4 text-ink-soft md:block" strokeWidth={1.75} />
    </Link>
  );
}
