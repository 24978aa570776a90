import {
  ETA_KINDS,
  type EtaAccuracy,
  type EtaFigures,
  type EtaKind,
} from "../../../shared/reports/report.schema.ts";
import type { ErrorCount } from "./eta-accuracy.repo.ts";
import { toTenths } from "./reports.view.ts";

/** Whoever fetches a parcel is told of apart from whoever waits for it, on this leg or on a later one. */
const KIND = {
  delivery: "next",
  later_delivery: "later",
  pickup: "pickup",
  later_pickup: "pickup",
} as const satisfies Record<ErrorCount["kind"], EtaKind>;

/** The figures that a distribution of errors comes to. */
export function toEtaFigures(errors: readonly ErrorCount[]): EtaFigures {
  const sum = (of: (row: ErrorCount) => number) => errors.reduce((total, row) => total + of(row), 0);
  const shown = sum(({ count }) => count);
  if (shown === 0) return { shown, biasMinutes: null, errorMinutes: null, coverage: null };
  const bySize = errors
    .map(({ tenths, count }) => ({ size: Math.abs(tenths), count }))
    .toSorted((a, b) => a.size - b.size);
  const within = (share: number): number => {
    let seen = 0;
    const row = bySize.find(({ count }) => {
      seen += count;
      return seen >= share * shown;
    });
    return (row?.size ?? 0) / 10;
  };
  return {
    shown,
    biasMinutes: toTenths(sum(({ tenths, count }) => tenths * count) / shown / 10),
    errorMinutes: { p50: within(0.5), p90: within(0.9) },
    coverage: sum(({ covered }) => covered) / shown,
  };
}

/** The same for each kind of which something was shown. */
export const byKind = (errors: readonly ErrorCount[]): EtaAccuracy["byKind"] =>
  ETA_KINDS.map(kind => ({ kind, ...toEtaFigures(errors.filter(row => KIND[row.kind] === kind)) })).filter(
    ({ shown }) => shown > 0,
  );
