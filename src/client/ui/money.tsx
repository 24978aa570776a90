import type { Currency } from "../../shared/money.ts";

/** Cents in the reader's locale: "2.50 €". */
export const moneyText = (cents: number, currency: Currency): string =>
  new Intl.NumberFormat(undefined, { style: "currency", currency }).format(cents / 100);

type MoneyProps = { cents: number; currency: Currency; className?: string };

/** An amount in figures that stand under one another. */
export function Money({ cents, currency, className }: MoneyProps) {
  return (
    <span className={`whitespace-nowrap tabular-nums ${className ?? ""}`}>{moneyText(cents, currency)}</span>
  );
}
