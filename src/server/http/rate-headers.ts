import type { TRPCError } from "@trpc/server";
import type { Standing } from "../platform/limits/limiter.port.ts";
import { toDomainError } from "../trpc/errors.ts";

/** Gathers where the caller stands over the calls of one request. */
export type RateTally = { hear(standing: Standing): void; headers(): [name: string, value: string][] };

/**
 * `RateLimit` and `RateLimit-Policy` as structured fields (draft-ietf-httpapi-ratelimit-headers-10): of each policy
 * that the request has spent of, its quota and window, and what is left until when.
 */
export function createRateTally(): RateTally {
  const lowest = new Map<string, Standing>();
  return {
    hear(standing) {
      const known = lowest.get(standing.rule.name);
      if (!known || standing.remaining <= known.remaining) lowest.set(standing.rule.name, standing);
    },
    headers() {
      if (lowest.size === 0) return [];
      const standings = [...lowest.values()];
      const policies = standings.map(({ rule }) => `"${rule.name}";q=${rule.points};w=${rule.windowSeconds}`);
      const limits = standings.map(
        ({ rule, remaining, resetMs }) => `"${rule.name}";r=${remaining};t=${Math.ceil(resetMs / 1_000)}`,
      );
      return [
        ["RateLimit-Policy", policies.join(", ")],
        ["RateLimit", limits.join(", ")],
      ];
    },
  };
}

/** When the last of the calls that were held up may be made again (RFC 9110, section 10.2.3). */
export function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  const waits = errors
    .map(toDomainError)
    .filter(({ code }) => code === "TOO_MANY_REQUESTS")
    .map(({ details }) => Number(details.seconds))
    .filter(Number.isFinite);
  return waits.length > 0 ? { "Retry-After": String(Math.max(...waits)) } : {};
}
