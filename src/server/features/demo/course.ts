import type { LocationPoint, VehicleType } from "../../../shared/drivers/driver.schema.ts";
import {
  bearingDegrees,
  distanceMeters,
  METERS_PER_DEGREE,
  type Point,
  pathLengthMeters,
} from "../../../shared/geo.ts";
import type { RouteInput, RouteResult } from "../../../shared/maps/maps.schema.ts";
import { decodePolyline } from "../../../shared/maps/polyline.ts";
import type { Chance } from "./chance.ts";

/** The way that somebody takes, from door to door, and how long it takes on average, stops included. */
export type Course = { points: readonly Point[]; lengthMeters: number; seconds: number };

export type AskRoute = (question: RouteInput) => Promise<Pick<RouteResult, "polyline" | "durationMinutes">>;

/** The way along streets, as the maps know them. */
export async function courseBetween(
  from: Point,
  to: Point,
  vehicleType: VehicleType,
  askRoute: AskRoute,
): Promise<Course> {
  const question = { origin: pointOf(from), destination: pointOf(to), vehicleType };
  const { polyline, durationMinutes } = await askRoute(question);
  const points = [question.origin, ...decodePolyline(polyline), question.destination];
  return { points, lengthMeters: pathLengthMeters(points), seconds: durationMinutes * 60 };
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

/** What a phone recorded on the first `meters` of a course, begun and ended at these moments. */
export function trailAlong(
  course: Course,
  begunAt: Date,
  endedAt: Date,
  chance: Chance,
  meters = course.lengthMeters,
): LocationPoint[] {
  const lasted = Math.max(1, endedAt.getTime() - begunAt.getTime());
  const steps = Math.min(MAX_POINTS - 1, Math.ceil(lasted / TRAIL_STEP_MS));
  const speedKmh = (meters / lasted) * 3_600;
  return Array.from({ length: steps + 1 }, (_, step) => {
    const share = step / steps;
    const at = new Date(begunAt.getTime() + Math.round(lasted * share));
    const place = placeOn(course, meters * share);
    return measured({ ...place, speedKmh: speedKmh * chance.between(0.8, 1.2) }, at, chance);
  });
}

const between = (from: Point, to: Point, share: number): Point => ({
  latitude: from.latitude + (to.latitude - from.latitude) * share,
  longitude: from.longitude + (to.longitude - from.longitude) * share,
});

/** A place without what else is known of it. */
const pointOf = ({ latitude, longitude }: Point): Point => ({ latitude, longitude });

const round = (value: number, decimals: number) => Number(value.toFixed(decimals));
