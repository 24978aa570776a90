import { type Operation, retryLink, TRPCClientError, type TRPCLink } from "@trpc/client";
import type { AppRouter } from "../server/trpc/router.ts";

const FIRST_DELAY_MS = 400;
const LONGEST_DELAY_MS = 15_000;
const MAX_ATTEMPTS = 4;

/** Exponential with full jitter, so that a thousand phones do not come back in the same instant. 0-based attempt. */
export const jitteredDelayMs = (attempt: number): number =>
  FIRST_DELAY_MS + Math.random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);

/** True when the same request may succeed later: no answer at all, or the service said that it could not. */
export const isTransient = (error: unknown): boolean => {
  if (!(error instanceof TRPCClientError)) return false;
  if (error.cause?.name === "AbortError") return false;
  const code: unknown = error.data?.appCode;
  return error.data == null || code === "UNAVAILABLE";
};

/** Repeating it cannot have a second effect. */
function isRepeatable({ type, input, path }: Operation): boolean {
  if (type === "query") return true;
  if (path === "auth.refresh") return false;
  return typeof input === "object" && input !== null && "idempotencyKey" in input && !!input.idempotencyKey;
}

/**
 * Repeats what is safe to repeat: queries and mutations with an idempotency key up to four times, subscriptions for
 * ever (from the last event that arrived).
 */
export const repeatLink = (): TRPCLink<AppRouter> =>
  retryLink<AppRouter>({
    retry: ({ op, error, attempts }) => {
      if (op.type === "subscription")
        return isTransient(error) || error.data?.code === "INTERNAL_SERVER_ERROR";
      return attempts < MAX_ATTEMPTS && isTransient(error) && isRepeatable(op);
    },
    retryDelayMs: attempt => jitteredDelayMs(attempt - 1),
  });
