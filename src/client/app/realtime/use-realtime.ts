import { useEffect } from "react";
import type { DurableMessage, LiveMessage, Viewport } from "../../../shared/events.ts";
import type { DriverId, OrderId, VendorId } from "../../../shared/ids.ts";
import { useConnection } from "../providers.tsx";
import { type Handlers, type Start, useFollowing } from "./use-following.ts";
import { useInvalidation } from "./use-invalidation.ts";

/** What a screen may do with an event besides reading again what has changed. */
type OnMessage = (message: DurableMessage) => void;

/** Follows durable events: reads again what each one changed, and passes it on. */
function useDurable(key: string | null, start: Start<DurableMessage>, onMessage: OnMessage | undefined) {
  const invalidate = useInvalidation();
  useFollowing(key, start, message => {
    invalidate(message);
    onMessage?.(message);
  });
}

/** Everything that happens at a vendor: its orders, offers and drivers' duties. Null: nothing yet. */
export function useVendorEvents(vendorId: VendorId | null, onMessage?: OnMessage) {
  const { realtime } = useConnection().medex;
  useDurable(
    vendorId,
    ({ onData, onError }) =>
      vendorId
        ? realtime.vendor.subscribe({ vendorId }, { onData: ({ data }) => onData(data), onError })
        : IDLE,
    onMessage,
  );
}

/** What happens to one order. */
export function useOrderEvents(orderId: OrderId | null, onMessage?: OnMessage) {
  const { realtime } = useConnection().medex;
  useDurable(
    orderId,
    ({ onData, onError }) =>
      orderId ? realtime.order.subscribe({ orderId }, { onData: ({ data }) => onData(data), onError }) : IDLE,
    onMessage,
  );
}

/** What concerns one driver: offers, the work in hand, the duty. */
export function useDriverEvents(driverId: DriverId | null, onMessage?: OnMessage) {
  const { realtime } = useConnection().medex;
  useDurable(
    driverId,
    ({ onData, onError }) =>
      driverId
        ? realtime.driver.subscribe({ driverId }, { onData: ({ data }) => onData(data), onError })
        : IDLE,
    onMessage,
  );
}

/**
 * Live positions of a vendor's drivers, into the live store: nothing renders by this hook. With a box, of those in it;
 * where the others were stays in the store.
 */
export function useVendorLocations(vendorId: VendorId | null, box: Viewport | null) {
  const { medex, live } = useConnection();
  useLive(vendorId && JSON.stringify([vendorId, box]), ({ onStarted, ...handlers }) =>
    vendorId
      ? medex.realtime.vendorLocations.subscribe(
          { vendorId, ...(box && { box }) },
          {
            ...handlers,
            onStarted: () => {
              onStarted();
              live.forgetPresence();
            },
          },
        )
      : IDLE,
  );
}

/** Live position of the driver who carries an order, into the live store. */
export function useOrderLocations(orderId: OrderId | null) {
  const { medex } = useConnection();
  useLive(orderId, handlers =>
    orderId ? medex.realtime.orderLocations.subscribe({ orderId }, handlers) : IDLE,
  );
}

/** Follows live messages, and what the server says of them: each subscription begins without a complaint. */
function useLive(
  key: string | null,
  start: (
    handlers: Handlers<readonly LiveMessage[]> & { onStarted: () => void },
  ) => ReturnType<Start<LiveMessage>>,
) {
  const { live, liveness } = useConnection();
  useFollowing<readonly LiveMessage[]>(
    key,
    handlers => start({ ...handlers, onStarted: () => liveness.degraded(false) }),
    messages => {
      live.put(messages);
      const state = messages.findLast(message => message.type === "live_state");
      if (state) liveness.degraded(state.isDegraded);
    },
  );
  // Who has left the map is not told of its positions any more.
  useEffect(() => (key === null ? undefined : () => liveness.degraded(false)), [liveness, key]);
}

const IDLE = { unsubscribe: () => {} };
