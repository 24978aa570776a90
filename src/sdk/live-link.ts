import type { TRPCLink } from "@trpc/client";
import { observable, type Unsubscribable } from "@trpc/server/observable";
import type { AppRouter } from "../server/trpc/router.ts";
import { createPlace } from "./place.ts";
import type { Streams } from "./sse-link.ts";
import { tell } from "./tell.ts";

/** By what subscriptions travel now: null is the socket. */
export type Way = { streams(): Streams | null; onChange(listener: () => void): () => void };

/** Subscriptions over the socket, or over streams where there can be none; a change moves them behind their last event. */
export const liveLink =
  (socketLink: TRPCLink<AppRouter>, way: Way): TRPCLink<AppRouter> =>
  runtime => {
    const overSocket = socketLink(runtime);
    return options =>
      observable(observer => {
        const place = createPlace();
        let current: Unsubscribable;
        begin();
        const stopHearing = way.onChange(() => {
          current.unsubscribe();
          begin();
        });

        function begin() {
          const by = way.streams()?.link(runtime) ?? overSocket;
          let isCurrent = true;
          const inner = by({ ...options, op: place.behind(options.op) }).subscribe({
            // What comes by a way that was left comes by the other one too, and how that ends says nothing.
            next(envelope) {
              if (!isCurrent) return;
              place.reach(envelope);
              tell(observer.next, envelope);
            },
            error: error => isCurrent && observer.error(error),
            complete: () => isCurrent && observer.complete(),
          });
          current = {
            unsubscribe() {
              isCurrent = false;
              inner.unsubscribe();
            },
          };
        }

        return () => {
          stopHearing();
          current.unsubscribe();
        };
      });
  };
