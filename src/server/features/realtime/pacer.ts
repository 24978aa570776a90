import type { LiveMessage } from "../../../shared/events.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";
import { isNewer, keyOf, type LiveFrame } from "./latest.ts";

export type Pacer = {
  accept(messages: LiveFrame): void;
  stop(): void;
};

export type Pace = {
  /** Least time between two frames. */
  intervalMs: number;
  /** With more than so many messages waiting, idle drivers take turns. */
  busyAbove: number;
  /** An idle driver's turn in a busy room comes this long after his last one. */
  idleIntervalMs: number;
};

/**
 * Passes the first message on at once and then, for as long as more come, one frame an interval with the latest of
 * each driver. What is older than something passed on before is left out: phones and networks reorder. In a busy room
 * who carries an order goes first: the others are passed on at a lower rate, each at the same.
 */
export function createPacer(deps: {
  timers: Timers;
  clock: Clock;
  pace: Pace;
  deliver: (frame: LiveFrame) => void;
}): Pacer {
  const { timers, clock, pace, deliver } = deps;
  // Of drivers alone: a fleet is a bounded thing, the orders of a room that is open for weeks are not.
  const newest = new Map<string, LiveMessage>();
  const deliveredAtMs = new Map<string, number>();
  let pending = new Map<string, LiveMessage>();
  let cancel: (() => void) | null = null;

  function isDue(key: string, message: LiveMessage, nowMs: number): boolean {
    if (message.type !== "driver_location" || message.isCarrying) return true;
    // A clock that was set back must not silence anybody until it has caught up.
    return Math.abs(nowMs - (deliveredAtMs.get(key) ?? Number.NEGATIVE_INFINITY)) >= pace.idleIntervalMs;
  }

  function flush(): void {
    cancel = null;
    if (pending.size === 0) return;
    const nowMs = clock.now().getTime();
    const isBusy = pending.size > pace.busyAbove;
    const due = [...pending].filter(([key, message]) => !isBusy || isDue(key, message, nowMs));
    for (const [key, { type }] of due) {
      pending.delete(key);
      if (type === "driver_location") deliveredAtMs.set(key, nowMs);
    }
    cancel = timers.after(pace.intervalMs, flush);
    if (due.length > 0) deliver(due.map(([, message]) => message));
  }

  return {
    accept(messages) {
      for (const message of messages) {
        const key = keyOf(message);
        if (!isNewer(message, newest.get(key) ?? pending.get(key))) continue;
        if (message.type === "driver_location") newest.set(key, message);
        pending.set(key, message);
      }
      if (!cancel) flush();
    },
    stop() {
      cancel?.();
      cancel = null;
      pending = new Map();
    },
  };
}
