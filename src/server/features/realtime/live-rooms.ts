import type { LiveMessage, Room } from "../../../shared/events.ts";
import type { LiveBus } from "../../platform/live-bus/live-bus.port.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";
import { createLatest, isNewer, keyOf } from "./latest.ts";

/** What a room hears at once; never two messages about the same driver or order. */
export type LiveFrame = readonly LiveMessage[];

/** The bus as subscribers see it: in each room at most one frame every 250 ms, holding the latest of each driver. */
export type LiveRooms = {
  /** Frames of the room until `signal` aborts, beginning with what `known` answers, be it nothing. */
  subscribe(
    room: Room,
    options: { known: () => Promise<LiveFrame>; signal: AbortSignal | undefined },
  ): AsyncGenerator<LiveMessage[], void, undefined>;
  /** Calls back with each frame of the room until the returned function is called. */
  listen(room: Room, listener: (frame: LiveFrame) => void): () => void;
  listeners(): number;
};

const FRAME_INTERVAL_MS = 250;

type Channel = { listeners: Set<(frame: LiveFrame) => void>; close(): void };

export function createLiveRooms({ bus, timers }: { bus: LiveBus; timers: Timers }): LiveRooms {
  const channels = new Map<Room, Channel>();

  function openChannel(room: Room): Channel {
    const listeners: Channel["listeners"] = new Set();
    const pacer = createPacer({
      timers,
      intervalMs: FRAME_INTERVAL_MS,
      deliver(frame) {
        for (const listener of listeners) listener(frame);
      },
    });
    const silence = bus.listen(room, pacer.accept);
    return {
      listeners,
      close() {
        silence();
        pacer.stop();
      },
    };
  }

  function listen(room: Room, listener: (frame: LiveFrame) => void): () => void {
    const channel = channels.get(room) ?? openChannel(room);
    channels.set(room, channel);
    channel.listeners.add(listener);
    return () => {
      channel.listeners.delete(listener);
      if (channel.listeners.size > 0 || channels.get(room) !== channel) return;
      channels.delete(room);
      channel.close();
    };
  }

  return {
    listen,

    listeners: () => [...channels.values()].reduce((sum, channel) => sum + channel.listeners.size, 0),

    async *subscribe(room, { known, signal }) {
      const latest = createLatest();
      const stop = listen(room, latest.put);
      try {
        // Listening has begun, so what is read now and what arrives meanwhile leave no gap.
        latest.put(await known());
        if (!signal?.aborted) yield latest.take();
        yield* latest.frames(signal);
      } finally {
        stop();
      }
    },
  };
}

type Pacer = {
  accept(messages: LiveFrame): void;
  stop(): void;
};

/**
 * Passes the first message on at once and then, for as long as more come, one frame an interval with the latest of
 * each driver. What is older than something passed on before is left out: phones and networks reorder.
 */
export function createPacer(deps: {
  timers: Timers;
  intervalMs: number;
  deliver: (frame: LiveFrame) => void;
}): Pacer {
  const newest = new Map<string, LiveMessage>();
  let pending = new Map<string, LiveMessage>();
  let cancel: (() => void) | null = null;

  function flush(): void {
    cancel = null;
    if (pending.size === 0) return;
    const frame = [...pending.values()];
    pending = new Map();
    cancel = deps.timers.after(deps.intervalMs, flush);
    deps.deliver(frame);
  }

  return {
    accept(messages) {
      for (const message of messages) {
        const key = keyOf(message);
        if (!isNewer(message, newest.get(key))) continue;
        newest.set(key, message);
        pending.set(key, message);
      }
      if (!cancel) flush();
    },
    stop() {
      cancel?.();
      cancel = null;
      pending.clear();
    },
  };
}
