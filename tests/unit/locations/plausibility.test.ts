import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { judge, type Sighting, type Track } from "../../../src/server/features/locations/plausibility.ts";
import type { VehicleType } from "../../../src/shared/drivers/driver.schema.ts";
import type { FixQuality } from "../../../src/shared/drivers/fix-quality.ts";
import { toGeoJson } from "../../../src/shared/geo.ts";

/** Metres of latitude in a degree, near enough for a test. */
const DEGREE_METERS = 111_195;

const at = (second: number, meters: number, accuracy: number | null = 5): Sighting => ({
  location: toGeoJson({ latitude: 60 + meters / DEGREE_METERS, longitude: 25 }),
  timestamp: new Date(second * 1_000),
  accuracy,
});

function judgeAll(fixes: readonly Sighting[], vehicleType: VehicleType = "car") {
  let track: Track = { believed: null, doubt: null };
  const qualities = fixes.map((fix): FixQuality => {
    const verdict = judge(track, fix, vehicleType);
    track = verdict.track;
    return verdict.quality;
  });
  return { qualities, track };
}

const GOOD: FixQuality = "good";
const ODD: FixQuality = "implausible";

describe("a fix", () => {
  test("is good as long as the vehicle can have come there", () => {
    const drive = [at(0, 0), at(10, 400), at(20, 820), at(80, 820)];
    expect(judgeAll(drive).qualities).toEqual([GOOD, GOOD, GOOD, GOOD]);
  });

  test.each<[VehicleType, number]>([
    ["bike", 70],
    ["scooter", 120],
    ["van", 160],
    ["car", 180],
  ])("of a %s is doubted beyond %d km/h and what the phone was off by", (vehicleType, kmh) => {
    const reach = (kmh / 3.6) * 60 + 5 + 5;
    expect(judgeAll([at(0, 0), at(60, reach - 1)], vehicleType).qualities).toEqual([GOOD, GOOD]);
    expect(judgeAll([at(0, 0), at(60, reach + 1)], vehicleType).qualities).toEqual([GOOD, ODD]);
  });

  test("that is worse than 100 m is imprecise and speaks neither for nor against a place", () => {
    const fixes = [at(0, 0), at(5, 9_000, 101), at(10, 9_000, 2_000), at(15, 20, 100)];
    expect(judgeAll(fixes).qualities).toEqual([GOOD, "imprecise", "imprecise", GOOD]);
    expect(judgeAll([at(0, 9_000, 101)]).track.believed).toBeNull();
  });

  test("of a phone that jitters where it lies is good, each second", () => {
    const jitter = Array.from({ length: 30 }, (_, second) => at(second, second % 2 ? 18 : -18, null));
    expect(new Set(judgeAll(jitter).qualities)).toEqual(new Set([GOOD]));
  });
});

describe("a jump", () => {
  test("there and back marks only what was there", () => {
    const fixes = [at(0, 0), at(5, 8_000), at(10, 8_010), at(15, 60), at(20, 90)];
    expect(judgeAll(fixes).qualities).toEqual([GOOD, ODD, ODD, GOOD, GOOD]);
  });

  test("is believed once three fixes over ten seconds agree with each other", () => {
    const { qualities, track } = judgeAll([
      at(0, 0),
      at(5, 8_000),
      at(10, 8_010),
      at(15, 8_020),
      at(20, 8_030),
    ]);
    expect(qualities).toEqual([GOOD, ODD, ODD, GOOD, GOOD]);
    expect(track.believed?.timestamp).toEqual(at(20, 0).timestamp);
  });

  test("is not believed for many fixes within a moment", () => {
    const burst = [1, 2, 3, 4, 5, 6, 7].map(second => at(second, 8_000));
    expect(judgeAll([at(0, 0), ...burst]).qualities).toEqual([GOOD, ...burst.map(() => ODD)]);
  });

  test("to a different place each time is never believed", () => {
    const wild = [1, 2, 3, 4, 5, 6].map(step => at(step * 5, step % 2 ? 9_000 : 30_000));
    expect(judgeAll([at(0, 0), ...wild]).qualities).toEqual([GOOD, ...wild.map(() => ODD)]);
  });

  test("is no jump when there was time for it: a ferry, a tunnel, a night", () => {
    expect(judgeAll([at(0, 0), at(1_200, 40_000)]).qualities).toEqual([GOOD, GOOD]);
    expect(judgeAll([at(0, 0), at(36_000, 400_000)], "bike").qualities).toEqual([GOOD, GOOD]);
  });

  test("interrupted by a fix from where the driver was has to be confirmed from the start", () => {
    const fixes = [
      at(0, 0),
      at(5, 8_000),
      at(10, 8_000),
      at(12, 10),
      at(15, 8_000),
      at(20, 8_000),
      at(25, 8_000),
    ];
    expect(judgeAll(fixes).qualities).toEqual([GOOD, ODD, ODD, GOOD, ODD, ODD, GOOD]);
  });
});

test("two phones at two places never make the driver fly, and the first to be believed stays so", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }), turns => {
      const fixes = [at(0, 0), ...turns.map((isOther, index) => at(1 + index, isOther ? 20_000 : 0))];
      let [believedAt, run] = [0, 0];
      const { track } = judgeAll(fixes);
      for (const isOther of turns) {
        run = (believedAt === 0) === isOther ? run + 1 : 0;
        // A fix a second: the eleventh in a row is ten seconds after the first.
        if (run === 11) [believedAt, run] = [20_000 - believedAt, 0];
      }
      const expected = at(0, believedAt).location.coordinates[1];
      expect(track.believed?.location.coordinates[1]).toBe(expected);
    }),
    { numRuns: 500 },
  );
});
