import { expect, test } from "bun:test";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createChance } from "../../../src/server/features/demo/chance.ts";
import { courseBetween, placeOn, trailAlong } from "../../../src/server/features/demo/course.ts";
import { CUSTOMERS, VENDORS } from "../../../src/server/features/demo/stories/cast.ts";
import { ADDRESSES, PLACES_OF_CARE } from "../../../src/server/features/demo/stories/goods.ts";
import { createEmbeddedMaps } from "../../../src/server/platform/maps/embedded/index.ts";
import { distanceMeters, isInside, pathLengthMeters } from "../../../src/shared/geo.ts";

const CITY = join(import.meta.dir, "../../../assets/demo-city");
const EDGE_METERS = 150;

test("every address of the demo is a real door, far enough inside the area that is served", async () => {
  await using maps = await createEmbeddedMaps({
    extractPath: join(CITY, "helsinki.osm.pbf"),
    tilesPath: join(CITY, "helsinki.pmtiles"),
    dataDir: join(tmpdir(), "medex-test-maps"),
  });
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

test("a course leads from one place to the other and is not much longer than the straight line", () => {
  for (let index = 0; index < 50; index++) {
    const course = courseBetween(FROM, TO, createChance(`course ${index}`));
    expect(distanceMeters(placeOn(course, 0).point, FROM)).toBeLessThan(0.1);
    expect(distanceMeters(placeOn(course, course.lengthMeters).point, TO)).toBeLessThan(0.1);
    expect(course.lengthMeters).toBeLessThan(distanceMeters(FROM, TO) * 1.2);
  }
});

test("a trail advances in time and is about as long as its course", () => {
  const chance = createChance("trail");
  const course = courseBetween(FROM, TO, chance);
  const [begunAt, endedAt] = [new Date("2026-11-23T09:00:00Z"), new Date("2026-11-23T09:06:00Z")];
  const trail = trailAlong(course, begunAt, endedAt, chance);
  expect(trail[0]?.timestamp).toBe(begunAt.toISOString());
  expect(trail.at(-1)?.timestamp).toBe(endedAt.toISOString());
  expect(trail.map(({ timestamp }) => timestamp)).toEqual(trail.map(({ timestamp }) => timestamp).toSorted());
  const points = trail.map(({ latitude, longitude }) => ({ latitude, longitude }));
  expect(pathLengthMeters(points) / course.lengthMeters).toBeWithin(0.98, 1.2);
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
