import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { CapName } from "../limits/caps.ts";
import type { MapMeter } from "../maps/remote/map-meter.ts";

/** One call of a procedure that has been answered, or a subscription that has begun. */
export type MeasuredCall = {
  /** The name of a procedure of ours. */
  procedure: string;
  /** `ok`, or a code of the catalogue. */
  outcome: string;
  seconds: number;
};

const LATENCY_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

const OPENNESS = { closed: 0, "half-open": 0.5, open: 1 } as const;
export type Metrics = ReturnType<typeof createMetrics>;

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

  const mapCalls = counter("medex_map_calls_total", "Tries at a map service, made or held back", [
    "kind",
    "outcome",
  ]);
  const mapUnits = counter(
    "medex_map_billed_total",
    "Billed calls of map services, or elements of a matrix",
    ["kind", "purpose"],
  );
  const mapFallbacks = counter("medex_map_fallbacks_total", "Questions that the embedded map had to answer", [
    "kind",
    "reason",
  ]);
  const mapSpared = counter("medex_map_spared_total", "Questions to a map service that needed no call", [
    "kind",
    "how",
  ]);
  const mapCircuit = new Gauge({
    name: "medex_map_circuit_open",
    help: "1 while a map service is left alone, 0.5 on trial",
    labelNames: ["kind"],
    registers,
  });
  const mapMeter: MapMeter = {
    called: (kind, outcome) => mapCalls.inc({ kind, outcome }),
    billed: (kind, purpose, units) => mapUnits.inc({ kind, purpose }, units),
    fellBack: (kind, reason) => mapFallbacks.inc({ kind, reason }),
    spared: (kind, how) => mapSpared.inc({ kind, how }),
    circuit: (kind, state) => mapCircuit.set({ kind }, OPENNESS[state]),
  };

  return {
    registry,
    maps: mapMeter,
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
    /** The same with a label, one number a value of it; what could be read last when it cannot. */
    watchEach<Label extends string>(
      name: string,
      help: string,
      label: Label,
      read: () => Promise<Record<string, number>>,
    ): void {
      new Gauge({
        name,
        help,
        labelNames: [label],
        registers,
        async collect() {
          const numbers = await read().catch(() => ({}));
          for (const [value, number] of Object.entries(numbers))
            this.set({ [label]: value } as Record<Label, string>, number);
        },
      });
    },
  };
}
