import type { OrderItem } from "../../../../shared/orders/order.schema.ts";
import { HANDLING } from "./handling.tsx";

/** What is in the parcel and how it has to be carried. */
export function ItemList({ items }: { items: readonly OrderItem[] }) {
  return (
    <ul aria-label="Items" className="flex flex-col divide-y divide-hairline">
      {items.map(({ name, quantity, handling }, index) => {
        const { label, icon: Icon } = HANDLING[handling];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity and do not move
          <li key={index} className="flex items-start gap-3 py-2.5">
            <Icon
              aria-hidden
              className={`mt-0.5 size-5 shrink-0 ${handling === "ambient" ? "text-ink-soft" : "text-ink"}`}
              strokeWidth={1.75}
            />
            <span className="min-w-0 flex-1 break-words text-lg">
              {name}
              <span className={`block text-base ${handling === "ambient" ? "text-ink-soft" : "font-medium"}`}>
                {label}
              </span>
            </span>
            <span className="whitespace-nowrap font-mono text-lg">{quantity} ×</span>
          </li>
        );
      })}
    </ul>
  );
}

/** The strictest ways of carrying among the items, once each; nothing for an ordinary parcel. */
export const specialHandling = (items: readonly OrderItem[]) =>
  [...new Set(items.map(({ handling }) => handling))].filter(handling => handling !== "ambient");
