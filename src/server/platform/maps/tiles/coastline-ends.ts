import type { BoundingBox } from "../../../../shared/geo.ts";
import { isInBox, isRing, type Position } from "./geometry.ts";

/**
 * Leads ends that lie inside the box to where the line would go on if the extract held all of it: to the nearest
 * beginning of a line, or straight to the edge when that is nearer.
 */
export function mendEnds(
  box: BoundingBox,
  lines: readonly Position[][],
): { lines: Position[][]; extendedEnds: number } {
  const mended = lines.map(line => [...line]);
  const isLoose = (position: Position | undefined): position is Position =>
    position !== undefined && isInBox(box, position);
  const open = mended.filter(line => !isRing(line));
  const tails = open.filter(line => isLoose(line.at(-1)));
  const heads = open.filter(line => isLoose(line[0]));
  let extendedEnds = 0;

  const bridges = tails
    .flatMap(tail => heads.map(head => ({ tail, head, length: gap(tail.at(-1), head[0]) })))
    .filter(({ tail, head, length }) => length < Math.min(toEdge(box, tail.at(-1)), toEdge(box, head[0])))
    .toSorted((one, other) => one.length - other.length);
  const bridged = new Map<Position[], Position[]>();
  const reached = new Set<Position[]>();
  for (const { tail, head } of bridges) {
    if (bridged.has(tail) || reached.has(head)) continue;
    bridged.set(tail, head);
    reached.add(head);
    extendedEnds += 2;
  }
  for (const line of tails) {
    const end = line.at(-1);
    if (bridged.has(line) || !end) continue;
    line.push(nearestOnEdge(box, end));
    extendedEnds++;
  }
  for (const line of heads) {
    const [begin] = line;
    if (reached.has(line) || !begin) continue;
    line.unshift(nearestOnEdge(box, begin));
    extendedEnds++;
  }
  return { lines: joinBridged(mended, bridged, reached), extendedEnds };
}

/** Lines that bridges lead to become part of the line that the bridge begins at. */
function joinBridged(
  lines: readonly Position[][],
  bridged: ReadonlyMap<Position[], Position[]>,
  reached: ReadonlySet<Position[]>,
): Position[][] {
  const isJoined = new Set<Position[]>();
  const follow = (first: Position[]): Position[] => {
    const whole: Position[] = [];
    let line: Position[] | undefined = first;
    while (line && !isJoined.has(line)) {
      isJoined.add(line);
      for (const position of line) whole.push(position);
      line = bridged.get(line);
    }
    const [begin] = whole;
    return line === first && begin ? [...whole, begin] : whole;
  };
  const fromTheirBeginning = lines.filter(line => !reached.has(line)).map(follow);
  const roundAbout = lines
    .filter(line => !isJoined.has(line))
    .map(line => (isJoined.has(line) ? [] : follow(line)));
  return [...fromTheirBeginning, ...roundAbout.filter(line => line.length > 0)];
}

const gap = (one: Position | undefined, other: Position | undefined): number =>
  one && other ? Math.hypot(one[0] - other[0], one[1] - other[1]) : Number.POSITIVE_INFINITY;

function nearestOnEdge([west, south, east, north]: BoundingBox, [x, y]: Position): Position {
  const onEdge: Position[] = [
    [west, y],
    [east, y],
    [x, south],
    [x, north],
  ];
  return onEdge.reduce((best, position) => (gap(position, [x, y]) < gap(best, [x, y]) ? position : best));
}

const toEdge = (box: BoundingBox, position: Position | undefined): number =>
  position ? gap(position, nearestOnEdge(box, position)) : Number.POSITIVE_INFINITY;
