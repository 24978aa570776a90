import { distanceMeters, type Point } from "../../shared/geo.ts";
import { lineThrough, nearestOn, type RouteLine } from "../../shared/maps/route-line.ts";

/** Where a share (0 to 1) of a line's length ends: a point on it, before the corner `index`; null for no line. */
function cutAt(
  { points, meters, lengthMeters }: RouteLine,
  share: number,
): { index: number; point: Point } | null {
  const target = lengthMeters * Math.min(1, Math.max(0, share));
  const index = meters.findIndex((walked, corner) => corner > 0 && walked >= target);
  const [from, to] = [points[index - 1], points[index]];
  const [before, after] = [meters[index - 1], meters[index]];
  if (!from || !to || before === undefined || after === undefined) return null;
  const part = after > before ? (target - before) / (after - before) : 0;
  const point = {
    latitude: from.latitude + (to.latitude - from.latitude) * part,
    longitude: from.longitude + (to.longitude - from.longitude) * part,
  };
  return { index, point };
}

/** Cuts a line in two at a share (0 to 1) of its length; the cut point belongs to both parts. */
export function splitAt(line: RouteLine, share: number): [Point[], Point[]] {
  const cut = cutAt(line, share);
  if (!cut) return [[...line.points], []];
  return [
    [...line.points.slice(0, cut.index), cut.point],
    [cut.point, ...line.points.slice(cut.index)],
  ];
}

/** The point at a share (0 to 1) of a line's length. */
export const pointAt = (line: RouteLine, share: number): Point | undefined =>
  cutAt(line, share)?.point ?? line.points.at(-1);

/** Beside the route by no more than this somebody is on it: half a street, and the error of a good position. */
const ON_ROUTE_METERS = 30;
/** Round a corner it is so much farther than straight; by more, he has come another way. */
const LONGEST_DETOUR = 2;

/** How to get from one place to another along a route that passes both; straight where it does not, or there is none. */
export function pathBetween(route: RouteLine | undefined, from: Point, to: Point): RouteLine {
  return lineThrough([from, ...(route ? cornersBetween(route, from, to) : []), to]);
}

function cornersBetween(route: RouteLine, from: Point, to: Point): readonly Point[] {
  const start = nearestOn(route, from, 0);
  const end = nearestOn(route, to, start.meters);
  const straight = distanceMeters(from, to);
  const isOnRoute = start.asideMeters <= ON_ROUTE_METERS && end.asideMeters <= ON_ROUTE_METERS;
  if (!isOnRoute || end.meters - start.meters > straight * LONGEST_DETOUR) return [];
  return route.points.filter((_, index) => {
    const meters = route.meters[index] ?? 0;
    return meters > start.meters && meters < end.meters;
  });
}
