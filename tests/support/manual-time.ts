import type { Clock } from "../../src/server/platform/clock/clock.port.ts";
import type { Timers } from "../../src/server/platform/timers/timers.port.ts";

/** Time that stands still until a test moves it. */
export type ManualTime = { clock: Clock; timers: Timers; advance(milliseconds: number): void };

/** A clock and timers that move together, and only by hand. */
export function createManualTime(start = "2026-11-23T09:00:00.000Z"): ManualTime {
  let now = Date.parse(start);
  let waiting: { at: number; work: () => void }[] = [];
  return {
    clock: { now: () => new Date(now) },
    timers: {
      after(delayMs, work) {
        const timer = { at: now + delayMs, work };
        waiting.push(timer);
        return () => {
          waiting = waiting.filter(other => other !== timer);
        };
      },
    },
    advance(milliseconds) {
      const until = now + milliseconds;
      for (;;) {
        const due = waiting.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
        if (!due) break;
        waiting = waiting.filter(other => other !== due);
        now = due.at;
        due.work();
      }
      now = until;
    },
  };
}
