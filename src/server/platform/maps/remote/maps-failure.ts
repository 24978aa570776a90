import type { Health } from "./circuit-breaker.ts";

type Consequence = {
  /** The same question may be answered in a moment. */
  mayRetry: boolean;
  /** What it says of the service. */
  tells: Health;
  /** Providers charge for answers, so also for one that we could not use, or did not wait for. */
  isBilled: boolean;
};

/** Why there is no answer, and what follows from it. */
const REASONS = {
  timeout: { mayRetry: true, tells: "broken", isBilled: true },
  unreachable: { mayRetry: true, tells: "broken", isBilled: false },
  rate_limited: { mayRetry: true, tells: "broken", isBilled: false },
  server_error: { mayRetry: true, tells: "broken", isBilled: false },
  /** The key, or the contract behind it. */
  denied: { mayRetry: false, tells: "broken", isBilled: false },
  /** Something else than the protocol, or cut off. */
  garbage: { mayRetry: false, tells: "broken", isBilled: true },
  too_large: { mayRetry: false, tells: "broken", isBilled: true },
  /** A question of ours that makes no sense to it. */
  invalid: { mayRetry: false, tells: "well", isBilled: false },
  no_route: { mayRetry: false, tells: "well", isBilled: true },
  /** Not asked, for it is not made for such questions. */
  unsupported: { mayRetry: false, tells: "unknown", isBilled: false },
  /** Not asked, by limits of our own. */
  throttled: { mayRetry: false, tells: "unknown", isBilled: false },
  circuit_open: { mayRetry: false, tells: "unknown", isBilled: false },
  over_budget: { mayRetry: false, tells: "unknown", isBilled: false },
  /** Not asked, for nobody could say whether the budget allows it. */
  unaccounted: { mayRetry: false, tells: "unknown", isBilled: false },
} as const satisfies Record<string, Consequence>;

export type MapsFailureReason = keyof typeof REASONS;

/** A provider gave no answer. Says nothing of its words or its address: either may hold the key. */
export class MapsFailure extends Error {
  override name = "MapsFailure";
  readonly consequence: Consequence;

  constructor(
    readonly reason: MapsFailureReason,
    /** How long the provider asks to be left alone; 0 when it did not say. */
    readonly retryAfterMs = 0,
  ) {
    super(`The map service gave no answer: ${reason}`);
    this.consequence = REASONS[reason];
  }
}
