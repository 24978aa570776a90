import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { CapName } from "../limits/caps.ts";

/** One call of a procedure that has been answered, or a subscription that has begun. */
export type MeasuredCall = {
  /** The name of a procedure of ours. */
  procedure: string;
  /** `ok`, or a code of the catalogue. */
  outcome: string;
  seconds: number;
};

const LATENCY_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Everything that Prometheus is told. Labels come from tables of ours, never from a caller. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers });

  const calls = counter("medex_calls_total", "Calls of procedures and subscriptions that began", [
    "procedure",
    "outcome",
  ]);
  const latency = new Histogram({
    name: "medex_call_seconds",
    help: "Time from the start of a call to its answer",
    labelNames: ["procedure"],
    buckets: LATENCY_SECONDS,
    registers,
  });
  const limited = counter("medex_rate_limited_total", "Calls and tries that a rate limit has refused", [
    "rule",
  ]);
  const capped = counter(
    "medex_capped_total",
    "Requests, frames and sockets refused as too large or too many",
    ["cap"],
  );
  const insured = counter(
    "medex_redis_insured_total",
    "Points of rate limits counted here for want of Redis",
    [],
  );

  return {
    registry,
    called({ procedure, outcome, seconds }: MeasuredCall): void {
      calls.inc({ procedure, outcome });
      latency.observe({ procedure }, seconds);
    },
    rateLimited: (rule: string) => limited.inc({ rule }),
    capped: (cap: CapName) => capped.inc({ cap }),
    rateInsured: () => insured.inc(),
    /** A number that is read each time Prometheus asks; NaN when it cannot be read. */
    watch(name: string, help: string, read: () => number | Promise<number>): void {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await Promise.try(read).catch(() => Number.NaN));
        },
      });
    },
  };
}
