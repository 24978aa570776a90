import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Point } from "../../../src/shared/geo.ts";
import { encodePolyline } from "../../../src/shared/maps/polyline.ts";
import { AT_THE_START, advance, type Fix, type Progress } from "../../../src/shared/maps/progress.ts";
import { lineOf, nearestOn } from "../../../src/shared/maps/route-line.ts";

const DEGREE_METERS = 111_195;
const SHRINK = Math.cos((60 * Math.PI) / 180);

/** A point so many metres east and north of a corner in the north. */
const at = (east: number, north: number): Point => ({
  latitude: 60 + north / DEGREE_METERS,
  longitude: 25 + east / (DEGREE_METERS * SHRINK),
});
const line = (...points: [east: number, north: number][]) =>
  lineOf(encodePolyline(points.map(([east, north]) => at(east, north))));
const fix = (east: number, north: number, accuracyMeters: number | null = 8): Fix => ({
  point: at(east, north),
  accuracyMeters,
});
const drive = (way: ReturnType<typeof line>, ...fixes: Fix[]): Progress =>
  fixes.reduce((progress, next) => advance(way, progress, next), AT_THE_START);

/** A kilometre to the east, and one to the north. */
const CORNER = line([0, 0], [1_000, 0], [1_000, 1_000]);

describe("the nearest point of a way", () => {
  test("is told in metres from its start and metres aside", () => {
    expect(CORNER.lengthMeters).toBeCloseTo(2_000, -1);
    const { meters, asideMeters } = nearestOn(CORNER, at(400, -30), 0);
    expect(meters).toBeCloseTo(400, -0.5);
    expect(asideMeters).toBeCloseTo(30, -0.5);
    expect(nearestOn(CORNER, at(1_050, 600), 0).meters).toBeCloseTo(1_600, -1);
  });

  test("is not looked for before where somebody is known to be", () => {
    const { meters, asideMeters } = nearestOn(CORNER, at(400, 0), 500);
    expect(meters).toBeCloseTo(500, 0);
    expect(asideMeters).toBeCloseTo(100, -1);
  });

  test("lies on the first of two stretches in one street: out, not already back", () => {
    const thereAndBack = line([0, 0], [1_000, 0], [0, 0]);
    expect(nearestOn(thereAndBack, at(400, 8), 350).meters).toBeCloseTo(400, -1);
    // On the way back what was driven out lies behind.
    expect(nearestOn(thereAndBack, at(400, 8), 1_300).meters).toBeCloseTo(1_600, -1);
  });

  test("of a line that leads nowhere is its only point, and of none there is none", () => {
    expect(nearestOn(line([0, 0]), at(0, 50), 0)).toMatchObject({ meters: 0 });
    expect(nearestOn(line(), at(0, 0), 0).asideMeters).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("progress", () => {
  test("follows the fixes along the way", () => {
    expect(drive(CORNER, fix(300, 5), fix(700, -9), fix(1_010, 200)).meters).toBeCloseTo(1_200, -1.3);
  });

  test("stays where it was while the phone jitters backwards", () => {
    const before = drive(CORNER, fix(500, 0));
    expect(advance(CORNER, before, fix(450, 0)).meters).toBe(before.meters);
  });

  test("is off the way after three fixes beside it in a row, and on it after three again", () => {
    const beside = (east: number) => fix(east, -90);
    expect(drive(CORNER, fix(300, 0), beside(330), beside(360)).isOff).toBe(false);
    expect(drive(CORNER, fix(300, 0), beside(330), fix(360, 0), beside(390), beside(420)).isOff).toBe(false);
    const off = drive(CORNER, fix(300, 0), beside(330), beside(360), beside(390));
    expect(off).toMatchObject({ isOff: true });
    expect(off.meters).toBeCloseTo(300, -1);
    const [once, twice] = [fix(600, 0), fix(630, 0)].map((_, index, all) =>
      all.slice(0, index + 1).reduce((progress, next) => advance(CORNER, progress, next), off),
    );
    expect([once?.isOff, twice?.isOff]).toEqual([true, true]);
    const back = [fix(600, 0), fix(630, 0), fix(660, 0)].reduce((p, next) => advance(CORNER, p, next), off);
    expect(back.isOff).toBe(false);
    expect(back.meters).toBeCloseTo(660, -1);
  });

  test("between the two distances is what it was: a way at the edge is not left and found by turns", () => {
    const edge = [fix(400, -55), fix(430, -55), fix(460, -55), fix(490, -55)];
    expect(drive(CORNER, fix(300, 0), ...edge).isOff).toBe(false);
    const off = drive(CORNER, fix(300, 0), fix(310, -120), fix(320, -120), fix(330, -120));
    expect(edge.reduce((progress, next) => advance(CORNER, progress, next), off).isOff).toBe(true);
  });

  test("is off the way when somebody has turned round", () => {
    expect(drive(CORNER, fix(600, 0), fix(430, 0), fix(400, 0), fix(370, 0)).isOff).toBe(true);
  });

  test("takes a vague fix beside the way for what it is", () => {
    const vague = (east: number) => fix(east, -100, 60);
    expect(drive(CORNER, fix(300, 0), vague(330), vague(360), vague(390)).isOff).toBe(false);
  });

  test("never shrinks, and never passes the end, whatever the fixes are", () => {
    const anywhere = fc.record({
      east: fc.integer({ min: -300, max: 1_300 }),
      north: fc.integer({ min: -300, max: 1_300 }),
      accuracy: fc.option(fc.integer({ min: 1, max: 100 })),
    });
    fc.assert(
      fc.property(fc.array(anywhere, { minLength: 1, maxLength: 40 }), fixes => {
        let progress = AT_THE_START;
        for (const { east, north, accuracy } of fixes) {
          const next = advance(CORNER, progress, fix(east, north, accuracy));
          expect(next.meters).toBeGreaterThanOrEqual(progress.meters);
          expect(next.meters).toBeLessThanOrEqual(CORNER.lengthMeters);
          progress = next;
        }
      }),
    );
  });
});
