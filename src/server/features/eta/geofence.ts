import { UNTOLD_ACCURACY_METERS } from "../../../shared/maps/progress.ts";

/** Whether a driver is at a stop, and how many fixes in a row have spoken against it. */
export type Fence = { isInside: boolean; strikes: number };

/** Metres from the stop. Onfleet tells of an arrival at 150; the way out is longer, so that nobody arrives twice. */
const IN_METERS = 150;
const OUT_METERS = 200;
/** Less sure than the two are apart, a fix says nothing about either. */
const WORST_ACCURACY_METERS = OUT_METERS - IN_METERS;
/** Fixes in a row that it takes. */
const STRIKES = 2;

/** The fence after one more fix, so many metres from the stop. */
export function crossFence(before: Fence, distanceMeters: number, accuracyMeters: number | null): Fence {
  if ((accuracyMeters ?? UNTOLD_ACCURACY_METERS) > WORST_ACCURACY_METERS) return before;
  const saysOtherwise = before.isInside ? distanceMeters > OUT_METERS : distanceMeters <= IN_METERS;
  const strikes = saysOtherwise ? before.strikes + 1 : 0;
  return strikes < STRIKES
    ? { isInside: before.isInside, strikes }
    : { isInside: !before.isInside, strikes: 0 };
}
