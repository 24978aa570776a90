import { TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { AppRouter } from "../server/trpc/router.ts";

/** Asks whoever sits there why he does this; null when he leaves it. `path` is the procedure, as "users.setRole". */
export type AskWhy = (path: string) => Promise<string | null>;

/** When the server asks an administrator for a reason, gets one and sends the same again with it. */
export const reasonLink =
  (askWhy: AskWhy): TRPCLink<AppRouter> =>
  () =>
  ({ op, next }) =>
    observable(observer => {
      let isClosed = false;
      let current = next(op).subscribe({
        next: envelope => observer.next(envelope),
        complete: () => observer.complete(),
        error: error => {
          if (error.data?.appCode !== "REASON_REQUIRED") return observer.error(error);
          askWhy(op.path).then(
            reason => {
              if (isClosed) return;
              if (reason === null) return observer.error(error);
              current = next({ ...op, input: { ...(op.input as object), reason } }).subscribe(observer);
            },
            unasked => observer.error(TRPCClientError.from<AppRouter>(unasked)),
          );
        },
      });
      return () => {
        isClosed = true;
        current.unsubscribe();
      };
    });
