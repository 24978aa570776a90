import { TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { AppRouter } from "../server/trpc/router.ts";

/**
 * Ends a call in the moment in which its signal says so: also one that waits for another try, for a token or for the rest
 * of its batch, and also a stream. A signal that lives as long as the program is let go of with each call.
 */
export const abortLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) => {
    const { signal } = op;
    if (!signal) return next(op);
    return observable(observer => {
      const end = () => {
        if (op.type === "subscription") observer.complete();
        else observer.error(TRPCClientError.from<AppRouter>(reasonOf(signal)));
      };
      if (signal.aborted) return end();
      signal.addEventListener("abort", end);
      // Whoever is unsubscribed from ends what he has begun: nobody further on has to listen to the signal too.
      const inner = next({ ...op, signal: null }).subscribe(observer);
      return () => {
        signal.removeEventListener("abort", end);
        inner.unsubscribe();
      };
    });
  };

/** What fetch would have failed with. */
const reasonOf = ({ reason }: AbortSignal): Error =>
  reason instanceof Error ? reason : new DOMException("The call was given up", "AbortError");
