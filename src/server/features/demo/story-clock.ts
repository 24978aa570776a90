import { AsyncLocalStorage } from "node:async_hooks";
import type { Clock } from "../../platform/clock/clock.port.ts";

/** A clock by which each story is told at its own time, many stories at once. */
export type StoryClock = Clock & {
  /** Within `work`, and in everything that it calls, it is `time`. */
  at<Result>(time: Date, work: () => Promise<Result>): Promise<Result>;
};

/**
 * Outside of any story it is `present`. The time travels with the calls, as a variable would be shared by stories of
 * different days; and telling one after the other would take several times as long.
 */
export function createStoryClock(present: Date): StoryClock {
  const times = new AsyncLocalStorage<Date>();
  return {
    now: () => new Date((times.getStore() ?? present).getTime()),
    at: (time, work) => times.run(time, work),
  };
}
