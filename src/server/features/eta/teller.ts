import { orderRoom, vendorRoom } from "../../../shared/events.ts";
import type { OrderId, VendorId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { LiveBus } from "../../platform/live-bus/live-bus.port.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";
import { type StoredEta, toEta } from "../orders/index.ts";
import { hasChanged } from "./estimate.ts";

type Deps = { liveBus: LiveBus; clock: Clock; timers: Timers };

/** No screen is helped by more, and a phone's radio may sleep meanwhile. */
const TELL_EVERY_MS = 15_000;

type Told = { _id: OrderId; vendorId: VendorId };
/** While it lasts nothing is told of an order; `last` was told before it, and `waiting` has come up meanwhile. */
type Pause = { last: StoredEta | null; waiting: StoredEta | null; cancel: () => void };

export type Teller = Disposable & {
  /**
   * Tells who follows an order when it is expected: at once, or as soon as 15 s have passed since it was told last, by
   * this process or, as far as `lastToldAt` knows, by another. Of several that wait the latest is told, if it is news.
   */
  tell(order: Told, eta: StoredEta, lastToldAt: Date | null): void;
  /** The order is in nobody's hand any more, or goes elsewhere: what waits is not told, and what comes is news. */
  forget(orderId: OrderId): void;
};

export function createTeller({ liveBus, clock, timers }: Deps): Teller {
  const pauses = new Map<OrderId, Pause>();

  function pause(order: Told, forMs: number, told: StoredEta | null): Pause {
    const cancel = timers.after(forMs, () => {
      pauses.delete(order._id);
      const { last, waiting } = begun;
      if (waiting && hasChanged(waiting, last)) publish(order, waiting);
    });
    const begun: Pause = { last: told, waiting: null, cancel };
    pauses.set(order._id, begun);
    return begun;
  }

  function publish(order: Told, eta: StoredEta): void {
    const { _id: orderId, vendorId } = order;
    const rooms = [orderRoom(orderId), vendorRoom(vendorId)];
    liveBus.publish([{ vendorId, rooms, message: { type: "eta_update", orderId, eta: toEta(eta) } }]);
    pause(order, TELL_EVERY_MS, eta);
  }

  return {
    tell(order, eta, lastToldAt) {
      // The clock of the other process may be ahead: nobody waits longer for that.
      const sinceMs = lastToldAt ? Math.max(0, clock.now().getTime() - lastToldAt.getTime()) : TELL_EVERY_MS;
      const leftMs = TELL_EVERY_MS - sinceMs;
      const running = pauses.get(order._id) ?? (leftMs > 0 ? pause(order, leftMs, null) : null);
      if (running) running.waiting = eta;
      else publish(order, eta);
    },

    forget(orderId) {
      const running = pauses.get(orderId);
      if (!running) return;
      running.last = null;
      running.waiting = null;
    },

    [Symbol.dispose]() {
      for (const { cancel } of pauses.values()) cancel();
      pauses.clear();
    },
  };
}
