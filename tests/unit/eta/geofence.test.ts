import { expect, test } from "bun:test";
import { crossFence, type Fence } from "../../../src/server/features/eta/geofence.ts";

const OUTSIDE: Fence = { isInside: false, strikes: 0 };
const pass = (before: Fence, ...fixes: (number | [meters: number, accuracy: number])[]): Fence =>
  fixes
    .map(one => [one].flat())
    .reduce((fence, [meters = 0, accuracy = 8]) => crossFence(fence, meters, accuracy), before);

test("somebody arrives with the second fix in a row within 150 m", () => {
  expect(pass(OUTSIDE, 400, 149).isInside).toBe(false);
  expect(pass(OUTSIDE, 400, 149, 140).isInside).toBe(true);
  expect(pass(OUTSIDE, 149, 151, 149).isInside).toBe(false);
});

test("and has left with the second one beyond 200 m: between the two nothing changes", () => {
  const inside = pass(OUTSIDE, 100, 100);
  expect(pass(inside, 190, 180, 199, 200).isInside).toBe(true);
  expect(pass(inside, 201, 199, 201).isInside).toBe(true);
  expect(pass(inside, 201, 240).isInside).toBe(false);
  expect(pass(OUTSIDE, 180, 160, 199).isInside).toBe(false);
});

test("an imprecise fix neither brings nor takes anybody", () => {
  expect(pass(OUTSIDE, [20, 51], [20, 90], [20, 51]).isInside).toBe(false);
  expect(pass(pass(OUTSIDE, 100, 100), [300, 80], [320, 60], [300, 99]).isInside).toBe(true);
  // Nor does it break the row of those that are precise.
  expect(pass(OUTSIDE, 100, [500, 90], 100).isInside).toBe(true);
  expect(crossFence(crossFence(OUTSIDE, 90, null), 90, null).isInside).toBe(true);
});
