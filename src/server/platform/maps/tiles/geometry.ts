import type { BoundingBox } from "../../../../shared/geo.ts";

/** Longitude and latitude in degrees, as in GeoJSON (RFC 7946, section 3.1.1). */
export type Position = [longitude: number, latitude: number];
/** First and last position are the same. */
export type Ring = Position[];
/** The outline, then the holes in it. */
export type Polygon = [outer: Ring, ...holes: Ring[]];

/** True when the line ends where it begins. */
export function isRing(line: readonly Position[]): boolean {
  const [begin, end] = [line[0], line.at(-1)];
  return line.length > 3 && begin?.[0] === end?.[0] && begin?.[1] === end?.[1];
}

/** True within the box, its edge excluded. */
export const isInBox = ([west, south, east, north]: BoundingBox, [x, y]: Position): boolean =>
  x > west && x < east && y > south && y < north;

/** Twice the area by the shoelace formula: positive when the ring goes counter-clockwise seen from above. */
export function signedArea(ring: readonly Position[]): number {
  let sum = 0;
  let previous = ring.at(-1);
  for (const position of ring) {
    if (previous) sum += previous[0] * position[1] - position[0] * previous[1];
    previous = position;
  }
  return sum;
}

/** True when the position lies inside, by the number of edges to its east (even-odd rule). */
export function isWithin(ring: readonly Position[], [x, y]: Position): boolean {
  let isInside = false;
  let previous = ring.at(-1);
  for (const position of ring) {
    if (previous && position[1] > y !== previous[1] > y) {
      const slope = (previous[0] - position[0]) / (previous[1] - position[1]);
      if (x < position[0] + slope * (y - position[1])) isInside = !isInside;
    }
    previous = position;
  }
  return isInside;
}

/**
 * A position inside the polygon: the middle of its widest part at half its height. Null for one without an area. A center
 * of gravity would lie outside of a lake that bends.
 */
export function positionWithin([outer, ...holes]: Polygon): Position | null {
  const [south, north] = extremes(outer.map(([, latitude]) => latitude));
  const y = (south + north) / 2;
  const crossings = [outer, ...holes]
    .flatMap(ring => crossingsAt(ring, y))
    .toSorted((one, other) => one - other);
  let widest: { width: number; position: Position } | null = null;
  for (let index = 0; index + 1 < crossings.length; index += 2) {
    const [from = 0, to = 0] = crossings.slice(index, index + 2);
    if (to - from > (widest?.width ?? 0)) widest = { width: to - from, position: [(from + to) / 2, y] };
  }
  return widest?.position ?? null;
}

/** Smallest and largest; spreading a long outline into `Math.min` would exceed the stack. */
const extremes = (numbers: readonly number[]): [number, number] =>
  numbers.reduce<[number, number]>(
    ([least, most], number) => [Math.min(least, number), Math.max(most, number)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );

function crossingsAt(ring: readonly Position[], y: number): number[] {
  const crossings: number[] = [];
  let previous = ring.at(-1);
  for (const position of ring) {
    if (previous && position[1] > y !== previous[1] > y) {
      const share = (y - position[1]) / (previous[1] - position[1]);
      crossings.push(position[0] + share * (previous[0] - position[0]));
    }
    previous = position;
  }
  return crossings;
}
