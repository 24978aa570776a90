import { DomainError } from "../../../shared/errors.ts";
import type { Limits } from "../../platform/limits/call-limits.ts";

/** Counts tries at a secret. A try counts before the secret is checked, so that a hundred at once are not all let through. */
export type Attempts = {
  /** Errors: TOO_MANY_REQUESTS with `seconds`, once there were ten tries in a quarter of an hour. */
  begin(key: string): Promise<void>;
  /** The same as an answer: counts the try, and is false once there were ten. */
  admits(key: string): Promise<boolean>;
  /** The secret was right: forget the tries before it. */
  succeed(key: string): Promise<void>;
  /** Counts a try at an account from anywhere; how many seconds to wait when there were too many, and 0 otherwise. */
  waitAnywhere(email: string): Promise<number>;
};

export function createAttempts({ limiter, rules, onRefused }: Limits): Attempts {
  /** How long to wait in seconds when there were too many, and 0 otherwise. */
  async function wait(rule: "tries" | "tries-anywhere", key: string): Promise<number> {
    const { isWithin, resetMs } = await limiter.take(rules[rule], key);
    if (isWithin) return 0;
    onRefused(rule);
    return Math.ceil(resetMs / 1_000);
  }

  return {
    async begin(key) {
      const seconds = await wait("tries", key);
      if (seconds > 0) throw new DomainError("TOO_MANY_REQUESTS", { seconds });
    },
    admits: async key => (await wait("tries", key)) === 0,
    succeed: key => limiter.forgive(rules.tries, key),
    waitAnywhere: email => wait("tries-anywhere", email),
  };
}
