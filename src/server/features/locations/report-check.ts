import type { ReportLocationInput } from "../../../shared/drivers/driver.schema.ts";
import { DomainError } from "../../../shared/errors.ts";
import { type BoundingBox, isInside } from "../../../shared/geo.ts";

/** Phones are a little off; more than this and the clock is wrong. */
const MAX_AHEAD_MS = 5 * 60_000;
/** A phone may have been without a network for a shift, not for longer. */
const MAX_AGE_MS = 24 * 3_600_000;

/**
 * Refuses a report with a point that cannot be: nothing of it is stored, and `details` name the points, so that a
 * phone can drop them and send the rest. Errors: OUTSIDE_SERVICE_AREA, INVALID_INPUT.
 */
export function checkReport({ points }: ReportLocationInput, serviceArea: BoundingBox, now: Date): void {
  const outside = points.flatMap((point, index) => (isInside(serviceArea, point) ? [] : [index]));
  if (outside.length > 0) throw new DomainError("OUTSIDE_SERVICE_AREA", { points: outside, serviceArea });
  const issues = points.flatMap(({ timestamp }, index) => {
    const message = wrongTime(Date.parse(timestamp) - now.getTime());
    return message ? [{ path: `points[${index}].timestamp`, message }] : [];
  });
  if (issues.length > 0) throw new DomainError("INVALID_INPUT", { issues: issues.slice(0, 20) });
}

function wrongTime(aheadMs: number): string | null {
  if (aheadMs > MAX_AHEAD_MS) return "is more than 5 minutes in the future";
  if (aheadMs < -MAX_AGE_MS) return "is more than 24 hours old";
  return null;
}
