import { clipPolyline } from "lineclip";
import type { BoundingBox } from "../../../../shared/geo.ts";
import { mendEnds } from "./coastline-ends.ts";
import {
  isInBox,
  isRing,
  isWithin,
  type Polygon,
  type Position,
  positionWithin,
  type Ring,
  signedArea,
} from "./geometry.ts";

export type Sea = {
  polygons: Polygon[];
  /** Ends of the coastline inside the box that were led to the edge or to the next end. */
  extendedEnds: number;
};

/**
 * The sea within a box, from coastlines with the land on their left and the water on their right, as OpenStreetMap
 * draws them (wiki.openstreetmap.org/wiki/Tag:natural=coastline). Lines with common ends have been joined before. Where
 * there is no coastline at all, everything is land.
 */
export function seaWithin(box: BoundingBox, coastlines: readonly Position[][]): Sea {
  const lines = coastlines.filter(line => line.length > 1);
  if (lines.length === 0) return { polygons: [], extendedEnds: 0 };
  const { lines: mended, extendedEnds } = mendEnds(box, lines);
  const clipped = mended.flatMap(line => clipPolyline(fromOutside(box, line), box));
  const shores = clipped.filter(line => line.length > 1);
  const rings = shores.filter(isRing);
  const islands = rings.filter(ring => signedArea(ring) > 0);
  const lagoons = rings.filter(ring => signedArea(ring) < 0);
  const crossing = alongTheEdge(
    box,
    withoutContradiction(
      box,
      shores.filter(line => !isRing(line)),
    ),
  );
  const whole = crossing.length === 0 && isEdgeWater(box, rings, mended) ? [edgeOf(box)] : [];
  return { polygons: withHoles([...crossing, ...lagoons, ...whole], islands), extendedEnds };
}

/** A ring that leaves the box begins outside of it, or cutting would part the piece that its beginning lies on. */
function fromOutside(box: BoundingBox, line: Position[]): Position[] {
  if (!isRing(line)) return line;
  const begin = line.findIndex(position => !isInBox(box, position));
  return begin > 0 ? [...line.slice(begin), ...line.slice(1, begin + 1)] : line;
}

/** Clockwise from the north-west corner: 0 to 1 along the north, to 2 along the east, to 3 along the south, to 4. */
function placeOnEdge([west, south, east, north]: BoundingBox, [x, y]: Position): number {
  if (y >= north) return (x - west) / (east - west);
  if (x >= east) return 1 + (north - y) / (north - south);
  if (y <= south) return 2 + (east - x) / (east - west);
  return 3 + (y - south) / (north - south);
}

const corners = ([west, south, east, north]: BoundingBox): [Position, Position, Position, Position] => [
  [west, north],
  [east, north],
  [east, south],
  [west, south],
];

/** The box itself as a ring, clockwise. */
function edgeOf(box: BoundingBox): Ring {
  const [first, ...others] = corners(box);
  return [first, ...others, first];
}

/**
 * Along the edge, shores must come in and leave by turns, or a place would be sea by one and land by another. A mended end
 * may break that; then the shorter of the two that contradict each other goes, until none do.
 */
function withoutContradiction(box: BoundingBox, shores: readonly Position[][]): Position[][] {
  const passages = shores
    .flatMap(shore => [
      { shore, place: placeOnEdge(box, shore[0] ?? [0, 0]), isEntry: true },
      { shore, place: placeOnEdge(box, shore.at(-1) ?? [0, 0]), isEntry: false },
    ])
    .toSorted((one, other) => one.place - other.place);
  const index = passages.findIndex(({ isEntry }, at) => isEntry === passages.at(at - 1)?.isEntry);
  if (index < 0 || passages.length < 3) return [...shores];
  const [one, other] = [passages.at(index - 1)?.shore ?? [], passages[index]?.shore ?? []];
  const shorter = lengthOf(one) < lengthOf(other) ? one : other;
  return withoutContradiction(
    box,
    shores.filter(shore => shore !== shorter),
  );
}

const lengthOf = (line: readonly Position[]): number =>
  line.reduce((sum, [x, y], at) => {
    const [beforeX, beforeY] = line[at - 1] ?? [x, y];
    return sum + Math.hypot(x - beforeX, y - beforeY);
  }, 0);

/**
 * Closes the shores that cross the box: with the water on the right, the edge is followed clockwise from where a shore
 * leaves to where the next one comes in.
 */
function alongTheEdge(box: BoundingBox, shores: readonly Position[][]): Ring[] {
  const starts = shores
    .map((shore, index) => ({ index, place: placeOnEdge(box, shore[0] ?? [0, 0]) }))
    .toSorted((one, other) => one.place - other.place);
  const isUsed = new Array<boolean>(shores.length).fill(false);
  const rings: Ring[] = [];
  for (const { index: first } of starts) {
    if (isUsed[first]) continue;
    const ring: Ring = [];
    let index = first;
    do {
      isUsed[index] = true;
      const shore = shores[index] ?? [];
      for (const position of shore) ring.push(position);
      const leaving = placeOnEdge(box, shore.at(-1) ?? [0, 0]);
      const next = starts.find(({ place }) => place >= leaving) ?? starts[0];
      if (!next) break;
      const arriving = next.place >= leaving ? next.place : next.place + 4;
      for (let corner = Math.floor(leaving) + 1; corner <= arriving; corner++) {
        const position = corners(box)[corner % 4];
        if (position) ring.push(position);
      }
      index = next.index;
    } while (!isUsed[index]);
    const [begin] = ring;
    if (begin) rings.push([...ring, begin]);
  }
  return rings;
}

/** Where no shore crosses the edge, all of it is water or all of it land; the outermost ring or the nearest coast says which. */
function isEdgeWater(box: BoundingBox, rings: readonly Ring[], lines: readonly Position[][]): boolean {
  const [outermost] = rings.toSorted((one, other) => Math.abs(signedArea(other)) - Math.abs(signedArea(one)));
  if (outermost) return signedArea(outermost) > 0;
  const [west, south, east, north] = box;
  return isOnTheRight(lines, [(west + east) / 2, (south + north) / 2]);
}

/** On which side of the nearest stretch of coast a position lies. */
function isOnTheRight(lines: readonly Position[][], [x, y]: Position): boolean {
  // At this latitude a degree to the east is shorter than one to the north.
  const shrink = Math.cos((y * Math.PI) / 180);
  let [nearest, isRight] = [Number.POSITIVE_INFINITY, false];
  for (const line of lines) {
    for (let index = 1; index < line.length; index++) {
      const [[fromX, fromY], [toX, toY]] = [line[index - 1] ?? [0, 0], line[index] ?? [0, 0]];
      const [alongX, alongY] = [(toX - fromX) * shrink, toY - fromY];
      const [offX, offY] = [(x - fromX) * shrink, y - fromY];
      const share = Math.max(
        0,
        Math.min(1, (offX * alongX + offY * alongY) / (alongX ** 2 + alongY ** 2 || 1)),
      );
      const distance = (offX - share * alongX) ** 2 + (offY - share * alongY) ** 2;
      if (distance >= nearest) continue;
      nearest = distance;
      isRight = alongX * offY - alongY * offX < 0;
    }
  }
  return isRight;
}

function withHoles(outlines: readonly Ring[], islands: readonly Ring[]): Polygon[] {
  const polygons = outlines
    .toSorted((one, other) => Math.abs(signedArea(one)) - Math.abs(signedArea(other)))
    .map((outline): Polygon => [outline]);
  for (const island of islands) {
    const inside = positionWithin([island]);
    if (inside) polygons.find(([outline]) => isWithin(outline, inside))?.push(island);
  }
  return polygons;
}
