import { isWithin, type Polygon, positionWithin, type Ring, signedArea } from "./geometry.ts";

/** Nodes in a row, by their numbers in the table of nodes. */
export type Chain = readonly number[];

export type AssembledRings = {
  /** First and last node are the same. */
  closed: number[][];
  /** What could not be closed, because the extract holds only a part of it. */
  open: number[][];
};

/** An end of a chain. Who goes on from the last node of a chain goes along it in reverse. */
type End = { chain: number; isReversed: boolean };

/** Which chains begin or end at a node. */
export function endsByNode(chains: readonly Chain[]): Map<number, End[]> {
  const ends = new Map<number, End[]>();
  const add = (node: number | undefined, end: End) => {
    if (node === undefined) return;
    const known = ends.get(node);
    if (known) known.push(end);
    else ends.set(node, [end]);
  };
  chains.forEach((nodes, chain) => {
    add(nodes[0], { chain, isReversed: false });
    add(nodes.at(-1), { chain, isReversed: true });
  });
  return ends;
}

/**
 * Puts chains together to rings where they share their end nodes, whatever their direction. A ring is closed as soon as
 * the way comes back to a node at which it passed from one chain to the next, so that rings that touch stay two.
 */
export function assembleRings(chains: readonly Chain[]): AssembledRings {
  const usable = chains.filter(chain => chain.length > 1);
  const closed = usable.filter(isClosed).map(chain => [...chain]);
  const pieces = usable.filter(chain => !isClosed(chain));
  const ends = endsByNode(pieces);
  const isUsed = new Array<boolean>(pieces.length).fill(false);
  const takeAt = (node: number): number[] | null => {
    const end = ends.get(node)?.find(({ chain }) => !isUsed[chain]);
    const piece = end && pieces[end.chain];
    if (!piece) return null;
    isUsed[end.chain] = true;
    return end.isReversed ? piece.toReversed() : [...piece];
  };

  const open: number[][] = [];
  pieces.forEach((piece, chain) => {
    if (isUsed[chain]) return;
    isUsed[chain] = true;
    const onwards = extend([[...piece]], takeAt, closed);
    const bothWays = extend(turned(onwards), takeAt, closed);
    if (bothWays.length > 0) open.push(joined(turned(bothWays)));
  });
  return { closed, open };
}

const isClosed = (chain: Chain) => chain.length > 3 && chain[0] === chain.at(-1);

/** Walks on from the last part; parts that have become a ring move to `closed`. */
function extend(
  parts: number[][],
  takeAt: (node: number) => number[] | null,
  closed: number[][],
): number[][] {
  const walk = [...parts];
  for (;;) {
    const tail = walk.at(-1)?.at(-1);
    if (tail === undefined) return walk;
    const begin = walk.findIndex(part => part[0] === tail);
    if (begin >= 0) {
      const ring = joined(walk.splice(begin));
      if (ring.length > 3) closed.push(ring);
      continue;
    }
    const next = takeAt(tail);
    if (!next) return walk;
    walk.push(next);
  }
}

/** The same walk from its other end. */
const turned = (parts: readonly number[][]): number[][] => parts.toReversed().map(part => part.toReversed());

const joined = (parts: readonly number[][]): number[] =>
  parts.flatMap((part, index) => (index === 0 ? part : part.slice(1)));

/**
 * Sorts rings into polygons by how they lie in each other: what lies in an outline is a hole, what lies in a hole an
 * outline again. Roles of a relation are not asked, since they are often missing or wrong.
 */
export function toPolygons(rings: readonly Ring[]): Polygon[] {
  const bySize = rings
    .map(ring => ({ ring, area: Math.abs(signedArea(ring)), inside: positionWithin([ring]) }))
    .filter(({ area, inside }) => area > 0 && inside)
    .toSorted((one, other) => other.area - one.area);
  const placed: { ring: Ring; polygon: Polygon; isHole: boolean }[] = [];
  for (const { ring, inside } of bySize) {
    // The smallest that contains it is the last of those that are larger.
    const around = inside && placed.findLast(known => isWithin(known.ring, inside));
    const isHole = around ? !around.isHole : false;
    const polygon: Polygon = isHole && around ? around.polygon : [ring];
    if (isHole) polygon.push(ring);
    placed.push({ ring, polygon, isHole });
  }
  return placed.flatMap(({ polygon, isHole }) => (isHole ? [] : [polygon]));
}
