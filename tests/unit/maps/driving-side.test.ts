import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drivesOnLeft } from "../../../src/server/platform/maps/embedded/streets/building/driving-side.ts";
import { openGraph } from "../../../src/server/platform/maps/embedded/streets/graph/graph-file.ts";
import { createRouter } from "../../../src/server/platform/maps/embedded/streets/routing/router.ts";
import { buildMap } from "../../../src/server/platform/maps/folder/index.ts";
import type { Point } from "../../../src/shared/geo.ts";
import { type TestNode, type TestWay, UNWATCHED, writeExtract } from "../../support/extract-writer.ts";
import { freshFolder } from "../../support/process.ts";
import { networkOf, type PlannedStreet } from "./street-plan.ts";

const CORNERS = { A: [0, 0], B: [20, 0], C: [20, 20], D: [0, 20] } as const;
const around = (nodes: string, tags = {}): PlannedStreet => [nodes, { junction: "roundabout", ...tags }];

describe("traffic keeps to the side that is told", () => {
  test.each<[what: string, streets: PlannedStreet[], country: string, isLeft: boolean]>([
    ["by a roundabout that is driven clockwise", [around("ADCBA")], "", true],
    ["by one that is driven the other way", [around("ABCDA")], "", false],
    ["by a roundabout in parts", [around("ADC"), around("CBA")], "", true],
    ["by roundabouts before the country", [around("ABCDA")], "GB", false],
    [
      "by most roundabouts, where one is drawn the wrong way",
      ["ADCBA", "DCBAD", "ABCDA"].map(name => around(name)),
      "",
      true,
    ],
    ["by no roundabout that is not driven as it is drawn", [around("ADCBA", { oneway: "-1" })], "", false],
    ["by the country, where there are none", [["AB"]], "MT", true],
    ["by another country", [["AB"]], "FI", false],
    ["by nothing: the right", [["ADCBA"]], "", false],
  ])("%s", (_, streets, country, isLeft) => {
    expect(drivesOnLeft(networkOf({ nodes: CORNERS, streets }), country)).toBe(isLeft);
  });
});

/** A crossing, far from it a roundabout, and a street between them. */
function town(roundabout: number[]): { nodes: TestNode[]; ways: TestWay[] } {
  const at = (id: number, east: number, north: number): TestNode => ({
    id,
    at: [-0.1 + east * 1.4e-5, 51.5 + north * 9e-6],
  });
  const highway = "residential";
  return {
    nodes: [
      ...[at(1, 0, 0), at(2, 200, 0), at(3, 200, 200), at(4, 200, -200)],
      ...[at(5, -200, 0), at(6, -210, 10), at(7, -220, 0), at(8, -210, -10)],
    ],
    ways: [
      { id: 1, nodes: [5, 1, 2], tags: { highway, name: "Cross Street" } },
      { id: 2, nodes: [2, 3], tags: { highway } },
      { id: 3, nodes: [2, 4], tags: { highway } },
      { id: 4, nodes: roundabout, tags: { highway, junction: "roundabout" } },
    ],
  };
}

describe("a map", () => {
  let folder = "";
  beforeAll(() => {
    folder = freshFolder("driving-side");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each([
    ["left", "north", [5, 8, 7, 6, 5]],
    ["right", "south", [5, 6, 7, 8, 5]],
  ] as const)(
    "of a town that drives on the %s says so, and the turn to the %s is the quicker one",
    async (side, quicker, roundabout) => {
      const extractPath = join(folder, `${side}.osm.pbf`);
      writeFileSync(extractPath, writeExtract(town([...roundabout])));
      const { description, files } = await buildMap({
        extractPath,
        folder: join(folder, side),
        observer: UNWATCHED,
      });
      expect(description.report).toContain(`Traffic keeps to the ${side}`);
      const router = createRouter((await openGraph(files.streets)).graph);
      const seconds = async (latitude: number) => {
        const places: Point[] = [
          { latitude: 51.5, longitude: -0.1 + 100 * 1.4e-5 },
          { latitude, longitude: -0.1 + 200 * 1.4e-5 },
        ];
        const [from, to] = places.map(place => router.snap(place, "car"));
        return (from && to && (await router.route(from, to, "car")))?.seconds ?? Number.NaN;
      };
      const north = await seconds(51.5 + 100 * 9e-6);
      const south = await seconds(51.5 - 100 * 9e-6);
      expect(quicker === "north" ? south - north : north - south).toBeWithin(3, 6);
    },
  );
});
