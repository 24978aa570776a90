import { expect, test } from "bun:test";
import fc from "fast-check";
import { estimateArrival, hasMoved } from "../../../src/server/features/tracking/eta.ts";

const NOW = new Date("2026-11-23T09:00:30.000Z");
const MINUTE_MS = 60_000;
const minutes = fc.double({ min: 0, max: 180, noNaN: true });

test("an estimate is a range of whole minutes around the drive, wider off the streets", () => {
  fc.assert(
    fc.property(minutes, durationMinutes => {
      const rough = estimateArrival([{ durationMinutes, approximate: true }], NOW);
      const exact = estimateArrival([{ durationMinutes, approximate: false }], NOW);
      const drive = NOW.getTime() + durationMinutes * MINUTE_MS;
      for (const eta of [rough, exact]) {
        expect(eta.earliest.getTime()).toBeLessThanOrEqual(drive);
        expect(eta.latest.getTime()).toBeGreaterThanOrEqual(drive);
        expect(eta.latest.getTime() - eta.earliest.getTime()).toBeGreaterThanOrEqual(3 * MINUTE_MS);
        expect([eta.earliest.getTime() % MINUTE_MS, eta.latest.getTime() % MINUTE_MS]).toEqual([0, 0]);
      }
      const width = ({ earliest, latest }: typeof rough) => latest.getTime() - earliest.getTime();
      expect(width(rough)).toBeGreaterThanOrEqual(width(exact));
      expect([rough.approximate, exact.approximate]).toEqual([true, false]);
    }),
  );
});

test("the way over the pickup takes both legs and the handover", () => {
  const leg = { durationMinutes: 10, approximate: false };
  const direct = estimateArrival([leg], NOW);
  const over = estimateArrival([leg, leg], NOW);
  expect(over.earliest.getTime() - direct.earliest.getTime()).toBe((9 + 5) * MINUTE_MS);
  expect(estimateArrival([leg, { ...leg, approximate: true }], NOW).approximate).toBe(true);
});

test("only a minute's difference is worth telling", () => {
  const known = estimateArrival([{ durationMinutes: 10, approximate: false }], NOW);
  const moved = (latestMs: number) => ({ ...known, latest: new Date(known.latest.getTime() + latestMs) });
  expect(hasMoved(known, null)).toBe(true);
  expect(hasMoved(moved(59_999), known)).toBe(false);
  expect(hasMoved(moved(-60_000), known)).toBe(true);
});
