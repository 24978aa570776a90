import type { Point } from "../../../../shared/geo.ts";

const METERS_PER_DEGREE = 111_195;

/**
 * Metres between two points of one city, on the plane: within 0.1 % of the great circle below 50 km. The exact one of
 * `shared/geo.ts` would bring the schemas to a phone that needs none of them.
 */
export function metersBetween(from: Point, to: Point): number {
  const middle = (((from.latitude + to.latitude) / 2) * Math.PI) / 180;
  const north = to.latitude - from.latitude;
  const east = (to.longitude - from.longitude) * Math.cos(middle);
  return Math.hypot(north, east) * METERS_PER_DEGREE;
}
