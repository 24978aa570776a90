import { describe, expect, test } from "bun:test";
import { pathBetween, pointAt, splitAt } from "../../../src/client/map/route-geometry.ts";
import { type Point, pathLengthMeters } from "../../../src/shared/geo.ts";
import { lineThrough } from "../../../src/shared/maps/route-line.ts";

const corners = [
  { latitude: 60.1689, longitude: 24.9418 },
  { latitude: 60.1693, longitude: 24.9488 },
  { latitude: 60.1732, longitude: 24.9493 },
];
const line = lineThrough(corners);

describe("a route on the map", () => {
  test.each([0, 0.25, 0.5, 0.9, 1])("split at %d, both parts together are the whole", share => {
    const [done, ahead] = splitAt(line, share);
    const whole = line.lengthMeters;
    expect(pathLengthMeters(done)).toBeCloseTo(whole * share, 1);
    expect(pathLengthMeters(ahead)).toBeCloseTo(whole * (1 - share), 1);
    expect(done.at(-1)).toEqual(ahead[0]);
  });

  test("a share that makes no sense is taken as none or all of it", () => {
    expect(pathLengthMeters(splitAt(line, -1)[0])).toBe(0);
    expect(pathLengthMeters(splitAt(line, 7)[1])).toBe(0);
  });

  test("no line stays no line", () => {
    expect(splitAt(lineThrough([]), 0.5)).toEqual([[], []]);
  });
});

describe("a marker on its way", () => {
  const [start, corner, end] = corners as [Point, Point, Point];
  const near = (point: { latitude: number; longitude: number }, north: number) => ({
    ...point,
    latitude: point.latitude + north / 111_195,
  });

  test("goes round the corner that lies between two reports, not through the houses", () => {
    const path = pathBetween(line, near(start, 10), near(end, -10));
    expect(path.points).toEqual([near(start, 10), corner, near(end, -10)]);
    expect(pointAt(path, 1)).toEqual(near(end, -10));
  });

  test("goes straight when a report lies beside the route, or behind the last one", () => {
    expect(pathBetween(line, near(start, 60), end).points).toEqual([near(start, 60), end]);
    expect(pathBetween(line, end, start).points).toEqual([end, start]);
  });

  test("goes straight where the route would be a detour: he has come another way", () => {
    const outAndBack = [start, corner, { ...start, latitude: start.latitude + 0.0001 }];
    const last = outAndBack.at(-1) ?? start;
    expect(pathBetween(lineThrough(outAndBack), start, last).points).toEqual([start, last]);
  });

  test("goes straight where nobody knows a route", () => {
    expect(pathBetween(undefined, start, end).points).toEqual([start, end]);
    expect(pointAt(pathBetween(undefined, start, start), 0.5)).toEqual(start);
  });
});
