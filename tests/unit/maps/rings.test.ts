import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { positionWithin, type Ring, signedArea } from "../../../src/server/platform/maps/tiles/geometry.ts";
import { mergeLines } from "../../../src/server/platform/maps/tiles/merge-lines.ts";
import { assembleRings, toPolygons } from "../../../src/server/platform/maps/tiles/rings.ts";

/** The same ring whatever node it begins with and which way round it goes. */
function canonical(ring: readonly number[]): string {
  const nodes = ring.slice(0, -1);
  const turns = [nodes, nodes.toReversed()].flatMap(way =>
    way.map((_, begin) => [...way.slice(begin), ...way.slice(0, begin)].join(",")),
  );
  return turns.toSorted()[0] ?? "";
}

describe("outlines out of ways", () => {
  test("ways that go either way make one ring", () => {
    const { closed, open } = assembleRings([
      [1, 2, 3],
      [5, 4, 3],
      [5, 6, 1],
    ]);
    expect(closed.map(canonical)).toEqual(["1,2,3,4,5,6"]);
    expect(open).toEqual([]);
  });

  test("a closed way is a ring already, and several rings stay apart", () => {
    const { closed } = assembleRings([
      [1, 2, 3, 1],
      [4, 5],
      [5, 6, 4],
    ]);
    expect(closed.map(canonical)).toEqual(["1,2,3", "4,5,6"]);
  });

  test("rings that touch in a node are two, not an eight", () => {
    const { closed, open } = assembleRings([
      [1, 2, 3],
      [3, 4, 5],
      [5, 6, 3],
      [3, 7, 1],
    ]);
    expect(closed.map(canonical).toSorted()).toEqual(["1,2,3,7", "3,4,5,6"]);
    expect(open).toEqual([]);
  });

  test("with a way missing it stays open, and is not closed by a guess", () => {
    const { closed, open } = assembleRings([
      [3, 4, 5],
      [1, 2, 3],
    ]);
    expect(closed).toEqual([]);
    expect(open.map(line => line.join())).toEqual(["1,2,3,4,5"]);
  });

  test("however a ring is cut into ways, it comes back", () => {
    const cuts = fc.tuple(fc.integer({ min: 4, max: 40 }), fc.infiniteStream(fc.nat()));
    fc.assert(
      fc.property(cuts, ([length, chance]) => {
        const ring = [...Array(length).keys(), 0];
        const pieces: number[][] = [];
        for (let begin = 0; begin < length; ) {
          const end = Math.min(length, begin + 1 + ((chance.next().value ?? 0) % 5));
          const piece = ring.slice(begin, end + 1);
          pieces.push((chance.next().value ?? 0) % 2 ? piece : piece.toReversed());
          begin = end;
        }
        pieces.sort((one, other) => (((one[0] ?? 0) * 7) % 11) - (((other[0] ?? 0) * 7) % 11));
        const { closed, open } = assembleRings(pieces);
        expect(open).toEqual([]);
        expect(closed.map(canonical)).toEqual([canonical(ring)]);
      }),
    );
  });
});

const square = (x: number, y: number, size: number): Ring => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];

describe("areas out of rings", () => {
  test("what lies in an outline is a hole, what lies in the hole an area again", () => {
    const [lake, island, pond] = [square(0, 0, 10), square(2, 2, 6), square(4, 4, 2)];
    const apart = square(20, 0, 5);
    expect(toPolygons([pond, island, apart, lake])).toEqual([[lake, island], [apart], [pond]]);
  });

  test("holes that touch their outline, and each other, are holes", () => {
    const outline = square(0, 0, 10);
    const [one, other] = [square(0, 0, 4), square(4, 4, 4)];
    expect(toPolygons([one, other, outline])).toEqual([[outline, one, other]]);
  });

  test("a ring without an area is none", () => {
    expect(
      toPolygons([
        [
          [0, 0],
          [1, 1],
          [2, 2],
          [0, 0],
        ],
      ]),
    ).toEqual([]);
  });

  test("a label lies on the water, not on the island nor beside the bend", () => {
    const island = square(2, 2, 6);
    const [x, y] = positionWithin([square(0, 0, 10), island]) ?? [Number.NaN, Number.NaN];
    expect([x, y]).toEqual([1, 5]);
    const bend: Ring = [
      [0, 0],
      [10, 0],
      [10, 10],
      [9, 10],
      [9, 1],
      [0, 1],
      [0, 0],
    ];
    expect(positionWithin([bend])).toEqual([9.5, 5]);
    expect(signedArea(bend)).toBeGreaterThan(0);
  });
});

describe("lines that are drawn alike", () => {
  test("pieces of one street become one line, whatever their direction", () => {
    expect(
      mergeLines([
        [1, 2],
        [4, 3, 2],
        [4, 5],
      ]),
    ).toEqual([[1, 2, 3, 4, 5]]);
  });

  test("at a crossing nothing is joined", () => {
    expect(
      mergeLines([
        [1, 2],
        [2, 3],
        [2, 4],
      ]),
    ).toHaveLength(3);
  });

  test("a round goes round once", () => {
    const [round, ...others] = mergeLines([
      [1, 2, 3],
      [3, 4, 1],
    ]);
    expect(others).toEqual([]);
    expect(round).toHaveLength(5);
    expect(round?.[0]).toBe(round?.at(-1));
  });

  test("no stretch is lost and none is drawn twice", () => {
    const lines = fc.array(fc.uniqueArray(fc.nat(12), { minLength: 2, maxLength: 4 }), { maxLength: 12 });
    const stretches = (chains: readonly (readonly number[])[]) =>
      chains
        .flatMap(chain =>
          chain.slice(1).map((node, index) => [chain[index] ?? 0, node].toSorted((a, b) => a - b).join()),
        )
        .toSorted();
    fc.assert(
      fc.property(lines, chains => {
        expect(stretches(mergeLines(chains))).toEqual(stretches(chains));
      }),
    );
  });
});
