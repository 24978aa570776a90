import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { zxyToTileId } from "pmtiles";
import { tileIdOf, writePmtiles } from "../../../src/server/platform/maps/tiles/pmtiles.ts";
import { openArchive } from "../../support/tile-reader.ts";

const describedAs = {
  bounds: [24.93, 60.16, 24.95, 60.18] as const,
  minZoom: 0,
  maxZoom: 15,
  metadata: { name: "Test", attribution: "© OpenStreetMap contributors", vector_layers: [] },
};

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (data: ArrayBuffer | undefined) => (data ? new TextDecoder().decode(data) : null);

/** Any tile of zoom 0 to 15. */
const tile = fc
  .tuple(fc.integer({ min: 0, max: 15 }), fc.nat(32_767), fc.nat(32_767))
  .map(([z, x, y]) => ({ z, x: x % 2 ** z, y: y % 2 ** z }));

describe("the number of a tile", () => {
  /** From the specification of PMTiles, section 4.1. */
  test.each([
    [0, 0, 0, 0],
    [1, 0, 0, 1],
    [1, 0, 1, 2],
    [1, 1, 1, 3],
    [1, 1, 0, 4],
    [2, 0, 0, 5],
    [12, 3_423, 1_763, 19_078_479],
  ])("zoom %d, column %d, row %d is %d", (z, x, y, id) => {
    expect(tileIdOf({ z, x, y })).toBe(id);
  });

  test("is what the format's own library says, for every tile", () => {
    fc.assert(
      fc.property(tile, ({ z, x, y }) => {
        expect(tileIdOf({ z, x, y })).toBe(zxyToTileId(z, x, y));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("an archive", () => {
  test("gives back every tile that was put into it, and no other", async () => {
    const contents = fc.uniqueArray(fc.tuple(tile, fc.constantFrom("sea", "land", "a", "b")), {
      selector: ([{ z, x, y }]) => `${z}/${x}/${y}`,
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(contents, tile, async (tiles, other) => {
        const { archive } = openArchive(
          writePmtiles(
            tiles.map(([place, text]) => ({ ...place, bytes: bytesOf(text) })),
            describedAs,
          ),
        );
        for (const [{ z, x, y }, text] of tiles)
          expect(textOf((await archive.getZxy(z, x, y))?.data)).toBe(text);
        const isIn = tiles.some(([{ z, x, y }]) => z === other.z && x === other.x && y === other.y);
        if (!isIn) expect(await archive.getZxy(other.z, other.x, other.y)).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  test("tells area, zooms, kind of tiles and metadata", async () => {
    const { archive } = openArchive(writePmtiles([{ z: 0, x: 0, y: 0, bytes: bytesOf("x") }], describedAs));
    expect(await archive.getHeader()).toMatchObject({
      specVersion: 3,
      minZoom: 0,
      maxZoom: 15,
      minLon: 24.93,
      minLat: 60.16,
      maxLon: 24.95,
      maxLat: 60.18,
      centerLon: 24.94,
      centerLat: 60.17,
      clustered: true,
      tileType: 1,
      tileCompression: 2,
      internalCompression: 2,
    });
    expect(await archive.getMetadata()).toEqual(describedAs.metadata);
  });

  test("holds equal tiles once, and neighbours of the same content in one entry", async () => {
    const sea = [0, 1, 2, 3].map(index => ({ z: 1, x: index >> 1, y: index & 1, bytes: bytesOf("sea") }));
    const { archive } = openArchive(
      writePmtiles([...sea, { z: 2, x: 3, y: 3, bytes: bytesOf("sea") }], describedAs),
    );
    expect(await archive.getHeader()).toMatchObject({
      numAddressedTiles: 5,
      numTileEntries: 2,
      numTileContents: 1,
    });
  });

  test("of a country still answers any tile in the first fetch and two more", async () => {
    const side = 160;
    const tiles = Array.from({ length: side * side }, (_, index) => ({
      z: 15,
      x: 18_000 + (index % side),
      y: 9_000 + Math.floor(index / side),
      bytes: bytesOf(`tile ${(index * 7_919) % 9_973} of many`),
    }));
    const { archive, fetched } = openArchive(writePmtiles(tiles, describedAs));
    for (const index of [0, 1, 7_777, tiles.length - 1]) {
      const { z = 0, x = 0, y = 0, bytes } = tiles[index] ?? {};
      fetched.length = 0;
      expect(textOf((await archive.getZxy(z, x, y))?.data)).toBe(new TextDecoder().decode(bytes));
      expect(fetched.length).toBeLessThanOrEqual(3);
    }
    expect((await archive.getHeader()).leafDirectoryLength).toBeGreaterThan(0);
    expect(await archive.getZxy(15, 17_999, 9_000)).toBeUndefined();
  });

  test("is the same whatever order its tiles come in", () => {
    const tiles = [0, 1, 2, 3].map(index => ({
      z: 1,
      x: index >> 1,
      y: index & 1,
      bytes: bytesOf(`${index}`),
    }));
    const [one, other] = [tiles, tiles.toReversed()].map(order => writePmtiles(order, describedAs));
    expect(Buffer.compare(one ?? bytesOf(""), other ?? bytesOf("?"))).toBe(0);
  });
});
