import { expect, test } from "bun:test";
import fc from "fast-check";
import { type TrailFix, trailLengthMeters } from "../../../src/server/features/locations/trail-distance.ts";
import { pathLengthMeters } from "../../../src/shared/geo.ts";

/** Metres of latitude in a degree, near enough for a test. */
const DEGREE_METERS = 111_195;

const fixAt = (meters: number, seconds: number): TrailFix => ({
  latitude: 60 + meters / DEGREE_METERS,
  longitude: 25,
  timestamp: new Date(seconds * 1_000),
});

test("a drive is as long as the line through its fixes", () => {
  const drive = fc.array(fc.tuple(fc.nat({ max: 100 }), fc.integer({ min: 3, max: 60 })), {
    minLength: 2,
    maxLength: 30,
  });
  fc.assert(
    fc.property(drive, steps => {
      let [meters, seconds] = [0, 0];
      const fixes = steps.map(([forward, wait]) => {
        meters += forward;
        seconds += wait;
        return fixAt(meters, seconds);
      });
      expect(trailLengthMeters(fixes)).toBeCloseTo(pathLengthMeters(fixes), 6);
    }),
  );
});

test("where a driver was found again adds nothing, and what he drove from there does", () => {
  const jumped = [fixAt(0, 0), fixAt(100, 10), fixAt(9_000, 20), fixAt(9_100, 30)];
  expect(trailLengthMeters(jumped)).toBeCloseTo(200, 0);
});

test("fewer than two fixes are no trail", () => {
  expect(trailLengthMeters([])).toBeNull();
  expect(trailLengthMeters([fixAt(0, 0)])).toBeNull();
});
