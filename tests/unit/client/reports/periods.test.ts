import { afterAll, beforeAll, expect, test } from "bun:test";
import { weekBefore } from "../../../../src/client/features/reports/periods.ts";

const zone = process.env.TZ ?? "UTC";
beforeAll(() => {
  process.env.TZ = "Europe/Helsinki";
});
afterAll(() => {
  process.env.TZ = zone;
});

test("the week before a day is of seven whole days of the reader, also when the clocks were changed in it", () => {
  const midnight = new Date(2026, 3, 1).toISOString();
  expect(weekBefore(midnight)).toEqual({ from: "2026-03-24T22:00:00.000Z", to: "2026-03-31T21:00:00.000Z" });
});
