import { describe, expect, test } from "bun:test";
import { biasWords, coverageNote } from "../../../src/client/features/reports/eta-words.ts";
import { byKind, toEtaFigures } from "../../../src/server/features/reports/eta-accuracy.ts";

const row = (
  tenths: number,
  count: number,
  covered = 0,
  kind: "delivery" | "later_pickup" | "pickup" = "delivery",
) => ({
  kind,
  tenths,
  count,
  covered,
});

describe("how right estimates were", () => {
  test("is told by the size of errors, whichever side they were on, and by their mean with it", () => {
    // Five came 1 min early, four 2 min late, one 9 min late.
    const figures = toEtaFigures([row(90, 1), row(-10, 5, 5), row(20, 4, 3)]);
    expect(figures).toEqual({
      shown: 10,
      biasMinutes: 1.2,
      errorMinutes: { p50: 1, p90: 2 },
      coverage: 0.8,
    });
  });

  test("is unknown of nothing", () => {
    expect(toEtaFigures([])).toEqual({ shown: 0, biasMinutes: null, errorMinutes: null, coverage: null });
  });

  test("is told of pickups together, on this leg or a later one, and of no kind that was not shown", () => {
    const kinds = byKind([row(10, 2, 1, "pickup"), row(30, 2, 2, "later_pickup"), row(5, 4, 4)]);
    expect(kinds.map(({ kind, shown, coverage }) => [kind, shown, coverage])).toEqual([
      ["next", 4, 1],
      ["pickup", 4, 0.75],
    ]);
  });
});

test("in words it says to which side, and a range that holds too much is no better than one that holds too little", () => {
  expect([0.6, -1.25, 0, null].map(biasWords)).toEqual([
    "0.6\u00a0min later",
    "1.3\u00a0min earlier",
    "on the minute",
    "–",
  ]);
  const note = (coverage: number | null) => coverageNote({ coverage, shown: 50 });
  expect([0.6, 0.749, 0.75, 0.85, 0.851, null].map(note)).toEqual([
    "80\u00a0% is meant: too narrow",
    "80\u00a0% is meant: too narrow",
    "80\u00a0% is meant: as it should be",
    "80\u00a0% is meant: as it should be",
    "80\u00a0% is meant: too wide",
    null,
  ]);
  expect(coverageNote({ coverage: 0, shown: 49 })).toBe("of 49 so far, too few to judge by");
});
