import { afterAll, beforeAll, expect, test } from "bun:test";
import type { MedexClient } from "../../../src/sdk/index.ts";
import { createChance } from "../../../src/server/features/demo/chance.ts";
import type { Pace } from "../../../src/server/features/demo/simulation/pace.ts";
import { createPhone } from "../../../src/server/features/demo/simulation/phone.ts";
import type { MapsPort } from "../../../src/server/platform/maps/maps.port.ts";
import { type LocationPoint, VehicleType } from "../../../src/shared/drivers/driver.schema.ts";
import { distanceMeters, type Point } from "../../../src/shared/geo.ts";
import { decodePolyline } from "../../../src/shared/maps/polyline.ts";
import { demoCityMaps } from "../../support/demo-city.ts";
import { createManualTime } from "../../support/manual-time.ts";

const FROM = { latitude: 60.1694, longitude: 24.9398 };
const TO = { latitude: 60.1752, longitude: 24.9478 };

let maps: MapsPort & AsyncDisposable;
beforeAll(async () => {
  maps = await demoCityMaps();
}, 60_000);
afterAll(() => maps?.[Symbol.asyncDispose]());

/** A phone whose waiting takes no time, and what it reports. */
function phoneOf(vehicleType: VehicleType, seed: string, route: MapsPort["route"] = maps.route) {
  const time = createManualTime();
  const reported: LocationPoint[] = [];
  const client = {
    maps: { route: { query: route } },
    drivers: {
      reportLocation: {
        mutate: async (input: { points: LocationPoint[] }) => reported.push(...input.points),
      },
    },
  } as unknown as MedexClient;
  const pace: Pace = {
    speed: 1,
    now: () => time.clock.now(),
    secondsSince: at => (time.clock.now().getTime() - at.getTime()) / 1_000,
    wait: async seconds => time.advance(seconds * 1_000),
  };
  const phone = createPhone({ client, pace, chance: createChance(seed), vehicleType, position: FROM });
  return { phone, reported, time };
}

/** Metres from a point to the nearest of the places along a line, looked at every metre or so. */
function metersOff(line: readonly Point[], point: Point): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const [index, to] of line.entries()) {
    const from = line[index - 1] ?? to;
    const steps = Math.ceil(distanceMeters(from, to)) + 1;
    for (let step = 0; step <= steps; step++) {
      const share = step / steps;
      const between = {
        latitude: from.latitude + (to.latitude - from.latitude) * share,
        longitude: from.longitude + (to.longitude - from.longitude) * share,
      };
      nearest = Math.min(nearest, distanceMeters(between, point));
    }
  }
  return nearest;
}

test.each(VehicleType.options)(
  "a simulated driver by %s follows the streets, about as fast as is expected",
  async vehicleType => {
    const { polyline, durationMinutes } = await maps.route({ origin: FROM, destination: TO, vehicleType });
    const line = [FROM, ...decodePolyline(polyline), TO];
    const took: number[] = [];
    for (const seed of ["one", "two", "three", "four"]) {
      const { phone, reported, time } = phoneOf(vehicleType, seed);
      const begunAt = time.clock.now().getTime();
      expect(await phone.travel(TO, new AbortController().signal)).toBe(true);
      expect(distanceMeters(phone.position(), TO)).toBeLessThan(3);
      // A phone measures up to some ten metres beside the street.
      expect(Math.max(...reported.map(fix => metersOff(line, fix)))).toBeLessThan(12);
      expect(Math.max(...reported.map(({ speed }) => speed ?? 0))).toBeWithin(5, 60);
      took.push((time.clock.now().getTime() - begunAt) / 60_000);
    }
    const mean = took.reduce((sum, minutes) => sum + minutes, 0) / took.length;
    expect(mean / durationMinutes).toBeWithin(0.8, 1.25);
  },
);

test("who is called back stops where he is", async () => {
  const { phone } = phoneOf("car", "one");
  const called = new AbortController();
  called.abort();
  expect(await phone.travel(TO, called.signal)).toBe(false);
  expect(phone.position()).toEqual(FROM);
});

test("where the maps lead nowhere he goes straight, and is not stuck", async () => {
  const { phone, reported } = phoneOf("bike", "one", () => Promise.reject(new Error("OUTSIDE_SERVICE_AREA")));
  expect(await phone.travel(TO, new AbortController().signal)).toBe(true);
  expect(Math.max(...reported.map(fix => metersOff([FROM, TO], fix)))).toBeLessThan(12);
});
