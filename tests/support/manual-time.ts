import type { Clock } from "../../src/server/platform/clock/clock.port.ts";
import type { Timers } from "../../src/server/platform/timers/timers.port.ts";

/** Time that stands still until a test moves it. */
export type ManualTime = {
  clock: Clock;
  timers: Timers;
  advance(milliseconds: number): void;
  /** The clock is set, forward or back; timers go by how long something takes, and notice nothing. */
  setClock(byMs: number): void;
};

/** A clock and timers that move together, and only by hand. */
export function createManualTime(start = "2026-11-23T09:00:00.000Z"): ManualTime {
  let now = Date.parse(start);
  let offMs = 0;
  let waiting: { at: number; work: () => void }[] = [];
  return {
    clock: { now: () => new Date(now + offMs) },
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
    setClock(byMs) {
      offMs += byMs;
    },
  };
}
