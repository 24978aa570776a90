import { RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import type { Limiter, Rule, Standing } from "../limits/limiter.port.ts";
import type { RedisConnection } from "./connect.ts";

type Deps = {
  redis: RedisConnection;
  /** Counts while Redis does not answer. */
  insurance: Limiter;
  /** Hears of each point that had to be counted by the insurance. */
  onInsured: () => void;
};

/** Counts in Redis for all processes together, by its clock. */
export function createRedisLimiter({ redis, insurance, onInsured }: Deps): Limiter {
  const counters = new Map<string, RateLimiterRedis>();
  // Makes its script known to the client: what is gathered to be sent when that happens knows no such command, and throws.
  new RateLimiterRedis({ storeClient: redis.client, points: 1, duration: 1 });

  function counterOf({ name, points, windowSeconds }: Rule): RateLimiterRedis {
    const known = counters.get(name);
    if (known) return known;
    const counter = new RateLimiterRedis({
      storeClient: redis.client,
      keyPrefix: `medex:limit:${name}`,
      points,
      duration: windowSeconds,
    });
    counters.set(name, counter);
    return counter;
  }

  return {
    async take(rule, key) {
      try {
        return standingOf(rule, await redis.run(() => counterOf(rule).consume(key).catch(refusal)));
      } catch {
        onInsured();
        return insurance.take(rule, key);
      }
    },
    async forgive(rule, key) {
      await Promise.all([
        insurance.forgive(rule, key),
        redis.run(() => counterOf(rule).delete(key)).catch(() => false),
      ]);
    },
  };
}

/** The library rejects with where a key stands when it has no points left, and with an Error when Redis failed. */
function refusal(reason: unknown): RateLimiterRes {
  if (reason instanceof RateLimiterRes) return reason;
  throw reason;
}

const standingOf = (rule: Rule, { consumedPoints, msBeforeNext }: RateLimiterRes): Standing => ({
  rule,
  isWithin: consumedPoints <= rule.points,
  remaining: Math.max(0, rule.points - consumedPoints),
  resetMs: Math.max(1, msBeforeNext),
});
