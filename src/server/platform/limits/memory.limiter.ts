import type { Clock } from "../clock/clock.port.ts";
import type { Limiter } from "./limiter.port.ts";

/** Bounds the memory of each rule (about 3 MB): whoever makes more keys than this forgets the oldest ones. */
const MAX_KEYS = 20_000;

type Window = { taken: number; endsAt: number };

/** Counts in this process's memory, on the given clock, without a timer. */
export function createMemoryLimiter(clock: Clock, maxKeys = MAX_KEYS): Limiter {
  const windowsOf = new Map<string, Map<string, Window>>();

  function windowsOfRule(name: string): Map<string, Window> {
    const windows = windowsOf.get(name) ?? new Map<string, Window>();
    windowsOf.set(name, windows);
    return windows;
  }

  return {
    async take(rule, key) {
      const windows = windowsOfRule(rule.name);
      const now = clock.now().getTime();
      const latestEnd = now + rule.windowSeconds * 1_000;
      const open = windows.get(key);
      // A clock that was set back must not make a window longer.
      if (open) open.endsAt = Math.min(open.endsAt, latestEnd);
      const window = open && open.endsAt > now ? open : { taken: 0, endsAt: latestEnd };
      window.taken += 1;
      if (window !== open) begin(windows, key, window);
      return {
        rule,
        isWithin: window.taken <= rule.points,
        remaining: Math.max(0, rule.points - window.taken),
        resetMs: window.endsAt - now,
      };
    },
    async forgive(rule, key) {
      windowsOfRule(rule.name).delete(key);
    },
  };

  /** A Map keeps the order in which keys came: a new window goes to the end, and the first one may have to go. */
  function begin(windows: Map<string, Window>, key: string, window: Window): void {
    windows.delete(key);
    windows.set(key, window);
    const [oldest] = windows.keys();
    if (windows.size > maxKeys && oldest !== undefined) windows.delete(oldest);
  }
}
