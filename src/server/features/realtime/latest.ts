import { assertNever } from "../../../shared/assert-never.ts";
import type { LiveMessage } from "../../../shared/events.ts";
import type { Tell } from "../../platform/direct/direct.port.ts";

/** What a room hears at once; never two messages about the same driver or order. Shared by who hears it: nobody changes it. */
export type LiveFrame = readonly LiveMessage[];

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
    case "live_state":
      return "state";
    default:
      return assertNever(message);
  }
}

/**
 * True when `message` says more than `known`, which is about the same. Positions go by device time, estimates by when
 * they were made, presence by when it was counted; of the rest the last to arrive counts.
 */
export function isNewer(message: LiveMessage, known: LiveMessage | undefined): boolean {
  if (message.type === "driver_location" && known?.type === "driver_location")
    return Date.parse(message.timestamp) > Date.parse(known.timestamp);
  if (message.type === "eta_update" && known?.type === "eta_update" && message.eta && known.eta)
    return Date.parse(message.eta.computedAt) >= Date.parse(known.eta.computedAt);
  if ("asOf" in message && known && "asOf" in known) return message.asOf >= known.asOf;
  return true;
}

/** Holds the latest message about each thing for one reader: a slow one skips, and never makes anything grow. */
export type Latest = {
  put(frame: LiveFrame): void;
  /** What was known before anything arrived, though it was read only now: it takes nobody's place. */
  begin(known: LiveFrame): void;
  /** Everything that waits, and forgets it. */
  take(): LiveFrame;
  /** Passes what waits and all that follows on at once: there is no reader any more. */
  forward(tell: Tell<LiveFrame>): void;
  /** What has come since the last time, whenever there is something, until `signal` aborts. */
  frames(signal: AbortSignal | undefined): AsyncGenerator<LiveFrame, void, undefined>;
};

const NOTHING: LiveFrame = [];

export function createLatest(): Latest {
  let waiting = NOTHING;
  let wake: () => void = () => {};
  let tell: Tell<LiveFrame> | null = null;

  function take(): LiveFrame {
    const frame = waiting;
    waiting = NOTHING;
    return frame;
  }

  return {
    take,

    forward(to) {
      tell = to;
      if (waiting.length > 0) to(take());
    },

    put(frame) {
      if (tell) return tell(frame);
      // Who keeps up is handed the frame itself, the same as all others of the room.
      waiting = waiting.length === 0 ? frame : newestOf(waiting, frame);
      wake();
    },

    begin(known) {
      // What a whole room begins with stays one array, and so becomes one text.
      waiting = waiting.length === 0 ? known : newestOf(known, waiting);
    },

    async *frames(signal) {
      const onAbort = () => wake();
      signal?.addEventListener("abort", onAbort);
      try {
        while (!signal?.aborted) {
          if (waiting.length > 0) yield take();
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

/** One message about each thing: of two the newer, and the later one where that cannot be told. */
function newestOf(earlier: LiveFrame, later: LiveFrame): LiveFrame {
  const newest = new Map(earlier.map(message => [keyOf(message), message]));
  for (const message of later) {
    const key = keyOf(message);
    if (isNewer(message, newest.get(key))) newest.set(key, message);
  }
  return [...newest.values()];
}
