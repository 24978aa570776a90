import { memo } from "react";
import type { OrderId } from "../../../shared/ids.ts";
import type { Eta, OrderView } from "../../../shared/orders/order.schema.ts";
import { Thread } from "../../ui/thread/thread.tsx";
import { Time } from "../../ui/time.tsx";
import { attentionWords } from "../orders/attention-words.ts";
import { EtaTime, useEta } from "../orders/eta-time.tsx";
import { isAtTheDoor } from "../orders/lateness.ts";
import type { Moment } from "../orders/moment.ts";
import { beadsOfOrder } from "../orders/order-beads.ts";
import { carrierOf } from "../orders/order-words.ts";

type QueueRowProps = Moment & {
  order: OrderView;
  isSelected: boolean;
  onSelect: (id: OrderId) => void;
  onHover: (id: OrderId | null) => void;
};

/** One order in the queue: where it goes, why it matters now, and its thread. */
export const QueueRow = memo(function QueueRow({
  order,
  isSelected,
  nowMs,
  asOf,
  onSelect,
  onHover,
}: QueueRowProps) {
  const eta = useEta(order);
  const reason = attentionWords(order, eta, { nowMs, asOf });
  // That somebody is at the door late is said by the reason.
  const isTimeSaid = order.attention === "late" && isAtTheDoor(eta) && asOf === null;
  return (
    <li>
      <button
        type="button"
        data-order={order.id}
        aria-current={isSelected || undefined}
        onClick={() => onSelect(order.id)}
        onPointerEnter={() => onHover(order.id)}
        onPointerLeave={() => onHover(null)}
        onFocus={() => onHover(order.id)}
        onBlur={() => onHover(null)}
        className={`group relative grid min-h-14 w-full grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-0.5 border-b px-4 py-2 text-left transition-colors duration-120 -outline-offset-2! hover:bg-ink/4 aria-[current]:bg-brand-wash`}
      >
        {reason ? <span aria-hidden className="absolute inset-y-0 left-0 w-[3px] bg-attention" /> : null}
        <span className="truncate font-medium">{order.delivery.address}</span>
        <Thread beads={beadsOfOrder(order)} size="row" />
        <span className="flex min-w-0 items-baseline gap-2 text-sm">
          <span className="shrink-0 font-mono text-ink-soft">{order.orderNumber}</span>
          <span className={`truncate ${reason ? "font-medium text-attention-ink" : "text-ink-soft"}`}>
            {reason ?? quietWords(order)}
          </span>
        </span>
        <span className="text-right text-ink-soft text-sm">
          {isTimeSaid ? null : <RowTime order={order} eta={eta} />}
        </span>
      </button>
    </li>
  );
});

function quietWords(order: OrderView): string {
  const carrier = carrierOf(order);
  if (carrier?.isAsked) return `Offered to ${carrier.name}`;
  if (order.status === "cancelled") return order.cancelReason ?? "Cancelled";
  if (order.status === "delivered") return `${order.customerName}${carrier ? `, by ${carrier.name}` : ""}`;
  return carrier?.name ?? order.customerName;
}

/** What its time is of is said to those who cannot see its thread. */
function RowTime({ order, eta }: { order: OrderView; eta: Eta | null }) {
  const closedAt = order.deliveredAt ?? order.cancelledAt;
  if (eta && !closedAt) return <EtaTime eta={eta} toldAt={null} />;
  return (
    <>
      <span className="sr-only">{closedAt ? "closed " : "ordered "}</span>
      <Time at={closedAt ?? order.createdAt} />
    </>
  );
}
