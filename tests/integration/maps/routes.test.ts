import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { openEmbeddedMaps } from "../../../src/server/platform/maps/embedded/index.ts";
import { openGraph } from "../../../src/server/platform/maps/embedded/streets/graph/graph-file.ts";
import type { MapsPort } from "../../../src/server/platform/maps/maps.port.ts";
import { StartupProblem } from "../../../src/server/platform/startup/startup-problem.ts";
import { VehicleType } from "../../../src/shared/drivers/driver.schema.ts";
import { distanceMeters, isInside, type Point, pathLengthMeters } from "../../../src/shared/geo.ts";
import { decodePolyline } from "../../../src/shared/maps/polyline.ts";
import { demoCity } from "../../support/demo-city.ts";

let city: Awaited<ReturnType<typeof demoCity>>;
let maps: MapsPort & AsyncDisposable;
beforeAll(async () => {
  city = await demoCity();
  maps = await openEmbeddedMaps(city);
}, 60_000);
afterAll(() => maps?.[Symbol.asyncDispose]());

/** Points all over the service area, the same ones each time. */
function pointsOf(count: number): Point[] {
  const [west, south, east, north] = maps.serviceArea;
  // The plastic sequence (M. Roberts, 2018) covers a rectangle evenly.
  return Array.from({ length: count }, (_, index) => ({
    latitude: south + ((0.7548776662 * (index + 1)) % 1) * (north - south),
    longitude: west + ((0.5698402909 * (index + 1)) % 1) * (east - west),
  }));
}

describe("in central Helsinki", () => {
  test.each(VehicleType.options)(
    "a %s gets from everywhere to everywhere along streets",
    async vehicleType => {
      const points = pointsOf(250);
      for (const [index, origin] of points.entries()) {
        const destination = points[(index + 101) % points.length] as Point;
        const route = await maps.route({ origin, destination, vehicleType });
        const line = decodePolyline(route.polyline);
        expect(route.approximate).toBe(false);
        expect(route.distanceKm * 1_000).toBeGreaterThan(distanceMeters(origin, destination) * 0.99);
        expect(pathLengthMeters(line)).toBeWithin(0, route.distanceKm * 1_005 + 1);
        expect(line.every(point => isInside(maps.serviceArea, point))).toBe(true);
      }
    },
  );

  test("a known way: from the station along Kaivokatu and Mannerheimintie", async () => {
    const [origin, destination] = await Promise.all(
      ["Kaivokatu 8", "Mannerheimintie 14"].map(async address => (await maps.geocode(address))[0]),
    );
    if (!origin || !destination) throw new Error("The houses are not known");
    const question = { origin, destination };
    const bike = await maps.route({ ...question, vehicleType: "bike" });
    const car = await maps.route({ ...question, vehicleType: "car" });
    expect(bike.distanceKm).toBeWithin(0.2, 0.9);
    expect(bike.durationMinutes).toBeWithin(1, 6);
    // One-way streets and forbidden turns lead a car about.
    expect(car.distanceKm).toBeGreaterThan(bike.distanceKm);
  });

  test("a matrix says of each pair what its route says, exactly", async () => {
    const [origins, destinations] = [pointsOf(12), pointsOf(30).slice(12)];
    for (const vehicleType of VehicleType.options) {
      const { rows, approximate } = await maps.matrix({ origins, destinations, vehicleType });
      expect(approximate).toBe(false);
      for (const [row, origin] of origins.entries()) {
        for (const [column, destination] of destinations.entries()) {
          const { distanceKm, durationMinutes } = await maps.route({ origin, destination, vehicleType });
          expect(rows[row]?.[column]).toEqual({ distanceKm, durationMinutes });
        }
      }
    }
  });

  test("the largest matrix lets others have their turn on the event loop", async () => {
    const points = pointsOf(25);
    let turns = 0;
    let isDone = false;
    const count = () => {
      if (isDone) return;
      turns += 1;
      setImmediate(count);
    };
    setImmediate(count);
    await maps.matrix({ origins: points, destinations: points, vehicleType: "bike" });
    isDone = true;
    expect(turns).toBeGreaterThan(0);
  });

  test("a car knows its streets, and a bicycle more", async () => {
    const { report, source } = await openGraph(city.files.streets);
    expect(source).toBe(city.description.source.sha256);
    expect(report.kilometers.car).toBeWithin(20, 30);
    expect(report.kilometers.bike).toBeGreaterThan(2 * report.kilometers.car);
    expect(report.kilometers.van).toBeLessThan(report.kilometers.car);
    expect(report.restrictions.used).toBeGreaterThan(35);
  });
});

test.each([
  ["streets", { streets: "/nowhere.graph" }, "the street graph /nowhere.graph does not exist"],
  ["streets", { streets: import.meta.path }, `the street graph ${import.meta.path} is not a street graph`],
  ["search", { search: "/nowhere.sqlite" }, "the search index /nowhere.sqlite cannot be read"],
  ["search", { search: import.meta.path }, `the search index ${import.meta.path} cannot be read`],
])("the file for %s that is missing or foreign is named (%j), with a way out", async (_, files, told) => {
  const attempt = openEmbeddedMaps({ files: { ...city.files, ...files }, tilesUrl: city.tilesUrl });
  const error: unknown = await attempt.catch(reason => reason);
  expect(error).toBeInstanceOf(StartupProblem);
  expect((error as StartupProblem).problem).toContain(told);
  expect((error as StartupProblem).wayOut[0]).toContain("remove it, and the next start makes it again");
});
