import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { assertNever } from "../../../shared/assert-never.ts";
import type { DurableMessage } from "../../../shared/events.ts";
import { useTRPC } from "../trpc.ts";

/** A burst of events (a bulk assignment, a resumed socket) is answered by one round of reading. */
const GATHER_MS = 80;

/** Answers a function that, given an event, marks exactly what it changed as stale; what is on the screen is read again. */
export function useInvalidation(): (message: DurableMessage) => void {
  const queries = useQueryClient();
  const trpc = useTRPC();
  const gatherer = useMemo(
    () =>
      createGatherer(keys => {
        for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
      }),
    [queries],
  );
  useEffect(() => gatherer.stop, [gatherer]);

  return message => {
    switch (message.type) {
      case "ready":
      case "resync":
        void queries.invalidateQueries();
        return;
      case "driver_status":
        gatherer.add(
          trpc.drivers.list.pathKey(),
          trpc.drivers.get.queryKey({ driverId: message.driverId }),
          trpc.drivers.me.pathKey(),
        );
        return;
      case "tracking_link":
        gatherer.add(trpc.orders.get.queryKey({ orderId: message.orderId }), trpc.orders.list.pathKey());
        return;
      case "order_status":
      case "new_assignment":
      case "assignment_update":
      case "proof_added":
        gatherer.add(
          trpc.orders.get.queryKey({ orderId: message.orderId }),
          trpc.orders.timeline.queryKey({ orderId: message.orderId }),
          trpc.orders.list.pathKey(),
          trpc.assignments.pathKey(),
        );
        // A driver's open orders and duty follow the work.
        if (message.type !== "proof_added")
          gatherer.add(trpc.drivers.list.pathKey(), trpc.drivers.me.pathKey());
        return;
      default:
        assertNever(message);
    }
  };
}

function createGatherer(flush: (keys: QueryKey[]) => void) {
  const waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    add: (...keys: QueryKey[]) => {
      for (const key of keys) waiting.set(JSON.stringify(key), key);
      timer ??= setTimeout(() => {
        timer = undefined;
        const keysNow = [...waiting.values()];
        waiting.clear();
        flush(keysNow);
      }, GATHER_MS);
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
