import { describe, expect, test } from "bun:test";
import { type Fix, isWorthSending } from "../../../../src/client/features/driver/phone/sampling.ts";
import { distanceMeters } from "../../../../src/shared/geo.ts";

const METER = 1 / 111_195;

/** A fix some metres north of the start, some seconds later. */
const fix = (meters: number, seconds: number, accuracyMeters = 8): Fix => ({
  latitude: 60.17 + meters * METER,
  longitude: 24.94,
  timestampMs: 1_000_000 + seconds * 1_000,
  accuracyMeters,
  speedMps: null,
  headingDegrees: null,
});
const START = fix(0, 0);

describe("which positions are worth sending", () => {
  test("the first one", () => expect(isWorthSending(START, null)).toBe(true));
  test("none that is worse than 100 m, not even the first", () => {
    expect(isWorthSending(fix(0, 0, 101), null)).toBe(false);
    expect(isWorthSending(fix(500, 60, 150), START)).toBe(false);
  });
  test("each 5 s while moving", () => {
    expect(isWorthSending(fix(18, 4), START)).toBe(false);
    expect(isWorthSending(fix(18, 5), START)).toBe(true);
  });
  test("each 25 m, however soon", () => {
    expect(isWorthSending(fix(24, 1), START)).toBe(false);
    expect(isWorthSending(fix(26, 1), START)).toBe(true);
  });
  test("each 30 s while stopped", () => {
    expect(isWorthSending(fix(1, 29), START)).toBe(false);
    expect(isWorthSending(fix(1, 30), START)).toBe(true);
  });
  test("jitter within the accuracy is not movement", () => {
    expect(isWorthSending(fix(30, 6, 80), START)).toBe(false);
    expect(isWorthSending(fix(45, 6, 80), START)).toBe(true);
  });
  test("nothing that is not newer", () => {
    expect(isWorthSending(fix(60, 0), START)).toBe(false);
    expect(isWorthSending(fix(60, -10), START)).toBe(false);
  });
});

test("the plane distance of a city agrees with the great circle to 0.1 %", () => {
  const from = { latitude: 60.1689, longitude: 24.9408 };
  for (const to of [
    { latitude: 60.1699, longitude: 24.9408 },
    { latitude: 60.2055, longitude: 24.6559 },
    { latitude: 60.4, longitude: 25.3 },
  ]) {
    const exact = distanceMeters(from, to);
    expect(Math.abs(distanceMeters(from, to) - exact) / exact).toBeLessThan(0.001);
  }
});
