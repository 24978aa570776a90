import type { Room } from "../../../shared/events.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { HandOver, Tell } from "../../platform/hand-over/hand-over.port.ts";
import type { LiveBus } from "../../platform/live-bus/live-bus.port.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";
import { createLatest, type LiveFrame } from "./latest.ts";
import { createPacer, type Pace } from "./pacer.ts";

/** The bus as subscribers see it: in each room at most one frame every 250 ms, holding the latest of each driver. */
export type LiveRooms = {
  /** Frames of the room until `signal` aborts, beginning with what `known` answers, be it nothing. */
  subscribe(
    room: Room,
    options: {
      known: () => Promise<LiveFrame>;
      signal: AbortSignal | undefined;
      handOver?: HandOver | undefined;
    },
  ): AsyncGenerator<LiveFrame, void, undefined>;
  /** Calls back with each frame of the room until the returned function is called. */
  listen(room: Room, listener: (frame: LiveFrame) => void): () => void;
  listeners(): number;
};

const PACE: Pace = { intervalMs: 250, busyAbove: 50, idleIntervalMs: 2_000 };

type Deps = { bus: LiveBus; timers: Timers; clock: Clock };
type Channel = { listeners: Set<(frame: LiveFrame) => void>; close(): void };

export function createLiveRooms({ bus, timers, clock }: Deps): LiveRooms {
  const channels = new Map<Room, Channel>();

  function openChannel(room: Room): Channel {
    const listeners: Channel["listeners"] = new Set();
    const pacer = createPacer({
      timers,
      clock,
      pace: PACE,
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

    async *subscribe(room, { known, signal, handOver }) {
      const latest = createLatest();
      const stop = listen(room, latest.put);
      let isHandedOver = false;
      const begin = (tell: Tell<LiveFrame>) => {
        isHandedOver = true;
        latest.forward(tell);
        return stop;
      };
      try {
        // Listening has begun, so what is read now and what arrives meanwhile leave no gap.
        latest.begin(await known());
        if (!signal?.aborted) yield latest.take();
        if (handOver && !signal?.aborted) yield handOver(begin);
        if (!isHandedOver) yield* latest.frames(signal);
      } finally {
        if (!isHandedOver) stop();
      }
    },
  };
}
