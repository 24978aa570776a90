import { type BoundingBox, isInside, type Point } from "../../../../../../shared/geo.ts";
import { fold } from "../words/folding.ts";
import { boxOf, gapMeters, middleVertex } from "./boxes.ts";
import { mergedNames, type Names } from "./names.ts";

/** A piece of a street as it was drawn. */
export type StreetWay = { names: Names; vertices: readonly Point[] };

/** A street of one town; its point lies on it, near its middle. `city` is an index, or -1. */
export type StreetRecord = Point & { names: Names; city: number; lines: (readonly Point[])[] };

/** Pieces of one name that are farther apart are streets of two towns. */
const GAP_METERS = 1_000;

/** Streets by name, each of the pieces that hang together. */
export const streetsOf = (
  ways: readonly StreetWay[],
  { bounds, cityOf }: { bounds: BoundingBox; cityOf: (point: Point) => number },
): StreetRecord[] =>
  [...Map.groupBy(ways, way => fold(way.names.main)).values()].flatMap(named =>
    together(named).flatMap(pieces => {
      const names = mergedNames(pieces.map(piece => piece.names));
      const lines = pieces.map(piece => piece.vertices);
      const point = middleVertex(lines.flat().filter(vertex => isInside(bounds, vertex)));
      return point ? [{ ...point, names, city: cityOf(point), lines }] : [];
    }),
  );

/** Groups of pieces whose boxes have no wide gap between them. */
function together(pieces: readonly StreetWay[]): StreetWay[][] {
  let groups: { members: StreetWay[]; box: BoundingBox }[] = [];
  for (const piece of pieces) {
    const box = boxOf(piece.vertices);
    const near = groups.filter(group => gapMeters(group.box, box) <= GAP_METERS);
    const joined = {
      members: [...near.flatMap(group => group.members), piece],
      box: near.reduce((all, group) => around(all, group.box), box),
    };
    groups = [...groups.filter(group => !near.includes(group)), joined];
  }
  return groups.map(group => group.members);
}

const around = (one: BoundingBox, other: BoundingBox): BoundingBox => [
  Math.min(one[0], other[0]),
  Math.min(one[1], other[1]),
  Math.max(one[2], other[2]),
  Math.max(one[3], other[3]),
];
