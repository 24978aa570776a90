import type { LiveEta } from "../../../shared/orders/order.schema.ts";

/** A slip smaller than this is the breath of an estimate, not news. */
const SLIP_MS = 3 * 60_000;
const LARGE_SLIP_MS = 20 * 60_000;

export type Verdict = { words: string; isLate: boolean; isOverdue: boolean };

/** How a time of arrival compares with what its recipient was told; null where nothing was. */
export function verdictOf(
  { latest }: Pick<LiveEta, "latest">,
  toldAt: string | null,
  nowMs: number,
): Verdict | null {
  if (nowMs > Date.parse(latest) + SLIP_MS)
    return { words: "It should have been there by now", isLate: true, isOverdue: true };
  if (!toldAt) return null;
  const slipMs = Date.parse(latest) - Date.parse(toldAt);
  if (slipMs <= SLIP_MS) return { words: "On time", isLate: false, isOverdue: false };
  const words = slipMs > LARGE_SLIP_MS ? "Later than first said" : "A little later than first said";
  return { words, isLate: true, isOverdue: false };
}
