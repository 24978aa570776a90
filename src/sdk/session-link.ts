import { TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { AppRouter } from "../server/trpc/router.ts";
import type { Credentials } from "../shared/auth/auth.schema.ts";
import type { CallPath } from "./call-path.ts";
import { createPlace } from "./place.ts";
import type { Session } from "./session.ts";

const OPENS_SESSION: ReadonlySet<string> = new Set<CallPath>(["auth.login", "auth.register", "auth.refresh"]);

/**
 * Keeps the session in step with what passes: takes the credentials of a login, forgets them at logout, and when an
 * answer says that the token is no longer good renews it and asks once more; for what a subscription has not heard yet.
 * `dropSocket` is called when the socket has to come back with another token.
 */
export const sessionLink =
  (session: Session, dropSocket: () => void): TRPCLink<AppRouter> =>
  () =>
  ({ op, next }) =>
    observable(observer => {
      const place = createPlace();
      let closed = false;
      let mayRenew = true;
      let current = attempt();

      function attempt() {
        return next(place.behind(op)).subscribe({
          next: envelope => {
            place.reach(envelope);
            // Whoever was let in is refused anew another time: a subscription may last for days.
            if ("data" in envelope.result) mayRenew = true;
            if ("data" in envelope.result && OPENS_SESSION.has(op.path)) {
              session.accept(envelope.result.data as Credentials);
              // The socket is still that of whoever was here before, or of a stranger.
              if (op.path !== "auth.refresh") dropSocket();
            }
            if (op.path === "auth.logout") session.end("signedOut");
            observer.next(envelope);
          },
          error: error => {
            if (mayRenew && isTokenRefused(error) && session.get().status !== "signedOut")
              renewAndRepeat(error);
            else observer.error(error);
          },
          complete: () => observer.complete(),
        });
      }

      function renewAndRepeat(refused: TRPCClientError<AppRouter>) {
        mayRenew = false;
        session.renew().then(
          renewed => {
            if (closed) return;
            if (!renewed) return observer.error(refused);
            if (op.type === "subscription") dropSocket();
            current = attempt();
          },
          unreachable => {
            if (!closed) observer.error(TRPCClientError.from<AppRouter>(unreachable));
          },
        );
      }

      return () => {
        closed = true;
        current.unsubscribe();
      };
    });

/** The session itself is fine with a wrong password: only a refused token is worth a renewal. */
const isTokenRefused = (error: TRPCClientError<AppRouter>): boolean =>
  error.data?.appCode === "UNAUTHENTICATED" || error.data?.appCode === "SESSION_EXPIRED";
