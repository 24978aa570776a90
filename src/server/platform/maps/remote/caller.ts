import type { MapsSource } from "../../../../shared/maps/maps.schema.ts";
import type { Clock } from "../../clock/clock.port.ts";
import type { Logger } from "../../logger/logger.ts";
import type { Timers } from "../../timers/timers.port.ts";
import type { MapLimits } from "../map-limits.ts";
import type { Asking, MapCallKind } from "../maps.port.ts";
import type { Budget } from "./budget.ts";
import {
  type CircuitBreaker,
  type CircuitState,
  createCircuitBreaker,
  type Health,
} from "./circuit-breaker.ts";
import type { Http, HttpAnswer, HttpRequest } from "./http.ts";
import type { MapMeter } from "./map-meter.ts";
import { MapsFailure } from "./maps-failure.ts";
import { pause } from "./pause.ts";
import { createTokenBucket, type TokenBucket } from "./token-bucket.ts";

export type Call<Answer> = {
  kind: MapCallKind;
  /** What the call counts as, towards limits and bills: elements of a matrix, one of everything else. */
  units: number;
  request: HttpRequest;
  /** Makes sense of the answer, whatever its status. Errors: MapsFailure. */
  read(answer: HttpAnswer): Answer;
  asking?: Asking;
};

/** Asks a map service. Errors: MapsFailure, and none else of the service's making. */
export type Caller = <Answer>(call: Call<Answer>) => Promise<Answer>;

export type CallerDeps = {
  provider: MapsSource;
  http: Http;
  clock: Clock;
  timers: Timers;
  /** 0 to 1. */
  random: () => number;
  logger: Logger;
  meter: MapMeter;
  limits: MapLimits;
  /** Kinds of calls that are not listed are not held up. */
  perSecond: Partial<Record<MapCallKind, number>>;
  /** Null: calls cost nothing. */
  budget: Budget | null;
};

const TRIES = 3;
const BACKOFF = { firstMs: 200, longestMs: 2_000 } as const;

/** Nobody waits longer for his turn; whoever plans with a matrix has more time than who watches a form. */
const LONGEST_TURN_MS: Record<MapCallKind, number> = {
  geocode: 2_000,
  route: 2_000,
  matrix: 20_000,
  tile: 1_000,
};

const NEWS: Record<CircuitState, string> = {
  open: "A map service is failing and is left alone; the embedded map answers in its place",
  "half-open": "A map service is given a trial",
  closed: "A map service answers again",
};

/**
 * What every call goes through, in this order: circuit breaker, turn (token bucket), budget, the call itself with its
 * timeout and size. What may be retried is, with full jitter
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), within the time of the question.
 */
export function createCaller(deps: CallerDeps): Caller {
  const { provider, http, clock, timers, random, logger, meter, limits, perSecond, budget } = deps;
  const breakers = new Map<MapCallKind, CircuitBreaker>();
  const buckets = new Map<MapCallKind, TokenBucket>();
  for (const [kind, most] of Object.entries(perSecond))
    buckets.set(kind as MapCallKind, createTokenBucket({ perSecond: most, clock, timers }));

  function breakerOf(kind: MapCallKind): CircuitBreaker {
    const known = breakers.get(kind);
    if (known) return known;
    const onChange = (state: CircuitState) => {
      meter.circuit(kind, state);
      logger[state === "open" ? "warn" : "info"]({ provider, kind, state }, NEWS[state]);
    };
    const breaker = createCircuitBreaker({ clock, onChange });
    breakers.set(kind, breaker);
    return breaker;
  }

  /** One try, of which breaker and meter hear how it went. */
  async function attempt<Answer>(call: Call<Answer>, timeoutMs: number): Promise<Answer> {
    const settle = breakerOf(call.kind).admit();
    if (!settle) throw new MapsFailure("circuit_open");
    let health: Health = "unknown";
    try {
      const answer = await paidFor(call, timeoutMs);
      health = "well";
      return answer;
    } catch (error) {
      if (error instanceof MapsFailure) health = error.consequence.tells;
      throw error;
    } finally {
      settle(health);
    }
  }

  async function paidFor<Answer>(call: Call<Answer>, timeoutMs: number): Promise<Answer> {
    const { kind, units, request, read, asking } = call;
    const account = units > 0 ? budget : null;
    const refund = await account?.spend(kind, units).catch((error: unknown) => {
      logger.warn({ err: error, kind }, "The budget of map calls could not be asked");
      throw new MapsFailure("unaccounted");
    });
    if (account && !refund) throw new MapsFailure("over_budget");
    let isBilled = true;
    try {
      return read(await http(request, { timeoutMs, mostBytes: limits["answer-bytes"] }));
    } catch (error) {
      isBilled = !(error instanceof MapsFailure) || error.consequence.isBilled;
      throw error;
    } finally {
      if (refund && isBilled) {
        meter.billed(kind, asking?.purpose ?? "search", units);
        asking?.onBilled?.(kind, units);
      }
      // A refund that is lost makes the budget smaller, and no answer wrong.
      else await refund?.().catch(() => {});
    }
  }

  /** Waits for the turn of a call. Nobody waits in front of an open circuit. */
  async function turn({ kind, units }: Call<unknown>, longestMs: number): Promise<void> {
    if (breakerOf(kind).state() !== "open") await buckets.get(kind)?.take(units, longestMs);
  }

  async function withRetries<Answer>(call: Call<Answer>): Promise<Answer> {
    await turn(call, LONGEST_TURN_MS[call.kind]);
    const until = clock.now().getTime() + limits["question-ms"];
    const leftMs = () => until - clock.now().getTime();
    for (let tries = 1; ; tries++) {
      try {
        return await attempt(call, Math.min(limits["call-ms"], leftMs()));
      } catch (error) {
        if (!(error instanceof MapsFailure) || !error.consequence.mayRetry || tries === TRIES) throw error;
        const longest = Math.min(BACKOFF.firstMs * 2 ** (tries - 1), BACKOFF.longestMs);
        const delayMs = Math.max(error.retryAfterMs, random() * longest);
        if (delayMs >= leftMs()) throw error;
        meter.called(call.kind, error.reason);
        await pause(timers, delayMs);
        await turn(call, leftMs());
      }
    }
  }

  return async call => {
    try {
      const answer = await withRetries(call);
      meter.called(call.kind, "ok");
      return answer;
    } catch (error) {
      if (!(error instanceof MapsFailure)) throw error;
      const { kind } = call;
      const { reason } = error;
      meter.called(kind, reason);
      if (reason === "denied" || reason === "invalid")
        logger.warn({ provider, kind, reason }, "A map service refuses the key, or what it is asked");
      throw error;
    }
  };
}
