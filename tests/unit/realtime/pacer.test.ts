import { expect, test } from "bun:test";
import fc from "fast-check";
import { keyOf } from "../../../src/server/features/realtime/latest.ts";
import { createPacer } from "../../../src/server/features/realtime/live-rooms.ts";
import type { LiveMessage } from "../../../src/shared/events.ts";
import { DriverId, OrderId } from "../../../src/shared/ids.ts";
import { createManualTime } from "../../support/manual-time.ts";

const INTERVAL_MS = 250;
const uuid = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;

const positionOf = (driver: number, second: number): LiveMessage => ({
  type: "driver_location",
  driverId: DriverId.parse(uuid(driver)),
  latitude: 60,
  longitude: 24,
  timestamp: new Date(second * 1_000).toISOString(),
  speed: null,
  heading: null,
  accuracy: null,
});
const etaOf = (order: number): LiveMessage => ({
  type: "eta_update",
  orderId: OrderId.parse(uuid(order)),
  eta: null,
});

const messages = fc.array(
  fc.oneof(
    fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 9 })).map(([driver, second]) => positionOf(driver, second)),
    fc.nat({ max: 2 }).map(etaOf),
  ),
  { minLength: 1, maxLength: 5 },
);
const steps = fc.array(fc.oneof(fc.record({ accept: messages }), fc.record({ wait: fc.nat({ max: 400 }) })), {
  maxLength: 40,
});

const timeOf = (message: LiveMessage) =>
  message.type === "driver_location" ? Date.parse(message.timestamp) : 0;

test("frames are paced, hold the latest of each driver once, never go back, and the last word arrives", () => {
  fc.assert(
    fc.property(steps, plan => {
      const time = createManualTime();
      const frames: { at: number; frame: readonly LiveMessage[] }[] = [];
      const deliver = (frame: readonly LiveMessage[]) =>
        frames.push({ at: time.clock.now().getTime(), frame });
      const pacer = createPacer({ timers: time.timers, intervalMs: INTERVAL_MS, deliver });
      const newest = new Map<string, LiveMessage>();
      for (const step of plan) {
        if ("wait" in step) {
          time.advance(step.wait);
          continue;
        }
        const before = frames.length;
        const lastAt = frames.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
        const isIdle = time.clock.now().getTime() - lastAt >= INTERVAL_MS;
        let isNews = false;
        for (const message of step.accept) {
          const known = newest.get(keyOf(message));
          if (known && message.type === "driver_location" && timeOf(message) <= timeOf(known)) continue;
          newest.set(keyOf(message), message);
          isNews = true;
        }
        pacer.accept(step.accept);
        if (isNews && isIdle) expect(frames.length).toBe(before + 1);
      }
      time.advance(INTERVAL_MS);

      for (const [index, { at, frame }] of frames.entries()) {
        expect(frame.length).toBeGreaterThan(0);
        expect(new Set(frame.map(keyOf)).size).toBe(frame.length);
        const previous = frames[index - 1];
        if (previous) expect(at - previous.at).toBeGreaterThanOrEqual(INTERVAL_MS);
      }
      const shown = new Map<string, LiveMessage>();
      for (const message of frames.flatMap(({ frame }) => frame)) {
        const known = shown.get(keyOf(message));
        if (known && message.type === "driver_location")
          expect(timeOf(message)).toBeGreaterThan(timeOf(known));
        shown.set(keyOf(message), message);
      }
      expect(shown).toEqual(newest);
    }),
    { numRuns: 500 },
  );
});
