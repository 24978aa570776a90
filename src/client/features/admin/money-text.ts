/** 250 -> "2.50", for a field. */
export const moneyText = (cents: number): string => (cents / 100).toFixed(2);

/** "2,5", "2.50" or "2" in cents; null for what is no amount. At most two decimals, as on a price tag. */
export function centsOf(text: string): number | null {
  const match = /^(\d{1,6})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  if (!match) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}
