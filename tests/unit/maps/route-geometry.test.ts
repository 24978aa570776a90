import { describe, expect, test } from "bun:test";
import { pointsOf, splitAt } from "../../../src/client/map/route-geometry.ts";
import { pathLengthMeters } from "../../../src/shared/geo.ts";
import { encodePolyline } from "../../../src/shared/maps/polyline.ts";

const line = [
  { latitude: 60.1689, longitude: 24.9418 },
  { latitude: 60.1693, longitude: 24.9488 },
  { latitude: 60.1732, longitude: 24.9493 },
];

describe("a route on the map", () => {
  test.each([0, 0.25, 0.5, 0.9, 1])("split at %d, both parts together are the whole", share => {
    const [done, ahead] = splitAt(line, share);
    const whole = pathLengthMeters(line);
    expect(pathLengthMeters(done)).toBeCloseTo(whole * share, 1);
    expect(pathLengthMeters(ahead)).toBeCloseTo(whole * (1 - share), 1);
    expect(done.at(-1)).toEqual(ahead[0]);
  });

  test("a share that makes no sense is taken as none or all of it", () => {
    expect(pathLengthMeters(splitAt(line, -1)[0])).toBe(0);
    expect(pathLengthMeters(splitAt(line, 7)[1])).toBe(0);
  });

  test("no line stays no line", () => {
    expect(splitAt([], 0.5)).toEqual([[], []]);
  });

  test("a damaged polyline draws nothing", () => {
    expect(pointsOf("_")).toEqual([]);
    expect(pointsOf(encodePolyline(line))).toEqual(line);
  });
});
