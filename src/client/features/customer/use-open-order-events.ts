import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { OrderId } from "../../../shared/ids.ts";
import { useConnection } from "../../app/providers.tsx";
import { useFollowing } from "../../app/realtime/use-following.ts";
import { useTRPC } from "../../app/trpc.ts";

/** A socket that comes back tells of every order at once: one reading answers them all. */
const GATHER_MS = 150;
/** Nobody watches more parcels than this at a time; what is further down is read again every minute. */
const MAX_FOLLOWED = 12;

/** Keeps the list of open orders true while it is on the screen: one subscription an order, one reading a burst. */
export function useOpenOrderEvents(orderIds: readonly OrderId[]) {
  const { realtime } = useConnection().medex;
  const queries = useQueryClient();
  const trpc = useTRPC();
  const followed = orderIds.slice(0, MAX_FOLLOWED);
  const reading = useMemo(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    return {
      soon: () => {
        clearTimeout(timer);
        timer = setTimeout(
          () => void queries.invalidateQueries({ queryKey: trpc.orders.pathKey() }),
          GATHER_MS,
        );
      },
      stop: () => clearTimeout(timer),
    };
  }, [queries, trpc]);
  useEffect(() => reading.stop, [reading]);

  useFollowing(
    followed.length > 0 ? [...followed].sort().join() : null,
    handlers => {
      const subscriptions = followed.map(orderId =>
        realtime.order.subscribe(
          { orderId },
          { onData: ({ data }) => handlers.onData(data), onError: handlers.onError },
        ),
      );
      return {
        unsubscribe: () => {
          for (const subscription of subscriptions) subscription.unsubscribe();
        },
      };
    },
    reading.soon,
  );
}
