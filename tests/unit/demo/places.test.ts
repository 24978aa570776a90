import { expect, test } from "bun:test";
import { createChance } from "../../../src/server/features/demo/chance.ts";
import { courseBetween, placeOn, trailAlong } from "../../../src/server/features/demo/course.ts";
import { CUSTOMERS, VENDORS } from "../../../src/server/features/demo/stories/cast.ts";
import { ADDRESSES, PLACES_OF_CARE } from "../../../src/server/features/demo/stories/goods.ts";
import { type LocationPoint, VehicleType } from "../../../src/shared/drivers/driver.schema.ts";
import { distanceMeters, isInside, pathLengthMeters } from "../../../src/shared/geo.ts";
import { decodePolyline } from "../../../src/shared/maps/polyline.ts";
import { demoCityMaps } from "../../support/demo-city.ts";

const EDGE_METERS = 150;

test("every address of the demo is a real door, far enough inside the area that is served", async () => {
  await using maps = await demoCityMaps();
  const people = [...PLACES_OF_CARE, ...CUSTOMERS, ...Object.values(VENDORS)];
  const unusable: string[] = [];
  for (const address of [...ADDRESSES, ...people.map(person => person.address)]) {
    const [best] = await maps.geocode(address);
    if (best?.kind !== "address" || best.confidence < 1) unusable.push(`${address} is not known exactly`);
    else if (!isInside(maps.serviceArea, best) || metersFromEdge(maps.serviceArea, best) < EDGE_METERS) {
      unusable.push(`${address} is at the edge`);
    }
  }
  expect(unusable).toEqual([]);
});

const FROM = { latitude: 60.1694, longitude: 24.9398 };
const TO = { latitude: 60.1752, longitude: 24.9478 };

test.each(VehicleType.options)(
  "the course of a %s leads along the streets from door to door",
  async vehicleType => {
    await using maps = await demoCityMaps();
    const course = await courseBetween(FROM, TO, vehicleType, maps.route);
    const { distanceKm, durationMinutes, polyline } = await maps.route({
      origin: FROM,
      destination: TO,
      vehicleType,
    });
    expect(placeOn(course, 0).point).toEqual(FROM);
    expect(distanceMeters(placeOn(course, course.lengthMeters).point, TO)).toBeLessThan(0.1);
    expect(course.points).toEqual([FROM, ...decodePolyline(polyline), TO]);
    expect(course.lengthMeters / (distanceKm * 1_000)).toBeWithin(0.98, 1.02);
    expect(course.seconds).toBeCloseTo(durationMinutes * 60, 3);
  },
);

test("a trail advances in time and is about as long as the part of its course that it covers", async () => {
  await using maps = await demoCityMaps();
  const chance = createChance("trail");
  const course = await courseBetween(FROM, TO, "car", maps.route);
  const [begunAt, endedAt] = [new Date("2026-11-23T09:00:00Z"), new Date("2026-11-23T09:06:00Z")];
  const lengthOf = (trail: readonly LocationPoint[]) =>
    pathLengthMeters(trail.map(({ latitude, longitude }) => ({ latitude, longitude })));
  const trail = trailAlong(course, begunAt, endedAt, chance);
  expect(trail[0]?.timestamp).toBe(begunAt.toISOString());
  expect(trail.at(-1)?.timestamp).toBe(endedAt.toISOString());
  expect(trail.map(({ timestamp }) => timestamp)).toEqual(trail.map(({ timestamp }) => timestamp).toSorted());
  // Corners between two fixes are cut, and each fix is a few metres off.
  expect(lengthOf(trail) / course.lengthMeters).toBeWithin(0.9, 1.2);
  const half = trailAlong(course, begunAt, endedAt, chance, course.lengthMeters / 2);
  expect(lengthOf(half) / course.lengthMeters).toBeWithin(0.45, 0.6);
});

function metersFromEdge(
  [west, south, east, north]: readonly [number, number, number, number],
  point: { latitude: number; longitude: number },
): number {
  const { latitude, longitude } = point;
  const edges = [
    { latitude: south, longitude },
    { latitude: north, longitude },
    { latitude, longitude: west },
    { latitude, longitude: east },
  ];
  return Math.min(...edges.map(edge => distanceMeters(point, edge)));
}
