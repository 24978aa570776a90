import { Clock } from "lucide-react";
import type { OrderStatus } from "../../shared/orders/order.machine.ts";
import { STATUS_LOOK } from "./order-status.ts";

/** Where an order stands: colour, shape and word together. */
export function StatusBadge({ status, className }: { status: OrderStatus; className?: string }) {
  const { label, icon: Icon, badge } = STATUS_LOOK[status];
  return (
    <span
      className={`inline-flex h-6 shrink-0 items-center align-middle gap-1.5 whitespace-nowrap rounded-full px-2 font-medium text-xs ${badge} ${className ?? ""}`}
    >
      <Icon aria-hidden className="size-3.5" strokeWidth={1.75} />
      {label}
    </span>
  );
}

/** What an offer that no driver has answered yet looks like. */
export function OfferedBadge({ driverName }: { driverName: string }) {
  return (
    <span className="inline-flex h-6 items-center gap-1.5 rounded-full px-2 font-medium text-ink-soft text-xs ring-1 ring-hairline ring-inset">
      <Clock aria-hidden className="size-3.5" strokeWidth={1.75} />
      Offered to {driverName}
    </span>
  );
}
