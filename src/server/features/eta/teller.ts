import { orderRoom, vendorRoom } from "../../../shared/events.ts";
import type { OrderId, VendorId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { LiveBus } from "../../platform/live-bus/live-bus.port.ts";
import type { Logger } from "../../platform/logger/logger.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";
import { type StoredEta, toEta } from "../orders/index.ts";
import { hasChanged } from "./estimate.ts";

type Deps = {
  liveBus: LiveBus;
  clock: Clock;
  timers: Timers;
  logger: Logger;
  /**
   * Takes the next turn to tell of an order, of which nobody has told since `lastToldAt`: answers the estimate that is kept
   * of it now; null when another process was faster, or when it is expected no more.
   */
  takeTurn: (orderId: OrderId, lastToldAt: Date, now: Date) => Promise<StoredEta | null>;
};

/** No screen is helped by more, and a phone's radio may sleep meanwhile. */
const TELL_EVERY_MS = 15_000;

type Told = { _id: OrderId; vendorId: VendorId };
/** The time, and when an order must have been told of at the latest to be told of again now. */
export type Turn = { now: Date; lastToldBy: Date };
/**
 * Since it was told of at `toldAt`, by whichever process, nothing is told of an order; `last` was told here, and `waiting`
 * has come up meanwhile.
 */
type Pause = { toldAt: Date; last: StoredEta | null; waiting: StoredEta | null; cancel: () => void };

export type Teller = AsyncDisposable & {
  /** What an estimate is kept with, for the database to say whether it may be told at once. */
  turn(): Turn;
  /**
   * Tells who follows an order when it is expected, as was kept in this turn: at once, or as soon as 15 s have passed since
   * any process told of it, at `lastToldAt`. Of several that wait the latest is told, if it is news, by one process.
   */
  tell(order: Told, eta: StoredEta, turn: Turn, lastToldAt: Date | null): void;
  /** The order is in nobody's hand any more, or goes elsewhere: what waits is not told, and what comes is news. */
  forget(orderId: OrderId): void;
  /** Resolves when nobody is about to tell. */
  settled(): Promise<void>;
};

export function createTeller({ liveBus, clock, timers, logger, takeTurn }: Deps): Teller {
  const pauses = new Map<OrderId, Pause>();
  const running = new Set<Promise<void>>();

  function pause({ _id, vendorId }: Told, forMs: number, told: Pick<Pause, "toldAt" | "last">): Pause {
    pauses.get(_id)?.cancel();
    const cancel = timers.after(forMs, () => {
      pauses.delete(_id);
      if (begun.waiting && hasChanged(begun.waiting, begun.last)) compete({ _id, vendorId }, begun);
    });
    const begun: Pause = { ...told, waiting: null, cancel };
    pauses.set(_id, begun);
    return begun;
  }

  /** Other processes may have waited for the same turn; whoever gets it tells what is kept by then, also theirs. */
  function compete(order: Told, { toldAt, last }: Pause): void {
    const now = clock.now();
    const work = takeTurn(order._id, toldAt, now)
      .then(eta => {
        if (!eta || !hasChanged(eta, last)) return;
        // What was kept behind this one may have been heard of first.
        const waiting = pauses.get(order._id)?.waiting ?? null;
        publish(order, eta, now).waiting = waiting;
      })
      .catch((error: unknown) => logger.warn({ err: error }, "A time of arrival was not told"))
      .finally(() => running.delete(work));
    running.add(work);
  }

  function publish(order: Told, eta: StoredEta, toldAt: Date): Pause {
    const { _id: orderId, vendorId } = order;
    const rooms = [orderRoom(orderId), vendorRoom(vendorId)];
    liveBus.publish([{ vendorId, rooms, message: { type: "eta_update", orderId, eta: toEta(eta) } }]);
    return pause(order, TELL_EVERY_MS, { toldAt, last: eta });
  }

  async function settled(): Promise<void> {
    while (running.size > 0) await Promise.all(running);
  }

  return {
    turn() {
      const now = clock.now();
      return { now, lastToldBy: new Date(now.getTime() - TELL_EVERY_MS) };
    },

    tell(order, eta, { now, lastToldBy }, lastToldAt) {
      if (!lastToldAt || lastToldAt <= lastToldBy) return void publish(order, eta, now);
      const known = pauses.get(order._id);
      const isThis = known?.toldAt.getTime() === lastToldAt.getTime();
      // Another process's clock may be ahead: nobody waits longer than a whole pause.
      const leftMs = Math.min(TELL_EVERY_MS, lastToldAt.getTime() - lastToldBy.getTime());
      const begun = known && isThis ? known : pause(order, leftMs, { toldAt: lastToldAt, last: null });
      begun.waiting = eta;
    },

    forget(orderId) {
      const begun = pauses.get(orderId);
      if (!begun) return;
      begun.last = null;
      begun.waiting = null;
    },

    settled,

    async [Symbol.asyncDispose]() {
      for (const { cancel } of pauses.values()) cancel();
      pauses.clear();
      await settled();
    },
  };
}
