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

/** From p10 to p90: eight in ten are meant to come within the range. */
export const MEANT_COVERAGE = 0.8;
const TOLERATED = 0.05;

/** Of fewer that were shown a share says nothing: its standard deviation is 5.7 points at 50, by the binomial. */
const LEAST_SHOWN = 50;

/** A range that holds much more is too wide to be of use, one that holds less is not to be trusted. */
export function coverageNote({ coverage, shown }: Pick<EtaFigures, "coverage" | "shown">): string | null {
  if (coverage === null) return null;
  if (shown < LEAST_SHOWN) return `of ${shown} so far, too few to judge by`;
  const beside = Math.round((coverage - MEANT_COVERAGE) * 1000) / 1000;
  const verdict = Math.abs(beside) <= TOLERATED ? "as it should be" : beside > 0 ? "too wide" : "too narrow";
  return `80\u00a0% is meant: ${verdict}`;
}
