import type { TRPCError } from "@trpc/server";
import type { Standing } from "../../platform/limits/limiter.port.ts";
import { toDomainError } from "../../trpc/errors.ts";

/** What a page of another origin may read too. */
export const RATE_HEADERS = [
  "RateLimit-Policy",
  "RateLimit",
  "RateLimit-Limit",
  "RateLimit-Remaining",
  "RateLimit-Reset",
] as const;

/** Gathers where the caller stands over the calls of one request. */
export type RateTally = {
  hear(standing: Standing): void;
  headers(): [name: (typeof RATE_HEADERS)[number], value: string][];
};

/**
 * `RateLimit` and `RateLimit-Policy` as structured fields (draft-ietf-httpapi-ratelimit-headers-10): of each policy
 * that the request has spent of, its quota and window, and what is left until when. Most clients know the three fields
 * of the draft's version 06 only: they tell of the policy that will refuse first.
 */
export function createRateTally(): RateTally {
  const lowest = new Map<string, Standing>();
  return {
    hear(standing) {
      const known = lowest.get(standing.rule.name);
      if (!known || standing.remaining <= known.remaining) lowest.set(standing.rule.name, standing);
    },
    headers() {
      const standings = [...lowest.values()];
      const [tightest] = standings.toSorted((a, b) => a.remaining - b.remaining);
      if (!tightest) return [];
      const policies = standings.map(({ rule }) => `"${rule.name}";q=${rule.points};w=${rule.windowSeconds}`);
      const limits = standings.map(
        standing => `"${standing.rule.name}";r=${standing.remaining};t=${secondsLeft(standing)}`,
      );
      return [
        ["RateLimit-Policy", policies.join(", ")],
        ["RateLimit", limits.join(", ")],
        ["RateLimit-Limit", String(tightest.rule.points)],
        ["RateLimit-Remaining", String(tightest.remaining)],
        ["RateLimit-Reset", String(secondsLeft(tightest))],
      ];
    },
  };
}

const secondsLeft = ({ resetMs }: Standing): number => Math.ceil(resetMs / 1_000);

/** When the last of the calls that were held up may be made again (RFC 9110, section 10.2.3). */
export function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  const waits = errors
    .map(toDomainError)
    .filter(({ code }) => code === "TOO_MANY_REQUESTS")
    .map(({ details }) => Number(details.seconds))
    .filter(Number.isFinite);
  return waits.length > 0 ? { "Retry-After": String(Math.max(...waits)) } : {};
}
