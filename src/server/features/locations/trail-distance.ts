import { distanceMeters, type Point } from "../../../shared/geo.ts";

/** A believed fix by device time. */
export type TrailFix = Point & { timestamp: Date };

/** 180 km/h, what a car is believed (see plausibility.ts). */
const FASTEST_METERS_PER_SECOND = 50;

/**
 * Metres along believed fixes in order of their device times; null for fewer than two. Where a driver was found again
 * after a jump, nothing is added for it: how he came there is not known.
 */
export function trailLengthMeters(fixes: readonly TrailFix[]): number | null {
  let meters = 0;
  let previous: TrailFix | undefined;
  for (const fix of fixes) {
    if (previous) {
      const step = distanceMeters(previous, fix);
      const seconds = (fix.timestamp.getTime() - previous.timestamp.getTime()) / 1_000;
      if (step <= FASTEST_METERS_PER_SECOND * seconds) meters += step;
    }
    previous = fix;
  }
  return fixes.length < 2 ? null : meters;
}
