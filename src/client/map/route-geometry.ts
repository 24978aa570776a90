import { distanceMeters, type Point, pathLengthMeters } from "../../shared/geo.ts";
import { decodePolyline } from "../../shared/maps/polyline.ts";
import { lineThrough, nearestOn } from "../../shared/maps/route-line.ts";
import type { MapRoute } from "./map-model.ts";

/** The points of a route; none when the polyline is damaged, for a broken line is worse than no line. */
export function pointsOf(line: MapRoute["line"]): readonly Point[] {
  if (typeof line !== "string") return line;
  try {
    return decodePolyline(line);
  } catch {
    return [];
  }
}

/** Where a share (0 to 1) of a line's length ends: a point on it, before the corner `index`; null for no line. */
function cutAt(points: readonly Point[], share: number): { index: number; point: Point } | null {
  const target = pathLengthMeters(points) * Math.min(1, Math.max(0, share));
  let walked = 0;
  for (let index = 1; index < points.length; index++) {
    const from = points[index - 1];
    const to = points[index];
    if (!from || !to) break;
    const step = distanceMeters(from, to);
    if (walked + step >= target) {
      const part = step === 0 ? 0 : (target - walked) / step;
      const point = {
        latitude: from.latitude + (to.latitude - from.latitude) * part,
        longitude: from.longitude + (to.longitude - from.longitude) * part,
      };
      return { index, point };
    }
    walked += step;
  }
  return null;
}

/** Cuts a line in two at a share (0 to 1) of its length; the cut point belongs to both parts. */
export function splitAt(points: readonly Point[], share: number): [Point[], Point[]] {
  const cut = cutAt(points, share);
  if (!cut) return [[...points], []];
  return [
    [...points.slice(0, cut.index), cut.point],
    [cut.point, ...points.slice(cut.index)],
  ];
}

/** The point at a share (0 to 1) of a path's length. */
export const pointAt = (path: readonly Point[], share: number): Point | undefined =>
  cutAt(path, share)?.point ?? path.at(-1);

/** Beside the route by no more than this somebody is on it: half a street, and the error of a good position. */
const ON_ROUTE_METERS = 30;
/** Round a corner it is so much farther than straight; by more, he has come another way. */
const LONGEST_DETOUR = 2;

/** How to get from one place to another along a route that passes both; straight where it does not. */
export function pathBetween(route: readonly Point[], from: Point, to: Point): readonly Point[] {
  const line = lineThrough(route);
  const start = nearestOn(line, from, 0);
  const end = nearestOn(line, to, start.meters);
  const straight = distanceMeters(from, to);
  const isOnRoute = start.asideMeters <= ON_ROUTE_METERS && end.asideMeters <= ON_ROUTE_METERS;
  if (!isOnRoute || end.meters - start.meters > straight * LONGEST_DETOUR) return [from, to];
  const corners = line.points.filter((_, index) => {
    const meters = line.meters[index] ?? 0;
    return meters > start.meters && meters < end.meters;
  });
  return [from, ...corners, to];
}
