import type { Clock } from "../../clock/clock.port.ts";

/** What a call says of the service that it went to. */
export type Health = "well" | "broken" | "unknown";
export type CircuitState = "closed" | "half-open" | "open";

export type CircuitBreaker = {
  /** Lets a call through and hears how it went, whatever happens; null while the service is left alone. */
  admit(): ((health: Health) => void) | null;
  state(): CircuitState;
};

/** Half of the last calls, of this minute and at least five: a few failures of many do not open it. */
const SAMPLE = { calls: 20, fewest: 5, withinMs: 60_000, brokenShare: 0.5 } as const;
/** It is left alone for so long, and twice as long each time that the trial fails. */
const REST = { firstMs: 30_000, longestMs: 300_000 } as const;

/**
 * Keeps calls from a service that is failing: closed lets them through; open, none; half-open, one, whose outcome closes
 * it or opens it again (Nygard, "Release It!", 2007).
 */
export function createCircuitBreaker({
  clock,
  onChange = () => {},
}: {
  clock: Clock;
  onChange?: (state: CircuitState) => void;
}): CircuitBreaker {
  let state: CircuitState = "closed";
  let outcomes: { at: number; isBroken: boolean }[] = [];
  let openedAt = 0;
  let restMs: number = REST.firstMs;
  let isOnTrial = false;

  function become(next: CircuitState): void {
    state = next;
    outcomes = [];
    isOnTrial = false;
    if (next === "open") openedAt = clock.now().getTime();
    onChange(next);
  }

  /** A clock that was turned back must not make the rest longer. */
  function isRested(): boolean {
    const elapsedMs = clock.now().getTime() - openedAt;
    return elapsedMs >= restMs || elapsedMs < 0;
  }

  function settleTrial(health: Health): void {
    isOnTrial = false;
    if (health === "unknown") return;
    const isWell = health === "well";
    restMs = isWell ? REST.firstMs : Math.min(restMs * 2, REST.longestMs);
    become(isWell ? "closed" : "open");
  }

  function settle(health: Health): void {
    if (state !== "closed" || health === "unknown") return;
    const now = clock.now().getTime();
    const recent = outcomes.filter(({ at }) => Math.abs(now - at) < SAMPLE.withinMs);
    outcomes = [...recent, { at: now, isBroken: health === "broken" }].slice(-SAMPLE.calls);
    const broken = outcomes.filter(({ isBroken }) => isBroken).length;
    if (outcomes.length >= SAMPLE.fewest && broken >= outcomes.length * SAMPLE.brokenShare) become("open");
  }

  return {
    admit() {
      if (state === "open" && isRested()) become("half-open");
      if (state === "open" || isOnTrial) return null;
      if (state === "closed") return settle;
      isOnTrial = true;
      return settleTrial;
    },
    state: () => state,
  };
}
