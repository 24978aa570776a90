import { afterEach, expect, setSystemTime, test } from "bun:test";
import { createLivenessStore } from "../../../../src/client/app/liveness.ts";
import { asOf } from "../../../../src/client/app/realtime/as-of.ts";
import { STALE_AFTER_MS } from "../../../../src/client/ui/live-strip.tsx";

const OPENED = Date.UTC(2026, 2, 4, 12, 0);

afterEach(() => setSystemTime());

test("a page that is followed is of now with every frame alike, so that nothing renders by them", () => {
  const liveness = createLivenessStore();
  const told: (number | null)[] = [];
  liveness.subscribe(() => told.push(asOf(liveness.get(), Date.now(), OPENED)));
  for (let second = 0; second < 10; second += 1) {
    setSystemTime(OPENED + second * 2_000);
    liveness.heard();
  }
  expect(told).toEqual(Array(10).fill(null));
});

test("a page that is cut off stays at when it was last heard, however the clock goes on", () => {
  const lastHeardAt = OPENED + 60_000;
  const open = { connection: "open", lastHeardAt } as const;
  expect(asOf(open, lastHeardAt + STALE_AFTER_MS, OPENED)).toBeNull();
  for (const laterMs of [1, 5_000, 600_000])
    expect(asOf(open, lastHeardAt + STALE_AFTER_MS + laterMs, OPENED)).toBe(lastHeardAt);
  expect(asOf({ connection: "reconnecting", lastHeardAt }, lastHeardAt + 1_000, OPENED)).toBe(lastHeardAt);
});

test("a page that has never heard anything is of when it was opened, not of now", () => {
  const never = { connection: "offline", lastHeardAt: null } as const;
  expect(asOf(never, OPENED + 600_000, OPENED)).toBe(OPENED);
});
