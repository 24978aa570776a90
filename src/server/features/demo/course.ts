import type { LocationPoint, VehicleType } from "../../../shared/drivers/driver.schema.ts";
import { bearingDegrees, distanceMeters, type Point, pathLengthMeters } from "../../../shared/geo.ts";
import type { Chance } from "./chance.ts";

/**
 * Progress along the line through the air, km/h: the speed along streets over the road factor, both as the embedded
 * maps have them (platform/maps/embedded/approximate-route.ts), so that couriers arrive about when it is expected.
 */
export const LINE_SPEED_KMH = { bike: 8.9, scooter: 13.1, car: 13.1, van: 11.9 } satisfies Record<
  VehicleType,
  number
>;

const POINTS = 12;
/** How far a course may leave the straight line: less than the 150 m that demo addresses keep from the edge. */
const WIDEST_METERS = 45;
const METERS_PER_DEGREE = 111_195;

/** The way that somebody takes; streets come when the maps know them. */
export type Course = { points: readonly Point[]; lengthMeters: number };

/** A gently swerving line from one point to another. */
export function courseBetween(from: Point, to: Point, chance: Chance): Course {
  const straight = distanceMeters(from, to);
  const width = Math.min(WIDEST_METERS, straight * 0.08) * chance.between(-1, 1);
  const second = width * chance.between(-0.5, 0.5);
  const shrink = Math.cos((from.latitude * Math.PI) / 180);
  const across = ((bearingDegrees(from, to) + 90) * Math.PI) / 180;
  const points = Array.from({ length: POINTS + 1 }, (_, index) => {
    const share = index / POINTS;
    // Both waves are zero at both ends.
    const offset = width * Math.sin(Math.PI * share) + second * Math.sin(2 * Math.PI * share);
    return {
      latitude:
        from.latitude +
        (to.latitude - from.latitude) * share +
        (offset * Math.cos(across)) / METERS_PER_DEGREE,
      longitude:
        from.longitude +
        (to.longitude - from.longitude) * share +
        (offset * Math.sin(across)) / (METERS_PER_DEGREE * shrink),
    };
  });
  return { points, lengthMeters: pathLengthMeters(points) };
}

/** Where somebody is who went `meters` along the course, and where he is heading, in degrees. */
export function placeOn({ points }: Course, meters: number): { point: Point; heading: number } {
  let left = Math.max(0, meters);
  let heading = 0;
  let last: Point = points[0] ?? { latitude: 0, longitude: 0 };
  for (const [index, from] of points.entries()) {
    const to = points[index + 1];
    last = from;
    if (!to) break;
    const length = distanceMeters(from, to);
    heading = bearingDegrees(from, to);
    if (left <= length && length > 0) return { point: between(from, to, left / length), heading };
    left -= length;
  }
  return { point: last, heading };
}

/** A point as a phone measures it: a few metres off, and it says how sure it is. */
export function measured(
  { point, heading, speedKmh }: { point: Point; heading: number; speedKmh: number },
  at: Date,
  chance: Chance,
): LocationPoint {
  const accuracy = chance.between(4, 14);
  const shift = () => (chance.between(-0.3, 0.3) * accuracy) / METERS_PER_DEGREE;
  return {
    latitude: round(point.latitude + shift(), 6),
    longitude: round(point.longitude + 2 * shift(), 6),
    timestamp: at.toISOString(),
    speed: round(speedKmh, 1),
    heading: round(heading, 0) % 360,
    accuracy: round(accuracy, 1),
  };
}

const TRAIL_STEP_MS = 10_000;
/** What one report may hold. */
const MAX_POINTS = 100;

/** What a phone recorded on the way along a course, begun and ended at these moments. */
export function trailAlong(course: Course, begunAt: Date, endedAt: Date, chance: Chance): LocationPoint[] {
  const lasted = Math.max(1, endedAt.getTime() - begunAt.getTime());
  const steps = Math.min(MAX_POINTS - 1, Math.ceil(lasted / TRAIL_STEP_MS));
  const speedKmh = (course.lengthMeters / lasted) * 3_600;
  return Array.from({ length: steps + 1 }, (_, step) => {
    const share = step / steps;
    const at = new Date(begunAt.getTime() + Math.round(lasted * share));
    const place = placeOn(course, course.lengthMeters * share);
    return measured({ ...place, speedKmh: speedKmh * chance.between(0.8, 1.2) }, at, chance);
  });
}

const between = (from: Point, to: Point, share: number): Point => ({
  latitude: from.latitude + (to.latitude - from.latitude) * share,
  longitude: from.longitude + (to.longitude - from.longitude) * share,
});

const round = (value: number, decimals: number) => Number(value.toFixed(decimals));
