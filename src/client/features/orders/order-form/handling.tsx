import { Box, Lock, type LucideIcon, Snowflake, Thermometer } from "lucide-react";
import type { Handling, OrderItem } from "../../../../shared/orders/order.schema.ts";

/** How a parcel has to be carried, in words and with a sign. */
export const HANDLING = {
  ambient: { label: "Room temperature", icon: Box, ink: "text-ink-soft" },
  chilled: { label: "Chilled, 2–8 °C", icon: Thermometer, ink: "text-accepted" },
  frozen: { label: "Frozen", icon: Snowflake, ink: "text-accepted" },
  controlled: { label: "Controlled", icon: Lock, ink: "text-attention-ink" },
} as const satisfies Record<Handling, { label: string; icon: LucideIcon; ink: string }>;

export function HandlingIcon({ handling }: { handling: Handling }) {
  const { icon: Icon, ink } = HANDLING[handling];
  return <Icon aria-hidden className={`size-4 shrink-0 ${ink}`} strokeWidth={1.75} />;
}

/** The items of an order, read only: how many of what, and how it is carried. */
export function ItemList({ items }: { items: readonly OrderItem[] }) {
  return (
    <ul className="flex flex-col">
      {items.map(({ name, quantity, handling }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity
        <li key={index} className="flex items-baseline gap-3 border-b py-2 last:border-b-0">
          <span className="w-9 shrink-0 text-right font-mono text-ink-soft text-sm">{quantity} ×</span>
          <span className="min-w-0 flex-1 break-words">{name}</span>
          <span className="flex shrink-0 items-center gap-1.5 self-center text-ink-soft text-sm">
            <HandlingIcon handling={handling} />
            {HANDLING[handling].label}
          </span>
        </li>
      ))}
    </ul>
  );
}
