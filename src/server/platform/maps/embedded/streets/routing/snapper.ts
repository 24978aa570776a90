import Flatbush from "flatbush";
import type { Point } from "../../../../../../shared/geo.ts";
import { groundMeters, metersPerDegree } from "../graph/ground-distance.ts";
import { DEGREES_PER_UNIT, type StreetGraph } from "../graph/street-graph.ts";
import type { StreetPlace } from "../graph/street-lines.ts";

/** The place on a street that is nearest to a point. */
export type Snap = StreetPlace & {
  point: Point;
  /** From the point that was asked about, through the air. */
  meters: number;
};

const FARTHEST_METERS = 500;
/** Half the sides of the squares in which streets are looked for, one after the other: most doors are near. */
const REACHES_METERS = [40, 160, FARTHEST_METERS];

/** Finds streets near to points. */
export function createSnapper({ firstVertex, latitudes, longitudes, centimeters }: StreetGraph) {
  const edges = firstVertex.length - 1;
  const segments = latitudes.length - edges;
  const vertexOf = new Uint32Array(segments);
  const edgeOfSegment = new Uint32Array(segments);
  const index = segments > 0 ? new Flatbush(segments, 16, Int32Array) : null;
  let segment = 0;
  for (let edge = 0; edge < edges; edge++) {
    const last = (firstVertex[edge + 1] as number) - 1;
    for (let vertex = firstVertex[edge] as number; vertex < last; vertex++) {
      const [x, y] = [longitudes[vertex] as number, latitudes[vertex] as number];
      const [nextX, nextY] = [longitudes[vertex + 1] as number, latitudes[vertex + 1] as number];
      index?.add(Math.min(x, nextX), Math.min(y, nextY), Math.max(x, nextX), Math.max(y, nextY));
      vertexOf[segment] = vertex;
      edgeOfSegment[segment] = edge;
      segment += 1;
    }
  }
  index?.finish();

  const vertexPoint = (vertex: number): Point => ({
    latitude: (latitudes[vertex] as number) * DEGREES_PER_UNIT,
    longitude: (longitudes[vertex] as number) * DEGREES_PER_UNIT,
  });

  /** Share of the edge's length up to a part of one of its segments. */
  function shareAt(edge: number, vertex: number, part: number): number {
    let before = 0;
    for (let at = firstVertex[edge] as number; at < vertex; at++)
      before += groundMeters(vertexPoint(at), vertexPoint(at + 1));
    const within = part * groundMeters(vertexPoint(vertex), vertexPoint(vertex + 1));
    return Math.min(1, ((before + within) * 100) / (centimeters[edge] as number));
  }

  /** The nearest place on an edge that `isMeant`, at most 500 m away; null when there is none. */
  return function snap(point: Point, isMeant: (edge: number) => boolean): Snap | null {
    const perDegree = metersPerDegree(point.latitude);
    const shrink = perDegree.longitude / perDegree.latitude;
    const x = point.longitude / DEGREES_PER_UNIT;
    const y = point.latitude / DEGREES_PER_UNIT;
    const unitMeters = DEGREES_PER_UNIT * perDegree.latitude;
    let best = { meters: Number.POSITIVE_INFINITY, segment: -1, part: 0 };
    for (const reach of REACHES_METERS) {
      const [width, height] = [reach / unitMeters / shrink, reach / unitMeters];
      index?.search(x - width, y - height, x + width, y + height, found => {
        if (!isMeant(edgeOfSegment[found] as number)) return false;
        const vertex = vertexOf[found] as number;
        const alongX = ((longitudes[vertex + 1] as number) - (longitudes[vertex] as number)) * shrink;
        const alongY = (latitudes[vertex + 1] as number) - (latitudes[vertex] as number);
        const toX = (x - (longitudes[vertex] as number)) * shrink;
        const toY = y - (latitudes[vertex] as number);
        const squared = alongX * alongX + alongY * alongY;
        const part = squared > 0 ? Math.max(0, Math.min(1, (toX * alongX + toY * alongY) / squared)) : 0;
        const meters = Math.hypot(toX - part * alongX, toY - part * alongY) * unitMeters;
        if (meters < best.meters || (meters === best.meters && found < best.segment))
          best = { meters, segment: found, part };
        return false;
      });
      if (best.meters <= reach) break;
    }
    if (best.meters > FARTHEST_METERS) return null;
    const vertex = vertexOf[best.segment] as number;
    const edge = edgeOfSegment[best.segment] as number;
    const [from, to] = [vertexPoint(vertex), vertexPoint(vertex + 1)];
    return {
      edge,
      share: shareAt(edge, vertex, best.part),
      point: {
        latitude: from.latitude + (to.latitude - from.latitude) * best.part,
        longitude: from.longitude + (to.longitude - from.longitude) * best.part,
      },
      meters: best.meters,
    };
  };
}
