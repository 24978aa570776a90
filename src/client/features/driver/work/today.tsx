import { Check } from "lucide-react";
import { Money } from "../../../ui/money.tsx";
import { clockTime } from "../../../ui/time-format.ts";
import { useToday } from "./use-today.ts";

/** "Today: 4 deliveries, 32,40 €". Nothing until it is known. */
export function TodayLine() {
  const today = useToday();
  if (!today) return null;
  const count = today.delivered.length;
  const currency = today.delivered[0]?.currency;
  if (!currency) return <p className="text-ink-soft text-lg">Nothing delivered yet today.</p>;
  return (
    <p className="text-ink-soft text-lg">
      Today:{" "}
      <span className="font-medium text-ink">{count === 1 ? "1 delivery" : `${count} deliveries`}</span>,{" "}
      <Money cents={today.earnedCents} currency={currency} className="font-medium text-ink" />
    </p>
  );
}

const LISTED = 5;

/** The last few deliveries of today: what was done, at a glance. */
export function TodayList() {
  const today = useToday();
  if (!today?.delivered.length) return null;
  return (
    <ul aria-label="Delivered today" className="divide-y divide-hairline">
      {today.delivered
        .slice(0, LISTED)
        .map(({ id, deliveredAt, customerName, deliveryFeeCents, currency }) => (
          <li key={id} className="flex items-center gap-3 py-2.5 text-lg">
            <Check aria-hidden className="size-5 shrink-0 text-delivered" strokeWidth={2} />
            <span className="min-w-0 flex-1 truncate">{customerName}</span>
            <span className="font-mono text-base text-ink-soft">
              {deliveredAt ? clockTime(deliveredAt) : null}
            </span>
            <Money cents={deliveryFeeCents} currency={currency} className="min-w-16 text-right" />
          </li>
        ))}
    </ul>
  );
}
