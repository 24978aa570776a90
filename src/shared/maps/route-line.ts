import { distanceMeters, METERS_PER_DEGREE, type Point } from "../geo.ts";
import { decodePolyline } from "./polyline.ts";

/** A way that is driven along: its points, and how many metres of the way lie before each of them. */
export type RouteLine = { points: readonly Point[]; meters: readonly number[]; lengthMeters: number };

/**
 * What lies farther on than this is another stretch, and has to be so much nearer: where a way crosses itself, or goes
 * out and back in one street, the fix stays on the stretch that comes first.
 */
const STRETCH_METERS = 75;
const LATER_BY_METERS = 15;

export const lineOf = (polyline: string): RouteLine => lineThrough(decodePolyline(polyline));

export function lineThrough(points: readonly Point[]): RouteLine {
  let lengthMeters = 0;
  const meters = points.map((point, index) => {
    const before = points[index - 1];
    if (before) lengthMeters += distanceMeters(before, point);
    return lengthMeters;
  });
  return { points, meters, lengthMeters };
}

/**
 * Where on the line a point is nearest, at `fromMeters` or after it: metres from the start, and metres aside. Reckons
 * in the plane that touches the earth at the point, which is true to a few centimetres in a city.
 */
export function nearestOn(
  line: RouteLine,
  point: Point,
  fromMeters: number,
): { meters: number; asideMeters: number } {
  const shrink = Math.cos((point.latitude * Math.PI) / 180);
  const flat = ({ latitude, longitude }: Point) => ({
    x: (longitude - point.longitude) * METERS_PER_DEGREE * shrink,
    y: (latitude - point.latitude) * METERS_PER_DEGREE,
  });
  let best = { meters: line.lengthMeters, asideMeters: Number.POSITIVE_INFINITY };
  for (const [index, end] of line.points.entries()) {
    const start = line.points[index - 1] ?? end;
    const [before, after] = [line.meters[index - 1] ?? 0, line.meters[index] ?? 0];
    if (after < fromMeters) continue;
    const [a, b] = [flat(start), flat(end)];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const square = dx * dx + dy * dy;
    const least = after > before ? Math.max(0, (fromMeters - before) / (after - before)) : 0;
    const share = square > 0 ? Math.min(1, Math.max(least, -(a.x * dx + a.y * dy) / square)) : least;
    const asideMeters = Math.hypot(a.x + dx * share, a.y + dy * share);
    const meters = before + (after - before) * share;
    const isElsewhere = meters - best.meters > STRETCH_METERS;
    if (asideMeters < best.asideMeters - (isElsewhere ? LATER_BY_METERS : 0)) best = { meters, asideMeters };
  }
  return best;
}
