import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openEmbeddedMaps } from "../../../src/server/platform/maps/embedded/index.ts";
import { buildMap } from "../../../src/server/platform/maps/folder/index.ts";
import { StartupProblem } from "../../../src/server/platform/startup/startup-problem.ts";
import { distanceMeters, isInside } from "../../../src/shared/geo.ts";
import {
  type TestExtract,
  type TestNode,
  type TestWay,
  UNWATCHED,
  writeExtract,
} from "../../support/extract-writer.ts";
import { freshFolder } from "../../support/process.ts";

let folder = "";
beforeAll(() => {
  folder = freshFolder("odd");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function build(extract: TestExtract) {
  const extractPath = join(folder, "odd.osm.pbf");
  writeFileSync(extractPath, writeExtract(extract));
  return buildMap({ extractPath, folder: join(folder, "map"), observer: UNWATCHED });
}

const at = (id: number, longitude: number, latitude: number, tags?: Record<string, string>): TestNode => ({
  id,
  at: [longitude, latitude],
  tags,
});
const STREET = { highway: "residential", name: "Main Street" };
const NODES = [at(1, 10, 55), at(2, 10.002, 55)];
const way = (nodes: number[], tags: Record<string, string> = STREET): TestWay => ({ id: 1, nodes, tags });

describe("what no map can be made of is refused in words", () => {
  test.each<[what: string, extract: TestExtract, told: string]>([
    ["a lone node", { nodes: [at(1, 10, 55)] }, "it holds no streets"],
    ["streets of nodes that are not there", { nodes: [], ways: [way([1, 2])] }, "it holds no streets"],
    [
      "streets on both sides of the 180th meridian",
      { nodes: [at(1, 179.999, -17), at(2, -179.999, -17)], ways: [way([1, 2])] },
      "it lies on both sides of the 180th meridian",
    ],
    [
      "an area that leads over the 180th meridian",
      {
        nodes: [at(1, 179.99, -17), at(2, 179.999, -17)],
        ways: [way([1, 2])],
        bounds: [179.9, -18, -179.9, -16],
      },
      "it lies on both sides of the 180th meridian",
    ],
    [
      "a pole",
      { nodes: [at(1, 10, 89.99), at(2, 11, 89.99)], ways: [way([1, 2])] },
      "it reaches beyond 85 degrees",
    ],
    [
      "a continent in which there is one street",
      { nodes: NODES, ways: [way([1, 2])], bounds: [-10, 36, 30, 70] },
      "km, of at most 400",
    ],
    [
      "an area in which nothing lies",
      { nodes: NODES, ways: [way([1, 2])], bounds: [20, 60, 20.1, 60.1] },
      "nothing lies in the area that its header states",
    ],
    [
      "an area that is upside down",
      { nodes: NODES, ways: [way([1, 2])], bounds: [9, 56, 11, 54] },
      "nothing lies in the area that its header states",
    ],
    [
      "a node that lies nowhere on the earth",
      { nodes: [...NODES, at(3, 500, 200)], ways: [way([1, 2])] },
      "node 3 lies nowhere on the earth",
    ],
  ])("%s", async (_, extract, told) => {
    const error: unknown = await build(extract).catch(reason => reason);
    expect(error).toBeInstanceOf(StartupProblem);
    expect((error as StartupProblem).problem).toContain(told);
  });
});

describe("a map is made, and answers, of", () => {
  test.each<[what: string, extract: TestExtract]>([
    [
      "one street without a name or an address",
      { nodes: NODES, ways: [way([1, 2], { highway: "residential" })] },
    ],
    [
      "ways of no node, one node, and one node many times",
      {
        nodes: NODES,
        ways: [way([]), { ...way([1]), id: 2 }, { ...way([1, 1, 1]), id: 3 }, { ...way([1, 2]), id: 4 }],
      },
    ],
    [
      "ways and nodes that are there twice",
      { nodes: [...NODES, at(2, 10.003, 55)], ways: [way([1, 2]), way([1, 2])] },
    ],
    [
      "relations of themselves, of nothing and of what is not there",
      {
        nodes: NODES,
        ways: [way([1, 2])],
        relations: [
          {
            id: 1,
            members: [{ type: "relation", ref: 1, role: "outer" }],
            tags: { type: "multipolygon", natural: "water" },
          },
          { id: 2, members: [], tags: { type: "restriction", restriction: "no_left_turn" } },
          {
            id: 3,
            members: [{ type: "way", ref: 9, role: "from" }],
            tags: { type: "restriction", restriction: "no_u_turn" },
          },
        ],
      },
    ],
    [
      "values that every table of JavaScript knows",
      {
        nodes: [...NODES, at(3, 10.001, 55, { amenity: "constructor", place: "toString", name: "Shop" })],
        ways: [
          way([1, 2], { ...STREET, surface: "constructor", oneway: "valueOf", maxspeed: "DE:constructor" }),
          { ...way([1, 2], { highway: "constructor", natural: "hasOwnProperty" }), id: 2 },
          { ...way([1, 2], { highway: "constructor_link", name: "Odd" }), id: 3 },
        ],
      },
    ],
    [
      "tags that nobody can read",
      {
        nodes: [
          ...NODES,
          at(3, 10.0005, 55, { "addr:street": "", "addr:housenumber": "-" }),
          at(4, 10.0006, 55, { amenity: "pharmacy", name: "'); DROP TABLE houses;--" }),
          at(5, 10.0007, 55, { amenity: "pharmacy", name: " \u0000 ", "addr:postcode": "9".repeat(5_000) }),
        ],
        ways: [way([1, 2], { ...STREET, maxspeed: "99999999999", lanes: "-5", layer: "below" })],
      },
    ],
  ])("%s", async (_, extract) => {
    await using maps = await openEmbeddedMaps(await build(extract));
    const [origin, destination] = [
      { latitude: 55, longitude: 10.0004 },
      { latitude: 55, longitude: 10.0016 },
    ];
    const { approximate, distanceKm, durationMinutes } = await maps.route({
      origin,
      destination,
      vehicleType: "car",
    });
    expect({ approximate, distanceKm: Math.round(distanceKm * 100) }).toEqual({
      approximate: false,
      distanceKm: 8,
    });
    expect(durationMinutes).toBeWithin(0.01, 1);
    expect(await maps.geocode("Main Street 5")).toBeArray();
  });

  test.each<[where: string, longitude: number, latitude: number]>([
    ["where the equator and the prime meridian cross", -0.001, 0],
    ["in the west of the south", -70.65, -33.45],
    ["in the east of the south", 151.2, -33.87],
    ["right before the 180th meridian", 179.998, -17],
    ["right behind it", -180, 65],
    ["in the far north", 15.6, 78.2],
  ])("a street %s", async (_, longitude, latitude) => {
    const degrees = 0.002 / Math.cos((latitude * Math.PI) / 180);
    const east = Math.min(180, longitude + degrees);
    const house = { "addr:street": "Main Street", "addr:housenumber": "5" };
    const nodes = [
      at(1, longitude, latitude),
      at(2, east, latitude),
      at(3, longitude, latitude + 0.0001, house),
    ];
    await using maps = await openEmbeddedMaps(await build({ nodes, ways: [way([1, 2])] }));
    const [origin, destination] = [
      { latitude, longitude },
      { latitude, longitude: east },
    ];
    const route = await maps.route({ origin, destination, vehicleType: "car" });
    expect(route.approximate).toBe(false);
    const meters = distanceMeters(origin, destination);
    expect(Math.abs(route.distanceKm * 1_000 - meters)).toBeLessThan(0.01 * meters + 1);
    const [found] = await maps.geocode("Main Street 5");
    expect(found).toMatchObject({ kind: "address", confidence: 1 });
    expect(await maps.reverse(origin)).toMatchObject({ address: "Main Street 5" });
    expect(isInside(maps.config().bounds, maps.config().center)).toBe(true);
  });

  test("an island without cars: bicycles have streets, and who asks for a car gets an estimate", async () => {
    const built = await build({ nodes: NODES, ways: [way([1, 2], { highway: "cycleway" })] });
    expect(built.description.report).toContain("The map has no streets for a car: distances are estimated");
    await using maps = await openEmbeddedMaps(built);
    const [origin, destination] = NODES.map(({ at: [longitude, latitude] }) => ({ latitude, longitude }));
    if (!origin || !destination) throw new Error("The nodes are not there");
    expect((await maps.route({ origin, destination, vehicleType: "bike" })).approximate).toBe(false);
    expect((await maps.route({ origin, destination, vehicleType: "car" })).approximate).toBe(true);
  });
});
