import type { EtaFigures, EtaKind } from "../../../shared/reports/report.schema.ts";

/** What an estimate was of, in the words of a table. */
export const ETA_KIND_WORDS = {
  next: "Hand-over, straight there",
  later: "Hand-over, after other stops",
  pickup: "Pickup",
} as const satisfies Record<EtaKind, string>;

/** "0.6 min later", "1.2 min earlier", "on the minute"; a dash when nothing was shown. */
export function biasWords(biasMinutes: number | null): string {
  if (biasMinutes === null) return "–";
  if (biasMinutes === 0) return "on the minute";
  return `${Math.abs(biasMinutes).toFixed(1)}\u00a0min ${biasMinutes > 0 ? "later" : "earlier"}`;
}

export const minutes = (value: number | undefined): string =>
  value === undefined ? "–" : `${value.toFixed(1)}\u00a0min`;

/** A range that holds much more is too wide to be of use, one that holds less is not to be trusted. */
export const isAsMeant = ({ coverage }: EtaFigures): boolean | null =>
  coverage === null ? null : coverage >= 0.75 && coverage <= 0.85;
