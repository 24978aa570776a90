import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { distanceMeters, type Point } from "../../../src/shared/geo.ts";
import { decodePolyline } from "../../../src/shared/maps/polyline.ts";
import { type OsrmServer, startOsrmServer } from "../../support/osrm-server.ts";
import { groundOf, osrmMapsAt } from "../../support/remote-maps.ts";

const DOOR = { latitude: 60.1699, longitude: 24.941 };
const THERE = { latitude: 60.1677, longitude: 24.9522 };
const NORTH = { latitude: 60.1755, longitude: 24.945 };
const NOWHERE = { latitude: 60.1699, longitude: 24.97 };
const ROUTE = { origin: DOOR, destination: THERE, vehicleType: "car" } as const;

const ground = groundOf("osrm");
let osrm: OsrmServer;
beforeEach(() => {
  osrm = startOsrmServer();
});
afterEach(() => osrm[Symbol.asyncDispose]());

const maps = (over: Parameters<typeof osrmMapsAt>[2] = {}) => osrmMapsAt(osrm.url, ground, over);

describe("a route", () => {
  test("follows streets without traffic, costs nothing, and is OSRM's", async () => {
    const { maps: port, budget } = maps();
    const route = await port.route(ROUTE);
    const meters = distanceMeters(DOOR, THERE) * 1.3;
    expect(route).toMatchObject({ source: "osrm", approximate: false });
    expect(route.traffic).toBeUndefined();
    expect(route.distanceKm).toBeCloseTo(meters / 1_000, 3);
    expect(route.durationMinutes).toBeCloseTo((meters * 0.12) / 60, 1);
    expect(decodePolyline(route.polyline)).toEqual([DOOR, THERE]);
    expect({ budget, ...port.capabilities }).toEqual({
      budget: null,
      traffic: false,
      billed: false,
    });
  });

  test("is asked by the profile of the vehicle, longitude first, and not snapped farther than a kilometre", async () => {
    await maps().maps.route({ ...ROUTE, vehicleType: "bike" });
    const [{ pathname, searchParams } = new URL("x:")] = osrm.requests;
    expect(pathname).toBe("/route/v1/cycling/24.941,60.1699;24.9522,60.1677");
    expect(searchParams.get("radiuses")).toBe("1000;1000");
  });

  test("of a vehicle without a profile is the embedded map's, and not asked for", async () => {
    const { maps: port, counted } = maps();
    const question = { ...ROUTE, vehicleType: "van" } as const;
    expect(await port.route(question)).toEqual(await ground.embedded.route(question));
    expect(osrm.requests).toEqual([]);
    expect(counted("fellBack")).toEqual({ "route unsupported": 1 });
  });

  test.each([
    ["between streets that do not meet", NORTH],
    ["to a place without streets", NOWHERE],
  ])("%s is the embedded map's, and the server is not blamed", async (_what, destination) => {
    const { maps: port, counted } = maps();
    for (let i = 0; i < 10; i++)
      expect(await port.route({ ...ROUTE, destination })).toEqual(
        await ground.embedded.route({ ...ROUTE, destination }),
      );
    expect(counted("circuit")).toEqual({});
  });

  test("is remembered for an hour", async () => {
    const { maps: port, time } = maps();
    await port.route(ROUTE);
    time.advance(59 * 60_000);
    await port.route(ROUTE);
    expect(osrm.requests).toHaveLength(1);
    time.advance(60_000);
    await port.route(ROUTE);
    expect(osrm.requests).toHaveLength(2);
  });
});

describe("a matrix", () => {
  const points = (count: number): Point[] =>
    Array.from({ length: count }, (_, i) => ({
      latitude: 60.165 + (i % 16) * 0.0004,
      longitude: 24.936 + (i % 23) * 0.0005,
    }));

  test.each([
    [1, 150],
    [150, 1],
    [60, 90],
    [3, 4],
  ])("of %d by %d is as its routes are, in as many tables as the server takes", async (rows, columns) => {
    const { maps: port } = maps();
    const question = { origins: points(rows), destinations: points(columns).reverse() };
    const matrix = await port.matrix({ ...question, vehicleType: "car" });
    expect(matrix).toMatchObject({ source: "osrm", approximate: false });
    expect(matrix.rows.map(row => row.length)).toEqual(Array(rows).fill(columns));
    const ends = osrm.requests.map(({ pathname }) => pathname.split("/").at(-1)?.split(";").length ?? 0);
    expect(Math.max(...ends)).toBeLessThanOrEqual(100);
    for (let pair = 0; pair < 40; pair++) {
      const [i, j] = [(pair * 7) % rows, (pair * 11) % columns];
      const ends = { origin: question.origins[i] ?? DOOR, destination: question.destinations[j] ?? DOOR };
      const { distanceKm, durationMinutes } = await port.route({ ...ends, vehicleType: "car" });
      expect(matrix.rows[i]?.[j]).toEqual({ distanceKm, durationMinutes });
    }
  });

  test("has the embedded map's where streets do not meet, and says so", async () => {
    const { maps: port } = maps();
    const question = { origins: [DOOR], destinations: [THERE, NORTH], vehicleType: "car" } as const;
    const { rows, ...matrix } = await port.matrix(question);
    const own = await ground.embedded.matrix(question);
    expect(rows[0]?.map(({ source }) => source)).toEqual([undefined, "embedded"]);
    expect(rows[0]?.[1]).toMatchObject(own.rows[0]?.[1] ?? {});
    expect(matrix).toEqual({ source: "osrm", approximate: own.approximate });
  });
});

test("addresses, suggestions and the map stay the embedded map's", async () => {
  const { maps: port } = maps();
  expect(await port.geocode("Aleksanterinkatu 21")).toEqual(
    await ground.embedded.geocode("Aleksanterinkatu 21"),
  );
  expect(await port.reverse(DOOR)).toEqual(await ground.embedded.reverse(DOOR));
  expect(await port.autocomplete("aleks")).toEqual(await ground.embedded.autocomplete("aleks"));
  expect(port.config()).toEqual({ ...ground.embedded.config(), provider: "osrm" });
  expect(osrm.requests).toEqual([]);
});
