import type { TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { AppRouter } from "../server/trpc/router.ts";

export type Followings = {
  link: TRPCLink<AppRouter>;
  /** Ends all subscriptions now. */
  end(): void;
};

/** What a program follows, wherever it stands: also what has no connection while it waits for another try or a token. */
export function createFollowings(): Followings {
  const open = new Set<() => void>();
  return {
    link:
      () =>
      ({ op, next }) =>
        op.type === "subscription"
          ? observable(observer => {
              const end = () => observer.complete();
              open.add(end);
              const inner = next(op).subscribe(observer);
              return () => {
                open.delete(end);
                inner.unsubscribe();
              };
            })
          : next(op),
    end() {
      for (const end of [...open]) end();
    },
  };
}
