import {
  type Operation,
  type OperationResultEnvelope,
  retryLink,
  TRPCClientError,
  type TRPCClientErrorLike,
  type TRPCLink,
} from "@trpc/client";
import { tap } from "@trpc/server/observable";
import type { AppRouter } from "../server/trpc/router.ts";
import type { MedexProblem } from "./problem.ts";

const FIRST_DELAY_MS = 400;
const LONGEST_DELAY_MS = 15_000;
const MAX_ATTEMPTS = 4;
/** Somebody looks at a screen meanwhile: what has to wait for longer is told so instead. */
const LONGEST_WAIT_MS = 20_000;

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

/** How long the service has asked to be left alone, in milliseconds; 0 when it has not. */
export const askedToWaitMs = ({ code, details }: Pick<MedexProblem, "code" | "details">): number =>
  code === "TOO_MANY_REQUESTS" ? Math.max(1, Number(details.seconds) || 1) * 1_000 : 0;

/** The same of an error as it came: the tracking page has no room for the catalogue that a problem is read with. */
export const waitOf = ({ data }: Pick<TRPCClientErrorLike<AppRouter>, "data">): number =>
  data ? askedToWaitMs({ code: data.appCode, details: data.details }) : 0;

/** True when whoever follows something goes on: the service cannot tell it now, and may be able to the next time. */
export const isPassing = (error: TRPCClientErrorLike<AppRouter>): boolean =>
  waitOf(error) > 0 || isTransient(error) || (error.data?.httpStatus ?? 0) >= 500;

/** Repeating it cannot have a second effect. */
function isRepeatable({ type, input, path }: Operation): boolean {
  if (type === "query") return true;
  if (path === "auth.refresh") return false;
  return typeof input === "object" && input !== null && "idempotencyKey" in input && !!input.idempotencyKey;
}

/**
 * Repeats what is safe to repeat: queries and mutations with an idempotency key up to four times, subscriptions for
 * ever (from the last event that arrived). Whom a rate limit has turned away waits as long as he was asked to.
 */
export const repeatLink = (): TRPCLink<AppRouter> => runtime => call => {
  let waitMs = 0;
  let failures = 0;
  let beganAt = 0;
  let told = 0;
  const link = retryLink<AppRouter>({
    retry: ({ op, error, attempts }) => {
      waitMs = waitOf(error);
      // Of a subscription that went well, what failed before it began is no reason to wait longer; what fails behind its
      // first message each time has not gone well.
      if (told > 1 || Date.now() - beganAt > LONGEST_DELAY_MS) failures = 0;
      if (op.type === "subscription") return isPassing(error);
      const mayPass = waitMs > 0 ? waitMs <= LONGEST_WAIT_MS : isTransient(error);
      return attempts < MAX_ATTEMPTS && mayPass && isRepeatable(op);
    },
    retryDelayMs: () => waitMs + jitteredDelayMs(failures++),
  });
  const heard = tap<OperationResultEnvelope<unknown, TRPCClientError<AppRouter>>, TRPCClientError<AppRouter>>(
    {
      next: ({ result }) => {
        if ("data" in result) told += 1;
      },
    },
  );
  const next: typeof call.next = op => {
    beganAt = Date.now();
    told = 0;
    return call.next(op).pipe(heard);
  };
  return link(runtime)({ ...call, next });
};
