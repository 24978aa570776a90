import { assertNever } from "../../../shared/assert-never.ts";
import type { LiveMessage } from "../../../shared/events.ts";

/** What a message is about: a later one with the same key takes its place. */
export function keyOf(message: LiveMessage): string {
  switch (message.type) {
    case "driver_location":
      return `driver:${message.driverId}`;
    case "eta_update":
      return `eta:${message.orderId}`;
    case "driver_presence":
      return `presence:${message.driverId}`;
    case "order_watched":
      return `watched:${message.orderId}`;
    default:
      return assertNever(message);
  }
}

/** True when `message` says more than `known`. Positions go by device time; of estimates the last to arrive counts. */
export function isNewer(message: LiveMessage, known: LiveMessage | undefined): boolean {
  if (message.type !== "driver_location" || known?.type !== "driver_location") return true;
  return Date.parse(message.timestamp) > Date.parse(known.timestamp);
}

/** Holds the latest message about each thing for one reader: a slow one skips, and never makes anything grow. */
export type Latest = {
  put(messages: readonly LiveMessage[]): void;
  /** What was known before anything arrived, though it was read only now: it takes nobody's place. */
  begin(known: readonly LiveMessage[]): void;
  /** Everything that waits, and forgets it. */
  take(): LiveMessage[];
  /** What has come since the last time, whenever there is something, until `signal` aborts. */
  frames(signal: AbortSignal | undefined): AsyncGenerator<LiveMessage[], void, undefined>;
};

export function createLatest(): Latest {
  let waiting = new Map<string, LiveMessage>();
  let wake: () => void = () => {};

  function take(): LiveMessage[] {
    const messages = [...waiting.values()];
    waiting = new Map();
    return messages;
  }

  return {
    take,

    put(messages) {
      for (const message of messages) {
        const key = keyOf(message);
        if (isNewer(message, waiting.get(key))) waiting.set(key, message);
      }
      wake();
    },

    begin(known) {
      for (const message of known) {
        const key = keyOf(message);
        const arrived = waiting.get(key);
        if (!arrived || isNewer(arrived, message) === false) waiting.set(key, message);
      }
    },

    async *frames(signal) {
      const onAbort = () => wake();
      signal?.addEventListener("abort", onAbort);
      try {
        while (!signal?.aborted) {
          if (waiting.size > 0) yield take();
          else
            await new Promise<void>(resolve => {
              wake = resolve;
            });
        }
      } finally {
        signal?.removeEventListener("abort", onAbort);
      }
    },
  };
}
