import type { Point } from "../../shared/geo.ts";

type Placed = { id: string; point: Point };
type Pixel = { x: number; y: number };

/** Things that lie so close together on the screen that one sign stands for them all. */
export type Cluster<Thing> = {
  /** Stays the same while its first member does, so that the sign keeps its element. */
  id: string;
  /** Its first member's place: so no two signs cover each other. */
  point: Point;
  members: readonly Thing[];
};

export type Clustered<Thing> = { alone: Thing[]; clusters: Cluster<Thing>[] };

type Options<Thing> = {
  /** Where a point is drawn at the present zoom. */
  project: (point: Point) => Pixel;
  radiusPx: number;
  /** What is chosen or followed is shown by itself, wherever it is. */
  staysAlone: (thing: Thing) => boolean;
};

/** With more than so many markers a map is read by its crowds. */
const MANY = 60;
/** Crowds are gathered within a finger's width. */
const CROWD_PX = 44;
/** Of few, only those are gathered that lie on each other and could not be told apart. */
const STACK_PX = 12;

export const radiusFor = (count: number): number => (count > MANY ? CROWD_PX : STACK_PX);

/**
 * Gathers things around the first of each crowd, in the order of their ids: the same things at the same places are
 * gathered in the same way, whatever order they come in. Each is at most `radiusPx` from the first member.
 */
export function clusterise<Thing extends Placed>(
  things: readonly Thing[],
  { project, radiusPx, staysAlone }: Options<Thing>,
): Clustered<Thing> {
  const alone: Thing[] = [];
  const crowds = createCrowds<Thing>(radiusPx);
  for (const thing of things.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    if (staysAlone(thing)) alone.push(thing);
    else crowds.add(thing, project(thing.point));
  }
  const clusters: Cluster<Thing>[] = [];
  for (const [first, ...others] of crowds.all()) {
    if (!first) continue;
    if (others.length === 0) alone.push(first);
    else clusters.push({ id: `cluster:${first.id}`, point: first.point, members: [first, ...others] });
  }
  return { alone, clusters };
}

/** Crowds by the square of a grid that their first member stands in: whoever is near is in one of nine squares. */
function createCrowds<Thing>(radiusPx: number) {
  type Crowd = { at: Pixel; members: Thing[] };
  const squares = new Map<string, Crowd[]>();
  const crowds: Crowd[] = [];
  const column = (pixels: number) => Math.floor(pixels / radiusPx);

  function nearest({ x, y }: Pixel): Crowd | undefined {
    let best: Crowd | undefined;
    let bestSquared = radiusPx ** 2;
    for (let i = column(x) - 1; i <= column(x) + 1; i++)
      for (let j = column(y) - 1; j <= column(y) + 1; j++)
        for (const crowd of squares.get(`${i},${j}`) ?? []) {
          const squared = (crowd.at.x - x) ** 2 + (crowd.at.y - y) ** 2;
          if (squared > bestSquared) continue;
          best = crowd;
          bestSquared = squared;
        }
    return best;
  }

  return {
    add(thing: Thing, at: Pixel): void {
      const near = nearest(at);
      if (near) return void near.members.push(thing);
      const crowd = { at, members: [thing] };
      const square = `${column(at.x)},${column(at.y)}`;
      squares.set(square, [...(squares.get(square) ?? []), crowd]);
      crowds.push(crowd);
    },
    all: (): Thing[][] => crowds.map(({ members }) => members),
  };
}
