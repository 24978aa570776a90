import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";

/** Everything that Prometheus is told. Labels come from tables of ours, never from a caller. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const limited = new Counter({
    name: "medex_rate_limited_total",
    help: "Calls and tries that a rate limit has refused, by rule",
    labelNames: ["rule"],
    registers,
  });
  const insured = new Counter({
    name: "medex_redis_insured_total",
    help: "Points of rate limits that this process has counted by itself because Redis did not answer",
    registers,
  });
  return {
    registry,
    rateInsured: () => insured.inc(),
    /** 1 while Redis answers, for those who have one. */
    watchRedis(isUp: () => boolean): void {
      new Gauge({
        name: "medex_redis_up",
        help: "1 while Redis answers",
        registers,
        collect() {
          this.set(isUp() ? 1 : 0);
        },
      });
    },
    rateLimited: (rule: string) => limited.inc({ rule }),
  };
}
