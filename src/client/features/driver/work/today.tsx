import { Money } from "../../../ui/money.tsx";
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
