import { describe, expect, test } from "bun:test";
import { changeOf, pointsOf, pointsTowards } from "../../../../src/client/features/reports/compare.ts";

describe("a figure against the period before", () => {
  test("says how much and whether that is good", () => {
    expect(changeOf(120, 100, "more")).toEqual({
      text: "20 % more than before",
      direction: "up",
      isGood: true,
    });
    expect(changeOf(120, 100, "less")).toMatchObject({ direction: "up", isGood: false });
    expect(changeOf(100, 100, "more")).toEqual({ text: "as before", direction: "same", isGood: null });
  });

  test("claims nothing when there was nothing before", () => {
    expect(changeOf(5, 0, "more")).toBeNull();
    expect(pointsOf(0.9, null)).toBeNull();
  });

  test("rates differ by points, not by a share of one another", () => {
    expect(pointsOf(0.942, 0.921)).toEqual({ text: "2.1 points better", direction: "up", isGood: true });
  });

  test("a rate with an aim is good when it comes nearer, from whichever side", () => {
    expect(pointsTowards(0.8, 0.9, 0.95)).toEqual({
      text: "5.0 points less than before",
      direction: "down",
      isGood: true,
    });
    expect(pointsTowards(0.8, 0.78, 0.6)).toMatchObject({ direction: "up", isGood: true });
    expect(pointsTowards(0.8, 0.95, 0.8)).toMatchObject({ direction: "up", isGood: false });
    // As far beside it as before, on the other side.
    expect(pointsTowards(0.8, 0.9, 0.7)).toMatchObject({ direction: "up", isGood: null });
    expect(pointsTowards(0.8, 0.8, 0.8)).toEqual({ text: "as before", direction: "same", isGood: null });
    expect(pointsTowards(0.8, 0.8, null)).toBeNull();
  });
});
