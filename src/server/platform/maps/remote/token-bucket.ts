import type { Clock } from "../../clock/clock.port.ts";
import type { Timers } from "../../timers/timers.port.ts";
import { MapsFailure } from "./maps-failure.ts";
import { pause } from "./pause.ts";

export type TokenBucket = {
  /**
   * Waits until `units` may be asked for, at most so long; whoever comes later waits longer. Errors: MapsFailure
   * `throttled`, at once and with nothing taken.
   */
  take(units: number, longestWaitMs: number): Promise<void>;
};

/**
 * So many units a second, and as many at once after a quiet second. Units are owed as soon as they are asked for, so
 * that no queue has to be kept: the next caller waits until the debt is paid.
 */
export function createTokenBucket(deps: { perSecond: number; clock: Clock; timers: Timers }): TokenBucket {
  const { perSecond, clock, timers } = deps;
  let tokens = perSecond;
  let filledAt = clock.now().getTime();

  /** A clock that was turned back fills nothing, and is the new beginning. */
  function fill(): void {
    const now = clock.now().getTime();
    const elapsedMs = Math.max(0, now - filledAt);
    tokens = Math.min(perSecond, tokens + (elapsedMs / 1_000) * perSecond);
    filledAt = now;
  }

  return {
    async take(units, longestWaitMs) {
      fill();
      const waitMs = Math.ceil((Math.max(0, units - tokens) / perSecond) * 1_000);
      if (waitMs > longestWaitMs) throw new MapsFailure("throttled");
      tokens -= units;
      if (waitMs > 0) await pause(timers, waitMs);
    },
  };
}
