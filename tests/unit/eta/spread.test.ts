import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type Forecast, LEG_KINDS } from "../../../src/server/features/eta/forecast.ts";
import {
  bandOf,
  createLesson,
  hourAt,
  NO_EXPERIENCE,
  quantile,
  rangeOf,
  type Sample,
} from "../../../src/server/features/eta/spread.ts";

const forecast = (over: Partial<Forecast> = {}): Forecast => ({
  kind: "delivery",
  drivingSeconds: 800,
  waitingSeconds: 200,
  meters: 4_000,
  approximate: false,
  ...over,
});
const TRIP = { kind: "delivery", hour: 9, band: bandOf(4_000), approximate: false } as const;

function learn(all: readonly Sample[]) {
  const lesson = createLesson();
  for (const sample of all) lesson.add(sample);
  return lesson.learned();
}

/** As many deliveries as given, whose ratios are spread evenly from one to the other. */
const samples = (count: number, [from, to]: [number, number], over: Partial<Sample> = {}): Sample[] =>
  Array.from({ length: count }, (_, index) => ({
    ...TRIP,
    orderId: `${over.hour ?? ""}-${over.band ?? ""}-${index}`,
    ratio: from + ((to - from) * (index + 0.5)) / count,
    ...over,
  }));

describe("without experience", () => {
  test("the way along streets is surer than the one through the air, and both surer than how long people stand", () => {
    const driving = { waitingSeconds: 0, drivingSeconds: 1_000 };
    expect(rangeOf(forecast(driving), 9, NO_EXPERIENCE)).toEqual({ p10: 900, p50: 1_000, p90: 1_300 });
    const air = rangeOf(forecast({ ...driving, approximate: true }), 9, NO_EXPERIENCE);
    expect(air).toEqual({ p10: 750, p50: 1_000, p90: 1_600 });
    const standing = rangeOf(forecast({ waitingSeconds: 1_000, drivingSeconds: 0 }), 9, NO_EXPERIENCE);
    expect(standing).toEqual({ p10: 300, p50: 1_000, p90: 1_750 });
  });

  test("19 deliveries are as good as none, and 20 better than a guess", () => {
    const after = (count: number) => rangeOf(forecast(), 9, learn(samples(count, [2, 3]))).p50;
    expect([after(19), after(20)].map(Math.round)).toEqual([1_000, 2_500]);
  });

  test("many estimates of few deliveries are few", () => {
    const known = learn(
      samples(600, [2, 3]).map((sample, index) => ({ ...sample, orderId: `${index % 19}` })),
    );
    expect(rangeOf(forecast(), 9, known).p50).toBe(1_000);
  });
});

describe("with experience", () => {
  test("the range is that of what happened to trips like this one", () => {
    const { p10, p50, p90 } = rangeOf(forecast(), 9, learn(samples(199, [1, 2])));
    expect([p10, p50, p90].map(Math.round)).toEqual([1_098, 1_500, 1_902]);
  });

  test("an hour that has seen little takes that of the whole day, and a distance that of all", () => {
    const known = learn([
      ...samples(200, [2, 2], { hour: 17 }),
      ...samples(200, [1, 1], { hour: 3 }),
      ...samples(80, [1.5, 1.5], { band: 0, hour: 17 }),
    ]);
    expect(rangeOf(forecast(), 17, known).p50).toBe(2_000);
    expect(rangeOf(forecast(), 3, known).p50).toBeLessThan(1_200);
    const wholeDay = rangeOf(forecast(), 12, known);
    expect([wholeDay.p10, wholeDay.p90]).toEqual([1_000, 2_000]);
    expect(rangeOf(forecast({ meters: 9_000 }), 12, known).p50).toBe(1_500);
    expect(rangeOf(forecast({ kind: "pickup" }), 17, known).p50).toBe(1_000);
    expect(rangeOf(forecast({ approximate: true }), 17, known).p50).toBe(1_000);
  });

  test("its size is bounded, however much there is to learn from", () => {
    const anything = LEG_KINDS.flatMap(kind =>
      Array.from({ length: 24 * 4 }, (_, index) =>
        samples(100, [1, 2], { kind, hour: index % 24, band: Math.floor(index / 24) }),
      ).flat(),
    );
    expect(learn(anything).size).toBe(4 * 24 * 4 + 4 * 4 + 4);
  });
});

describe("a range", () => {
  const ratios = fc.array(fc.double({ min: 0.2, max: 6, noNaN: true }), { minLength: 100, maxLength: 100 });
  const bands = fc.array(ratios, { minLength: 4, maxLength: 4 });
  const experience = bands.map(all =>
    learn(
      all.flatMap((of, band) =>
        of.map((ratio, index) => ({ ...TRIP, band, orderId: `${band}-${index}`, ratio })),
      ),
    ),
  );
  const meters = fc.integer({ min: 1, max: 20_000 });

  test("is ordered, whatever was learned", () => {
    fc.assert(
      fc.property(experience, meters, (known, distance) => {
        const { p10, p50, p90 } = rangeOf(
          forecast({ meters: distance, drivingSeconds: distance / 7 }),
          9,
          known,
        );
        expect(p10).toBeLessThanOrEqual(p50);
        expect(p50).toBeLessThanOrEqual(p90);
      }),
    );
  });

  test("is never earlier for who has farther to go on the same way", () => {
    fc.assert(
      fc.property(experience, meters, meters, (known, one, other) => {
        const [near, far] = [Math.min(one, other), Math.max(one, other)].map(distance =>
          rangeOf(forecast({ meters: distance, drivingSeconds: distance / 7 }), 9, known),
        );
        expect(near?.p50).toBeLessThanOrEqual((far?.p50 ?? 0) + 1e-9);
        expect(near?.p90).toBeLessThanOrEqual((far?.p90 ?? 0) + 1e-9);
      }),
    );
  });
});

test("a quantile lies at its share of the ranks, and never beyond what was seen", () => {
  const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  expect([0.1, 0.5, 0.9].map(share => quantile(nine, share, 9))).toEqual([1, 5, 9]);
  expect(quantile([3], 0.9, 1)).toBe(3);
  expect(quantile([1, 2], 0.5, 2)).toBe(1.5);
});

test("and farther out when the values are of fewer cases than they are", () => {
  const values = Array.from({ length: 100 }, (_, index) => index);
  expect(quantile(values, 0.9, 10)).toBeGreaterThan(quantile(values, 0.9, 100));
  expect(quantile(values, 0.1, 10)).toBeLessThan(quantile(values, 0.1, 100));
  expect(quantile(values, 0.5, 10)).toBeCloseTo(quantile(values, 0.5, 100), 6);
});

test("hours are those of the sun at the place", () => {
  const noon = new Date("2026-11-23T12:30:00.000Z");
  expect([0, 24.94, -74, 151, -179].map(longitude => hourAt(noon, longitude))).toEqual([12, 14, 7, 22, 0]);
});

test("bands are half a kilometre, two, six, and beyond", () => {
  expect([0, 499, 500, 1_999, 2_000, 5_999, 6_000, 90_000].map(bandOf)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
});
