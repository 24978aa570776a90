import type { Timers } from "./timers.port.ts";

/** setTimeout counts in 32 bits: a longer delay would run at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

export const systemTimers: Timers = {
  after(delayMs, work) {
    const timer = setTimeout(work, Math.min(Math.max(delayMs, 0), LONGEST_DELAY_MS));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
