import { type Currency, formatMoney } from "../../shared/money.ts";

/** An amount in the reader's locale, in figures that stand under one another. */
export function Money({
  cents,
  currency,
  className,
}: {
  cents: number;
  currency: Currency;
  className?: string;
}) {
  return (
    <span className={`whitespace-nowrap tabular-nums ${className ?? ""}`}>
      {formatMoney(cents, currency)}
    </span>
  );
}
