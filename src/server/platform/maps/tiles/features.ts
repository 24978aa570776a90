import { clipPolygon, clipPolyline } from "lineclip";
import { type BoundingBox, isInside } from "../../../../shared/geo.ts";
import { seaWithin } from "./coastline.ts";
import { isRing, type Polygon, type Position, positionWithin, type Ring } from "./geometry.ts";
import { type Drawn, LAND, SEA } from "./layers.ts";
import { mergeLines } from "./merge-lines.ts";
import { assembleRings, toPolygons } from "./rings.ts";
import type { Sketch } from "./sketch.ts";

export type Geometry =
  | { type: "Point"; coordinates: Position }
  | { type: "LineString"; coordinates: Position[] }
  | { type: "Polygon"; coordinates: Polygon }
  | { type: "MultiPolygon"; coordinates: Polygon[] };

/** What is drawn, cut to the box. */
export type DrawnFeature = Pick<Drawn, "layer" | "minZoom" | "properties"> & { geometry: Geometry };

/** What the extract lacked, and what was made of it. */
export type Repairs = {
  /** Roads and rails that missing nodes part, and the pieces that they were parted into. */
  splitLines: number;
  pieces: number;
  /** Areas that were closed over missing nodes. */
  closedAreas: number;
  /** Ways of which fewer than two nodes in a row are there. */
  lostWays: number;
  /** Areas of several ways that are drawn in part or not at all, since some are missing; the names of those that have one. */
  cutAreas: number;
  cutAreaNames: string[];
  coastlineEnds: number;
};

/** Land is drawn so far past the edge, in degrees, that no seam shows where the map ends. */
const LAND_MARGIN_DEGREES = 0.03;

/** Turns a sketch into features with coordinates, and tells what had to be repaired. */
export function drawFeatures(sketch: Sketch): { features: DrawnFeature[]; repairs: Repairs } {
  const repairs: Repairs = {
    splitLines: 0,
    pieces: 0,
    closedAreas: 0,
    lostWays: 0,
    cutAreas: 0,
    cutAreaNames: [],
    coastlineEnds: 0,
  };
  const features = [
    land(sketch.bounds),
    ...sea(sketch, repairs),
    ...areas(sketch, repairs),
    ...areasOfRelations(sketch, repairs),
    ...lines(sketch, repairs),
    ...points(sketch),
  ];
  return { features, repairs };
}

const feature = ({ layer, minZoom, properties }: Drawn, geometry: Geometry): DrawnFeature => ({
  layer,
  minZoom,
  properties,
  geometry,
});

function land([west, south, east, north]: BoundingBox): DrawnFeature {
  const [w, s] = [west - LAND_MARGIN_DEGREES, south - LAND_MARGIN_DEGREES];
  const [e, n] = [east + LAND_MARGIN_DEGREES, north + LAND_MARGIN_DEGREES];
  const outline: Ring = [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ];
  return feature(LAND, { type: "Polygon", coordinates: [outline] });
}

function sea({ bounds, shapes, coastline }: Sketch, repairs: Repairs): DrawnFeature[] {
  // Lines keep their direction, for it says on which side the water is.
  const stretches = coastline.flatMap(way => shapes.stretchesOf(way));
  const lines = inOneDirection(stretches).map(nodes => shapes.positions(nodes));
  const { polygons, extendedEnds } = seaWithin(bounds, lines);
  repairs.coastlineEnds += extendedEnds;
  return polygons.map(coordinates => feature(SEA, { type: "Polygon", coordinates }));
}

/** Joins stretches where one ends and the next begins. */
function inOneDirection(stretches: readonly number[][]): number[][] {
  const byBegin = new Map(stretches.map(stretch => [stretch[0], stretch]));
  const begun = new Set(stretches.map(stretch => stretch.at(-1)));
  const isUsed = new Set<number[]>();
  const follow = (first: number[]): number[] => {
    const line: number[] = [];
    let next: number[] | undefined = first;
    while (next && !isUsed.has(next)) {
      isUsed.add(next);
      for (const node of line.length > 0 ? next.slice(1) : next) line.push(node);
      next = byBegin.get(line.at(-1));
    }
    return line;
  };
  const open = stretches.filter(stretch => !begun.has(stretch[0])).map(follow);
  const round = stretches.flatMap(stretch => (isUsed.has(stretch) ? [] : [follow(stretch)]));
  return [...open, ...round];
}

function areas({ bounds, shapes, areas }: Sketch, repairs: Repairs): DrawnFeature[] {
  return areas.flatMap(({ way, drawn }) => {
    const nodes = shapes.knownNodesOf(way);
    if (!shapes.isWhole(way)) repairs[nodes.length < 3 ? "lostWays" : "closedAreas"]++;
    const ring = closed(shapes.positions(nodes));
    return areaFeatures(toPolygons([ring]), drawn, bounds);
  });
}

function areasOfRelations({ bounds, shapes, relations }: Sketch, repairs: Repairs): DrawnFeature[] {
  return relations.flatMap(({ ways, drawn, name, isCut }) => {
    const assembled = (members: typeof ways) =>
      assembleRings(members.map(({ way }) => shapes.knownNodesOf(way)));
    const ringsOf = (members: typeof ways) => assembled(members).closed.map(nodes => shapes.positions(nodes));
    if (!isCut && assembled(ways).open.length === 0) {
      if (ways.some(({ way }) => !shapes.isWhole(way))) repairs.closedAreas++;
      return areaFeatures(toPolygons(ringsOf(ways)), drawn, bounds);
    }
    repairs.cutAreas++;
    if (name) repairs.cutAreaNames.push(name);
    // Here roles count: an island whose lake is missing would be taken for the lake.
    const outlines = ringsOf(ways.filter(({ isInner }) => !isInner));
    const holes = ringsOf(ways.filter(({ isInner }) => isInner));
    const polygons = toPolygons([...outlines, ...holes]).filter(([outline]) => outlines.includes(outline));
    return areaFeatures(polygons, drawn, bounds);
  });
}

const closed = (ring: Ring): Ring => (isRing(ring) || !ring[0] ? ring : [...ring, ring[0]]);

function areaFeatures(
  polygons: readonly Polygon[],
  drawn: readonly Drawn[],
  bounds: BoundingBox,
): DrawnFeature[] {
  const parts = polygons.flatMap(polygon => clipped(polygon, bounds));
  const [first, ...others] = parts;
  if (!first) return [];
  return drawn.flatMap(what => {
    if (!what.isPoint) {
      const geometry: Geometry =
        others.length === 0
          ? { type: "Polygon", coordinates: first }
          : { type: "MultiPolygon", coordinates: parts };
      return [feature(what, geometry)];
    }
    const position = positionWithin(first);
    return position ? [feature(what, { type: "Point", coordinates: position })] : [];
  });
}

function clipped([outer, ...holes]: Polygon, bounds: BoundingBox): Polygon[] {
  const outline = closed(clipPolygon(outer, bounds));
  if (outline.length < 4) return [];
  const inside = holes.map(hole => closed(clipPolygon(hole, bounds))).filter(hole => hole.length >= 4);
  return [[outline, ...inside]];
}

/** Lines that are drawn alike are joined first: one long line costs less than its pieces, and carries its name better. */
function lines({ bounds, shapes, lines }: Sketch, repairs: Repairs): DrawnFeature[] {
  const alike = Map.groupBy(lines, ({ drawn }) => JSON.stringify(drawn));
  return [...alike.values()].flatMap(members => {
    const stretches = members.flatMap(({ way }) => {
      const pieces = shapes.stretchesOf(way);
      if (pieces.length === 0) repairs.lostWays++;
      else if (!shapes.isWhole(way)) {
        repairs.splitLines++;
        repairs.pieces += pieces.length;
      }
      return pieces;
    });
    const [{ drawn } = { drawn: null }] = members;
    if (!drawn) return [];
    return mergeLines(stretches)
      .flatMap(nodes => clipPolyline(shapes.positions(nodes), bounds))
      .filter(line => line.length > 1)
      .map(coordinates => feature(drawn, { type: "LineString", coordinates }));
  });
}

function points({ bounds, shapes, points }: Sketch): DrawnFeature[] {
  return points.flatMap(({ node, drawn }) => {
    const coordinates = shapes.position(node);
    const [longitude, latitude] = coordinates;
    if (!isInside(bounds, { latitude, longitude })) return [];
    return drawn.map(what => feature(what, { type: "Point", coordinates }));
  });
}
