import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PMTiles } from "pmtiles";
import { readExtract } from "../../../src/server/platform/maps/folder/read-extract.ts";
import { type BuiltTiles, buildTiles } from "../../../src/server/platform/maps/tiles/build-tiles.ts";
import {
  type Drawn,
  drawnArea,
  drawnLine,
  drawnPoint,
} from "../../../src/server/platform/maps/tiles/layers.ts";
import { EXTRACT } from "../../support/demo-city.ts";
import { type TestExtract, writeExtract } from "../../support/extract-writer.ts";
import { HARBOUR_TOWN } from "../../support/harbour-town.ts";
import { freshFolder } from "../../support/process.ts";
import { openArchive, readTile, tileAt } from "../../support/tile-reader.ts";

const ATTRIBUTION = "© OpenStreetMap contributors";

let folder = "";
beforeAll(() => {
  folder = freshFolder("tiles");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tilesOf(extract: TestExtract): BuiltTiles & { archive: Uint8Array; tiles: PMTiles } {
  const path = join(folder, "town.osm.pbf");
  writeFileSync(path, writeExtract(extract));
  const built = buildTiles({
    sketch: readExtract(path).sketch,
    name: "Harbour Town",
    attribution: ATTRIBUTION,
  });
  return { ...built, tiles: openArchive(built.archive).archive };
}

/** What is drawn at a place of the town, as `layer: kind` of the areas around it and the names near it. */
async function seenAt(tiles: PMTiles, zoom: number, place: readonly [number, number]): Promise<string[]> {
  const tile = tileAt(zoom, place);
  const layers = (await readTile(tiles, ...tile)) ?? {};
  return Object.entries(layers).flatMap(([layer, features]) =>
    features
      .filter(feature => {
        const { geometry } = feature.toGeoJSON(tile[1], tile[2], tile[0]);
        if (geometry.type === "Polygon") return isAround(geometry.coordinates, place);
        if (geometry.type === "MultiPolygon") return geometry.coordinates.some(part => isAround(part, place));
        return false;
      })
      .map(({ properties }) => `${layer}: ${properties.kind}`),
  );
}

/** By the even-odd rule over outline and holes, independent of the product's. */
function isAround(
  rings: readonly (readonly (readonly number[])[])[],
  [x, y]: readonly [number, number],
): boolean {
  let isInside = false;
  for (const ring of rings)
    for (let index = 1; index < ring.length; index++) {
      const [[fromX = 0, fromY = 0], [toX = 0, toY = 0]] = [ring[index - 1] ?? [], ring[index] ?? []];
      if (fromY > y !== toY > y && x < fromX + ((toX - fromX) * (y - fromY)) / (toY - fromY))
        isInside = !isInside;
    }
  return isInside;
}

const at = (x: number, y: number): [number, number] => [10 + 0.0002 * x, 55 + 0.0001 * y];

describe("the base map of a small town", () => {
  test.each([
    ["dry land", at(5, 60), ["earth: earth"]],
    ["the sea", at(50, 10), ["earth: earth", "water: ocean"]],
    ["the lake", at(73, 48), ["earth: earth", "water: lake"]],
    ["the island in the lake", at(79, 54), ["earth: earth"]],
    ["the park", at(65, 75), ["earth: earth", "landuse: park"]],
    ["the house with a courtyard", at(12, 72), ["earth: earth", "buildings: building"]],
    ["its courtyard", at(16, 76), ["earth: earth"]],
  ])("%s", async (_, place, seen) => {
    const { tiles } = tilesOf(HARBOUR_TOWN);
    expect(await seenAt(tiles, 15, place)).toEqual(seen);
    // Far away the same is seen, but for houses.
    const fromAfar = seen.filter(what => !what.startsWith("buildings"));
    expect(await seenAt(tiles, 12, place)).toEqual(fromAfar);
  });

  test("a street of two pieces is one line with its name", async () => {
    const { tiles } = tilesOf(HARBOUR_TOWN);
    const { roads = [], places = [], pois = [] } = (await readTile(tiles, ...tileAt(12, at(50, 50)))) ?? {};
    expect(roads.map(({ properties }) => properties)).toEqual([
      { kind: "major_road", kind_detail: "primary", name: "Market Street" },
      { kind: "minor_road", kind_detail: "residential", name: "Harbour Street" },
    ]);
    expect(places.map(({ properties }) => properties.name)).toEqual(["Harbour Town"]);
    expect(pois).toEqual([]);
  });

  test("paths, houses and places to go to come nearer by", async () => {
    const { tiles } = tilesOf(HARBOUR_TOWN);
    const layersAt = async (zoom: number) => {
      const layers = await readTile(tiles, ...tileAt(zoom, at(50, 50)));
      const names = Object.entries(layers ?? {}).flatMap(([layer, features]) =>
        features.map(({ properties }) => `${layer} ${properties.kind_detail ?? properties.kind}`),
      );
      return new Set(names);
    };
    const [near, far] = await Promise.all([layersAt(14), layersAt(10)]);
    for (const what of ["roads footway", "buildings building", "pois pharmacy", "roads residential"]) {
      expect([...near]).toContain(what);
      expect([...far]).not.toContain(what);
    }
    expect([...far]).toContain("roads primary");
  });

  test("nothing but land is drawn past the edge", async () => {
    const { tiles } = tilesOf(HARBOUR_TOWN);
    const [z, x, y] = tileAt(15, at(99, 30));
    const { roads = [], water = [], earth = [] } = (await readTile(tiles, z, x, y)) ?? {};
    const eastmost = (features: typeof roads) =>
      Math.max(...features.flatMap(feature => (feature.bbox?.() ?? [0, 0, 0, 0])[2] ?? 0));
    expect(eastmost(roads)).toBeGreaterThan(0);
    const edge = ((((10.02 + 180) / 360) * 2 ** z - x) * 4_096) | 0;
    expect(eastmost([...roads, ...water])).toBeLessThanOrEqual(edge + 1);
    expect(eastmost(earth)).toBeGreaterThan(4_096);
  });

  test("what the extract lacks is not made up: a street is parted at a gap, a lake in part is left out and told", () => {
    const { nodes, ways = [], relations = [] } = HARBOUR_TOWN;
    const market = ways.find(({ tags }) => tags?.name === "Market Street");
    const lacking = {
      ...HARBOUR_TOWN,
      nodes: nodes.filter(({ id }) => id !== market?.nodes[1]),
      ways: ways.filter(({ id }) => id !== relations[0]?.members[0]?.ref),
    };
    const { repairs } = tilesOf(lacking);
    // Of Market Street two single nodes are left, which are no stretch.
    expect(repairs).toMatchObject({ lostWays: 1, cutAreas: 1, cutAreaNames: ["Mirror Lake"] });
    expect(tilesOf(HARBOUR_TOWN).repairs).toMatchObject({
      lostWays: 0,
      cutAreas: 0,
      splitLines: 0,
      closedAreas: 0,
    });
  });

  test("no road leads over a gap: a street of five nodes without the third is two pieces, and none between", async () => {
    const corners = [10, 12, 14, 16, 18].map((x, index) => ({ id: 901 + index, at: at(x, 80) }));
    const lacking: TestExtract = {
      ...HARBOUR_TOWN,
      nodes: [...HARBOUR_TOWN.nodes, ...corners.filter(({ id }) => id !== 903)],
      ways: [
        ...(HARBOUR_TOWN.ways ?? []),
        { id: 900, nodes: corners.map(({ id }) => id), tags: { highway: "residential", name: "Gap Street" } },
      ],
    };
    const { tiles, repairs } = tilesOf(lacking);
    expect(repairs).toMatchObject({ splitLines: 1, pieces: 2, lostWays: 0 });
    const tile = tileAt(15, at(14, 80));
    const { roads = [] } = (await readTile(tiles, ...tile)) ?? {};
    const lines = roads
      .filter(({ properties }) => properties.name === "Gap Street")
      .flatMap(road => {
        const { geometry } = road.toGeoJSON(tile[1], tile[2], tile[0]);
        if (geometry.type === "LineString") return [geometry.coordinates];
        return geometry.type === "MultiLineString" ? geometry.coordinates : [];
      });
    const [[before, first], [last, after]] = [corners.slice(0, 2), corners.slice(3)];
    const ends = [before, first, last, after].map(corner => corner?.at[0] ?? Number.NaN);
    const drawn = lines
      .map(line => line.map(([longitude = 0]) => longitude))
      .toSorted(([one = 0], [other = 0]) => one - other)
      .flat();
    expect(drawn).toHaveLength(4);
    for (const [index, longitude] of drawn.entries()) expect(longitude).toBeCloseTo(ends[index] ?? 0, 5);
  });
});

describe("the demo city", () => {
  const build = () =>
    buildTiles({
      sketch: readExtract(EXTRACT).sketch,
      name: "Helsinki, centre",
      attribution: ATTRIBUTION,
    });

  test("gives the same bytes each time", () => {
    expect(Buffer.compare(build().archive, build().archive)).toBe(0);
  });

  test("has its layers at every zoom, and says nothing of the machine that it was built on", async () => {
    const { archive, tilesByZoom } = build();
    const reader = openArchive(archive).archive;
    for (const [zoom] of tilesByZoom) {
      const layers = (await readTile(reader, ...tileAt(zoom, [24.9445, 60.1703]))) ?? {};
      expect(Object.keys(layers)).toContain("roads");
      expect(Object.keys(layers)).toContain("landuse");
    }
    const metadata = JSON.stringify(await reader.getMetadata());
    expect(metadata).toContain(ATTRIBUTION);
    expect(metadata).not.toMatch(/\/(root|home|tmp|Users|work)/);
  });
});

const kindsOf = (drawn: Drawn[]) => drawn.map(({ layer, properties }) => `${layer}: ${properties.kind}`);

describe("what elements are drawn as", () => {
  test.each([
    [{ highway: "motorway_link" }, "roads: highway"],
    [{ highway: "residential" }, "roads: minor_road"],
    [{ highway: "steps" }, "roads: path"],
    [{ highway: "footway", tunnel: "yes" }, null],
    [{ highway: "footway", indoor: "yes" }, null],
    [{ highway: "proposed" }, null],
    [{ highway: "corridor" }, null],
    [{ railway: "tram" }, "roads: rail"],
    [{ railway: "subway", tunnel: "yes" }, null],
    [{ waterway: "stream" }, "water: stream"],
    [{ waterway: "stream", tunnel: "culvert" }, null],
    [{ aeroway: "runway" }, "roads: aeroway"],
    [{ man_made: "pier" }, "roads: path"],
    [{ barrier: "fence" }, null],
  ])("the line %j is %p", (tags, kind) => {
    const drawn = drawnLine(tags);
    expect(drawn ? kindsOf([drawn])[0] : null).toBe(kind as string);
  });

  test("a tunnel for cars is drawn without its name, which would lie on the street above", () => {
    const tags = { highway: "primary", tunnel: "yes", name: "Under the Hill" };
    expect(drawnLine(tags)?.properties).toEqual({
      kind: "major_road",
      kind_detail: "primary",
      is_tunnel: true,
    });
  });

  test.each([
    [{ natural: "water", water: "river" }, ["water: river"]],
    [{ natural: "water", name: "Mirror Lake" }, ["water: lake", "water: lake"]],
    [{ natural: "water", water: "fountain", name: "Old Fountain" }, ["water: water"]],
    [{ natural: "water", tunnel: "yes" }, []],
    [{ building: "yes", amenity: "school" }, ["landuse: school", "buildings: building"]],
    [{ building: "no" }, []],
    [{ building: "yes", location: "underground" }, []],
    [{ highway: "pedestrian", area: "yes" }, ["landuse: pedestrian"]],
    [{ highway: "footway" }, []],
    [{ landuse: "forest", area: "no" }, []],
    [{ leisure: "park", name: "Town Park" }, ["landuse: park", "pois: park"]],
  ])("the area %j is %p", (tags, kinds) => {
    expect(kindsOf(drawnArea(tags))).toEqual(kinds);
  });

  test.each([
    [{ place: "city", name: "Helsinki" }, ["places: locality"]],
    [{ place: "city" }, []],
    [{ place: "quarter", name: "Kluuvi" }, ["places: neighbourhood"]],
    [{ natural: "bay", name: "Kaisaniemenlahti" }, ["water: bay"]],
    [{ amenity: "pharmacy", name: "Anchor Pharmacy" }, ["pois: pharmacy"]],
    [{ amenity: "bench", name: "Bench" }, []],
  ])("the point %j is %p", (tags, kinds) => {
    expect(kindsOf(drawnPoint(tags))).toEqual(kinds);
  });
});
