import { WORST_ACCURACY_METERS } from "../../../../shared/drivers/fix-quality.ts";
import { distanceMeters, type Point } from "../../../../shared/geo.ts";

/** One position of the phone. Speed in m/s, as the browser tells it; accuracy in metres (68 % radius). */
export type Fix = Point & {
  timestampMs: number;
  accuracyMeters: number;
  speedMps: number | null;
  headingDegrees: number | null;
};

const MOVING_EVERY_MS = 5_000;
const MOVED_METERS = 25;
export const STOPPED_EVERY_MS = 30_000;
/** A brisk walk: below it the jitter of a phone that lies still looks like driving. */
const MOVING_MPS = 1.2;

/**
 * Whether a fix is worth sending after the last one that was: each 5 s or 25 m while moving, each 30 s while stopped,
 * never when it is worse than 100 m. A jump within the fix's own accuracy is jitter, not movement.
 */
export function isWorthSending(fix: Fix, last: Fix | null): boolean {
  if (fix.accuracyMeters > WORST_ACCURACY_METERS) return false;
  if (!last) return true;
  const elapsedMs = fix.timestampMs - last.timestampMs;
  if (elapsedMs <= 0) return false;
  if (elapsedMs >= STOPPED_EVERY_MS) return true;
  const movedMeters = distanceMeters(last, fix);
  if (movedMeters <= Math.max(fix.accuracyMeters, last.accuracyMeters) / 2) return false;
  if (movedMeters >= MOVED_METERS) return true;
  return elapsedMs >= MOVING_EVERY_MS && movedMeters / (elapsedMs / 1000) >= MOVING_MPS;
}
