import { describe, expect, test } from "bun:test";
import { approximateRoute } from "../../../src/server/platform/maps/embedded/approximate-route.ts";
import { createStreetRoutes } from "../../../src/server/platform/maps/embedded/street-routes.ts";
import { groundMeters } from "../../../src/server/platform/maps/embedded/streets/graph/ground-distance.ts";
import { decodePolyline } from "../../../src/shared/maps/polyline.ts";
import { at, streetsOf } from "./street-plan.ts";

/** One street of a kilometre, from west to east. */
const { router } = streetsOf({ nodes: { W: [0, 0], E: [1_000, 0] }, streets: [["WE"]] });
const routes = createStreetRoutes(router);
const car = { vehicleType: "car" } as const;

describe("from door to door", () => {
  test("the metres to the street and from it are walked", async () => {
    const along = await routes.route({ origin: at(200, 0), destination: at(700, 0), ...car });
    expect(along).toMatchObject({
      distanceKm: 0.5,
      durationMinutes: 1.2,
      approximate: false,
      source: "embedded",
    });
    const doors = await routes.route({ origin: at(200, 30), destination: at(700, -45), ...car });
    expect(doors.distanceKm).toBeCloseTo(0.575, 3);
    // 75 m at 4.5 km/h
    expect(doors.durationMinutes - along.durationMinutes).toBeCloseTo(1, 2);
    expect(doors.polyline).toBe(along.polyline);
  });

  test("the line lies on the street", async () => {
    const { polyline } = await routes.route({ origin: at(200, 30), destination: at(700, -45), ...car });
    const [first, last] = decodePolyline(polyline);
    expect(groundMeters(first ?? at(0, 0), at(200, 0))).toBeLessThan(1);
    expect(groundMeters(last ?? at(0, 0), at(700, 0))).toBeLessThan(1);
  });

  test("to the next door nobody walks by the street", async () => {
    const [origin, destination] = [at(200, 40), at(230, 40)];
    const route = await routes.route({ origin, destination, ...car });
    expect(route.distanceKm).toBeCloseTo(0.03, 3);
    expect(route.durationMinutes).toBeCloseTo(0.4, 2);
    expect(decodePolyline(route.polyline)).toHaveLength(2);
    const same = await routes.route({ origin, destination: origin, ...car });
    expect(same).toMatchObject({ distanceKm: 0, durationMinutes: 0, approximate: false });
  });
});

describe("far from any street", () => {
  const near = at(300, 0);
  const far = at(300, 700);

  test.each([
    [near, far],
    [far, near],
    [far, far],
  ])("a route is the estimate through the air, and says so", async (origin, destination) => {
    const question = { origin, destination, ...car };
    expect(await routes.route(question)).toEqual(approximateRoute(question));
  });

  test("where a vehicle has no streets at all, everything is estimated", async () => {
    const nothing = createStreetRoutes(streetsOf({ nodes: {}, streets: [] }).router);
    expect(
      (await nothing.route({ origin: near, destination: at(0, 0), vehicleType: "bike" })).approximate,
    ).toBe(true);
    expect(await nothing.matrix({ origins: [near], destinations: [near], ...car })).toEqual({
      rows: [[{ distanceKm: 0, durationMinutes: 0 }]],
      approximate: true,
      source: "embedded",
    });
  });

  test("one such place makes a matrix approximate, and the other cells stay as they are", async () => {
    const [origins, destinations] = [
      [near, at(500, 20)],
      [at(800, 0), far, near],
    ];
    const whole = await routes.matrix({ origins, destinations, ...car });
    expect(whole.approximate).toBe(true);
    for (const [row, origin] of origins.entries()) {
      for (const [column, destination] of destinations.entries()) {
        const { distanceKm, durationMinutes } = await routes.route({ origin, destination, ...car });
        expect(whole.rows[row]?.[column]).toEqual({ distanceKm, durationMinutes });
      }
    }
    expect((await routes.matrix({ origins, destinations: [near], ...car })).approximate).toBe(false);
  });
});
