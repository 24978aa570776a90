import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { seaWithin } from "../../../src/server/platform/maps/tiles/coastline.ts";
import { isWithin, type Position, signedArea } from "../../../src/server/platform/maps/tiles/geometry.ts";

/** The town's box; coasts have the land on their left. */
const BOX = [0, 0, 10, 10] as const;

const isSea = (lines: Position[][], position: Position): boolean =>
  seaWithin(BOX, lines).polygons.some(
    ([outline, ...islands]) =>
      isWithin(outline, position) && !islands.some(island => isWithin(island, position)),
  );
/** How much of the box is sea, 0 to 1. */
const shareOfSea = (lines: Position[][]): number =>
  seaWithin(BOX, lines).polygons.reduce(
    (sum, [outline, ...islands]) =>
      sum +
      Math.abs(signedArea(outline)) -
      islands.reduce((land, island) => land + Math.abs(signedArea(island)), 0),
    0,
  ) / 200;

const island: Position[] = [
  [4, 4],
  [6, 4],
  [6, 6],
  [4, 6],
  [4, 4],
];
const skerry: Position[] = [
  [8, 8],
  [9, 8],
  [9, 9],
  [8, 9],
  [8, 8],
];

describe("the sea along a coast", () => {
  test("water lies on the right of who goes north, and on the right of who goes south", () => {
    const north: Position[] = [
      [3, -1],
      [3, 11],
    ];
    expect(shareOfSea([north])).toBeCloseTo(0.7, 9);
    expect(isSea([north], [5, 5])).toBe(true);
    expect(isSea([north], [1, 5])).toBe(false);
    expect(shareOfSea([north.toReversed()])).toBeCloseTo(0.3, 9);
  });

  test("a coast that cuts a corner leaves the corner or all but the corner", () => {
    const corner: Position[] = [
      [-2, 6],
      [6, -2],
    ];
    expect(shareOfSea([corner])).toBeCloseTo(0.08, 9);
    expect(shareOfSea([corner.toReversed()])).toBeCloseTo(0.92, 9);
  });

  test("two coasts face each other across a strait", () => {
    const [west, east]: [Position[], Position[]] = [
      [
        [3, -1],
        [3, 11],
      ],
      [
        [7, 11],
        [7, -1],
      ],
    ];
    expect(shareOfSea([west, east])).toBeCloseTo(0.4, 9);
    expect([1, 5, 9].map(x => isSea([west, east], [x, 5]))).toEqual([false, true, false]);
  });

  test("a coast that leaves the map and comes back has two bays", () => {
    const coast: Position[] = [
      [2, -1],
      [2, 3],
      [-1, 3],
      [-1, 7],
      [2, 7],
      [2, 11],
    ];
    expect(isSea([coast], [1, 5])).toBe(true);
    expect(isSea([coast], [1, 1])).toBe(false);
    expect(isSea([coast], [1, 9])).toBe(false);
    expect(shareOfSea([coast])).toBeCloseTo(0.88, 9);
  });

  test("islands are land in the sea, and an island at the edge is too", () => {
    const north: Position[] = [
      [3, -1],
      [3, 11],
    ];
    expect(isSea([north, island], [5, 5])).toBe(false);
    expect(shareOfSea([north, island])).toBeCloseTo(0.66, 9);
    const atTheEdge: Position[] = [
      [9, 4],
      [12, 4],
      [12, 6],
      [9, 6],
      [9, 4],
    ];
    expect(shareOfSea([north, atTheEdge])).toBeCloseTo(0.68, 9);
  });
});

describe("where no coast crosses the edge", () => {
  test("without any coast all is land", () => {
    expect(seaWithin(BOX, [])).toEqual({ polygons: [], extendedEnds: 0 });
  });

  test("around an island all is sea", () => {
    expect(shareOfSea([island])).toBeCloseTo(0.96, 9);
    expect(shareOfSea([skerry, island])).toBeCloseTo(0.95, 9);
  });

  test("a sea within the land is sea alone", () => {
    expect(shareOfSea([island.toReversed()])).toBeCloseTo(0.04, 9);
  });

  test("a map of nothing but sea is all sea when the coast beyond says so", () => {
    const west: Position[] = [
      [-3, -5],
      [-3, 15],
    ];
    expect(shareOfSea([west])).toBe(1);
    expect(shareOfSea([west.toReversed()])).toBe(0);
  });
});

describe("coasts of which the extract lacks a part", () => {
  test("an end near the edge is led to it", () => {
    const coast: Position[] = [
      [3, 0.4],
      [3, 9.7],
    ];
    expect(shareOfSea([coast])).toBeCloseTo(0.7, 9);
    expect(seaWithin(BOX, [coast]).extendedEnds).toBe(2);
  });

  test("a gap in the middle is closed from one end to the next", () => {
    const [south, north]: [Position[], Position[]] = [
      [
        [3, -1],
        [3, 4.5],
      ],
      [
        [3, 5.5],
        [3, 11],
      ],
    ];
    expect(shareOfSea([south, north])).toBeCloseTo(0.7, 9);
    expect(seaWithin(BOX, [south, north]).extendedEnds).toBe(2);
    const broken = [
      [4, 4],
      [6, 4],
      [6, 6],
      [4, 6],
      [4, 4.2],
    ] as Position[];
    expect(shareOfSea([broken])).toBeCloseTo(0.96, 1);
  });

  test("an end that is led to the wrong place does not turn land into sea", () => {
    // The coast of Monaco: the extract begins in the middle of a bend that leaves the map at once.
    const coast: Position[] = [
      [3, 0.1],
      [2.8, 0.1],
      [2.8, -1],
      [4, -1],
      [4, 11],
    ];
    expect(isSea([coast], [8, 5])).toBe(true);
    expect(isSea([coast], [1, 5])).toBe(false);
    expect(shareOfSea([coast])).toBeCloseTo(0.6, 9);
  });

  test("whatever the lines are, it ends, and no more than the box is sea", () => {
    const position = fc.tuple(fc.integer({ min: -3, max: 13 }), fc.integer({ min: -3, max: 13 }));
    fc.assert(
      fc.property(fc.array(fc.array(position, { maxLength: 6 }), { maxLength: 5 }), lines => {
        for (const [outline] of seaWithin(BOX, lines).polygons)
          for (const [x, y] of outline) expect(x >= 0 && x <= 10 && y >= 0 && y <= 10).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
