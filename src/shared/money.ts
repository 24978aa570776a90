import { z } from "zod";

/** ISO 4217. One currency a vendor; amounts are integer minor units (cents). */
export const Currency = z.enum(["EUR", "USD", "GBP", "SEK", "NOK", "DKK"]);
export type Currency = z.infer<typeof Currency>;

/** An amount in minor units: 250 is 2.50. */
export const Cents = z.int().min(0).max(100_000_000);

/** "2.50 €" in the reader's locale. */
export const formatMoney = (cents: number, currency: Currency, locale?: string): string =>
  new Intl.NumberFormat(locale, { style: "currency", currency }).format(cents / 100);
