import { Counter, collectDefaultMetrics, Registry } from "prom-client";

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
  return {
    registry,
    rateLimited: (rule: string) => limited.inc({ rule }),
  };
}
