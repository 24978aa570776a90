import { expect, test } from "bun:test";
import fc from "fast-check";
import { type TrailFix, trailLengthMeters } from "../../../src/server/features/locations/trail-distance.ts";
import { pathLengthMeters } from "../../../src/shared/geo.ts";

/** Metres of latitude in a degree, near enough for a test. */
const DEGREE_METERS = 111_195;

const fixAt = (meters: number, seconds: number, accuracy: number | null = null): TrailFix => ({
  latitude: 60 + meters / DEGREE_METERS,
  longitude: 25,
  timestamp: new Date(seconds * 1_000),
  accuracy,
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

test("what cannot be true adds nothing", () => {
  const honest = [fixAt(0, 0), fixAt(100, 10), fixAt(200, 20)];
  const length = trailLengthMeters(honest) ?? 0;
  expect(length).toBeCloseTo(200, 0);
  const jump = [fixAt(0, 0), fixAt(5_000, 5), fixAt(100, 10), fixAt(200, 20)];
  expect(trailLengthMeters(jump)).toBeCloseTo(length, 6);
  const guess = [fixAt(0, 0, 20), fixAt(90, 5, 101), fixAt(100, 10, 100), fixAt(200, 20, null)];
  expect(trailLengthMeters(guess)).toBeCloseTo(length, 6);
  const repeated = [fixAt(0, 0), fixAt(0, 0), fixAt(100, 10), fixAt(200, 20)];
  expect(trailLengthMeters(repeated)).toBeCloseTo(length, 6);
});

test("fewer than two fixes that can be trusted are no trail", () => {
  for (const fixes of [
    [],
    [fixAt(0, 0)],
    [fixAt(0, 0), fixAt(10, 10, 500)],
    [fixAt(0, 0), fixAt(9_000, 1)],
  ]) {
    expect(trailLengthMeters(fixes)).toBeNull();
  }
});
