import type { Point } from "../../../../../../shared/geo.ts";
import { groundMeters } from "./ground-distance.ts";
import { DEGREES_PER_UNIT, edgeOf, isAgainst, type StreetGraph } from "./street-graph.ts";

/** A place on a street: `share` of the edge's length from the beginning of its drawing, 0 to 1. */
export type StreetPlace = { edge: number; share: number };

/** The share of an arc's length that lies before a place on it. */
export const shareAlong = (arc: number, { share }: StreetPlace): number =>
  isAgainst(arc) ? 1 - share : share;

/** The line from one place to another along these arcs, of which the first and the last are gone in part. */
export function lineAlong(
  graph: StreetGraph,
  arcs: readonly number[],
  from: StreetPlace,
  to: StreetPlace,
): Point[] {
  return arcs.flatMap((arc, index) => {
    const begin = index === 0 ? shareAlong(arc, from) : 0;
    const end = index === arcs.length - 1 ? shareAlong(arc, to) : 1;
    const line = partOfLine(verticesOf(graph, arc), begin, end);
    // Where one arc ends, the next begins.
    return index === 0 ? line : line.slice(1);
  });
}

function verticesOf({ firstVertex, latitudes, longitudes }: StreetGraph, arc: number): Point[] {
  const points: Point[] = [];
  const end = firstVertex[edgeOf(arc) + 1] as number;
  for (let vertex = firstVertex[edgeOf(arc)] as number; vertex < end; vertex++)
    points.push({
      latitude: (latitudes[vertex] as number) * DEGREES_PER_UNIT,
      longitude: (longitudes[vertex] as number) * DEGREES_PER_UNIT,
    });
  return isAgainst(arc) ? points.reverse() : points;
}

/** The part of a line between two shares of its length, the first at most the second; both ends are in it. */
function partOfLine(points: readonly Point[], fromShare: number, toShare: number): Point[] {
  const passed = [0];
  points.slice(1).forEach((point, index) => {
    passed.push((passed[index] as number) + groundMeters(points[index] as Point, point));
  });
  const whole = passed.at(-1) as number;
  const between = points.filter((_, index) => {
    const share = (passed[index] as number) / whole;
    return share > fromShare && share < toShare;
  });
  return [at(fromShare * whole), ...between, at(toShare * whole)];

  function at(meters: number): Point {
    const next = Math.max(
      1,
      passed.findIndex((length, index) => index > 0 && length >= meters),
    );
    const [begin, end] = [points[next - 1] as Point, points[next] as Point];
    const length = (passed[next] as number) - (passed[next - 1] as number);
    const part = length > 0 ? Math.min(1, (meters - (passed[next - 1] as number)) / length) : 0;
    return {
      latitude: begin.latitude + (end.latitude - begin.latitude) * part,
      longitude: begin.longitude + (end.longitude - begin.longitude) * part,
    };
  }
}
