import { distanceMeters, type Point, pathLengthMeters } from "../../shared/geo.ts";
import { decodePolyline } from "../../shared/maps/polyline.ts";
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

/** Cuts a line in two at a share (0 to 1) of its length; the cut point belongs to both parts. */
export function splitAt(points: readonly Point[], share: number): [Point[], Point[]] {
  const target = pathLengthMeters(points) * Math.min(1, Math.max(0, share));
  let walked = 0;
  for (let index = 1; index < points.length; index++) {
    const from = points[index - 1];
    const to = points[index];
    if (!from || !to) break;
    const step = distanceMeters(from, to);
    if (walked + step >= target) {
      const part = step === 0 ? 0 : (target - walked) / step;
      const cut = {
        latitude: from.latitude + (to.latitude - from.latitude) * part,
        longitude: from.longitude + (to.longitude - from.longitude) * part,
      };
      return [
        [...points.slice(0, index), cut],
        [cut, ...points.slice(index)],
      ];
    }
    walked += step;
  }
  return [[...points], []];
}
