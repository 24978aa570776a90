import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { LiveFrame } from "../../../src/server/features/realtime/latest.ts";
import { keyOf } from "../../../src/server/features/realtime/latest.ts";
import { createPacer, type Pace } from "../../../src/server/features/realtime/pacer.ts";
import type { LiveMessage } from "../../../src/shared/events.ts";
import { OrderId } from "../../../src/shared/ids.ts";
import { createManualTime } from "../../support/manual-time.ts";
import { positionOf } from "../../support/positions.ts";

const INTERVAL_MS = 250;
const PACE: Pace = { intervalMs: INTERVAL_MS, busyAbove: 50, idleIntervalMs: 2_000 };
const uuid = (digit: number) => `00000000-0000-4000-8000-${String(digit).padStart(12, "0")}`;

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
      const pacer = createPacer({ ...time, pace: PACE, deliver });
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

describe("a busy room", () => {
  /** `fleet` drivers report each second for ten; the first `carriers` of them have an order in hand. */
  function busySeconds(fleet: number, carriers: number) {
    const time = createManualTime();
    const told = new Map<string, number[]>();
    const frames: LiveFrame[] = [];
    const deliver = (frame: LiveFrame) => {
      frames.push(frame);
      for (const message of frame) {
        const times = told.get(keyOf(message)) ?? [];
        told.set(keyOf(message), [...times, time.clock.now().getTime()]);
      }
    };
    const pacer = createPacer({ ...time, pace: PACE, deliver });
    for (let second = 1; second <= 10; second += 1) {
      for (let quarter = 0; quarter < 4; quarter += 1) {
        const reporting = Array.from({ length: fleet }, (_, driver) => driver).filter(
          driver => driver % 4 === quarter,
        );
        pacer.accept(reporting.map(driver => positionOf(driver, second, { isCarrying: driver < carriers })));
        time.advance(250);
      }
    }
    const timesOf = (driver: number) => told.get(keyOf(positionOf(driver, 0))) ?? [];
    return { time, pacer, frames, timesOf };
  }

  test("tells of who carries an order at once, and of each idle driver every two seconds", () => {
    const { timesOf } = busySeconds(400, 20);
    for (let driver = 0; driver < 20; driver += 1) expect(timesOf(driver).length).toBe(10);
    for (let driver = 20; driver < 400; driver += 1) {
      const times = timesOf(driver);
      expect(times.length).toBeGreaterThanOrEqual(5);
      expect(times.length).toBeLessThanOrEqual(6);
      for (const [index, at] of times.entries())
        expect(at - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(2_000);
    }
  });

  test("tells the last of everybody once it is quiet", () => {
    const { time, frames } = busySeconds(400, 20);
    time.advance(2_250);
    const last = new Map(frames.flat().map(message => [keyOf(message), timeOf(message)]));
    expect(last.size).toBe(400);
    expect(new Set(last.values())).toEqual(new Set([10_000]));
  });

  test("hears of everybody as before when the clock of the machine is set back", () => {
    const { time, pacer, timesOf } = busySeconds(400, 20);
    time.advance(2_250);
    time.setClock(-600_000);
    const second = 11;
    const before = timesOf(399).length;
    pacer.accept(Array.from({ length: 400 }, (_, driver) => positionOf(driver, second)));
    time.advance(2_250);
    expect(timesOf(399).length).toBe(before + 1);
  });

  test("is none below fifty: then everybody is told of as he reports", () => {
    const { timesOf } = busySeconds(100, 0);
    for (let driver = 0; driver < 100; driver += 1) expect(timesOf(driver).length).toBe(10);
  });
});
