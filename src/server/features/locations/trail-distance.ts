import { distanceMeters, type Point } from "../../../shared/geo.ts";

/** A fix by device time; accuracy in metres, null when the phone did not say. */
export type TrailFix = Point & { timestamp: Date; accuracy: number | null };

/** What phones call a fix beyond this is a guess by the mobile network. */
const WORST_ACCURACY_METERS = 100;
/** 180 km/h: no courier is that fast, but a jump between two satellites' opinions is. */
const FASTEST_METERS_PER_SECOND = 50;

/**
 * Metres along fixes in order of their device times. Inaccurate fixes and those that could not have been reached from
 * the one before are left out; null when fewer than two remain.
 */
export function trailLengthMeters(fixes: readonly TrailFix[]): number | null {
  let meters = 0;
  let trusted = 0;
  let previous: TrailFix | null = null;
  for (const fix of fixes) {
    if (fix.accuracy !== null && fix.accuracy > WORST_ACCURACY_METERS) continue;
    if (previous) {
      const step = distanceMeters(previous, fix);
      const seconds = (fix.timestamp.getTime() - previous.timestamp.getTime()) / 1_000;
      if (step > FASTEST_METERS_PER_SECOND * seconds) continue;
      meters += step;
    }
    previous = fix;
    trusted += 1;
  }
  return trusted < 2 ? null : meters;
}
