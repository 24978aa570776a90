import type { Room } from "../../../shared/events.ts";
import type { VendorId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Tell, TellDirectly } from "../../platform/direct/direct.port.ts";
import type { LiveBus, LiveRoom, Reach } from "../../platform/live-bus/live-bus.port.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";
import { createLatest, type LiveFrame } from "./latest.ts";
import { createPacer, type Pace } from "./pacer.ts";
import { followReach } from "./reach.ts";

/** The bus as subscribers see it: in each room at most one frame every 250 ms, holding the latest of each driver. */
export type LiveRooms = {
  /**
   * Frames of the room until `signal` aborts, beginning with what `known` answers, be it nothing. While messages of other
   * processes are missing the reader is told so; when they come again he gets what is known by then.
   */
  subscribe(
    where: LiveRoom,
    options: {
      known: () => Promise<LiveFrame>;
      signal: AbortSignal | undefined;
      tellDirectly?: TellDirectly | undefined;
    },
  ): AsyncGenerator<LiveFrame, void, undefined>;
  /** Calls back with each frame of the room until the returned function is called. */
  listen(where: LiveRoom, listener: (frame: LiveFrame) => void): () => void;
  /** Calls back with how much is heard of a business, at once and at each change, until the returned function is called. */
  follow(vendorId: VendorId, listener: (reach: Reach) => void): () => void;
  listeners(): number;
};

const PACE: Pace = { intervalMs: 250, busyAbove: 50, idleIntervalMs: 2_000 };

type Deps = { bus: LiveBus; timers: Timers; clock: Clock };
type Channel = { listeners: Set<(frame: LiveFrame) => void>; close(): void };

export function createLiveRooms({ bus, timers, clock }: Deps): LiveRooms {
  const channels = new Map<Room, Channel>();

  function openChannel(where: LiveRoom): Channel {
    const listeners: Channel["listeners"] = new Set();
    const pacer = createPacer({
      timers,
      clock,
      pace: PACE,
      deliver(frame) {
        for (const listener of listeners) listener(frame);
      },
    });
    const silence = bus.listen(where, pacer.accept);
    return {
      listeners,
      close() {
        silence();
        pacer.stop();
      },
    };
  }

  function listen(where: LiveRoom, listener: (frame: LiveFrame) => void): () => void {
    const { room } = where;
    const channel = channels.get(room) ?? openChannel(where);
    channels.set(room, channel);
    channel.listeners.add(listener);
    return () => {
      channel.listeners.delete(listener);
      if (channel.listeners.size > 0 || channels.get(room) !== channel) return;
      channels.delete(room);
      channel.close();
    };
  }

  /** Hears a room for one reader. Not part of the generator: what it was given would be held with it. */
  function hear(where: LiveRoom, known: () => Promise<LiveFrame>) {
    const latest = createLatest();
    const stopHearing = listen(where, latest.put);
    const stopFollowing = followReach({ bus, timers, listen }, where, { known, tell: latest.put });
    return {
      latest,
      stop() {
        stopFollowing();
        stopHearing();
      },
    };
  }

  return {
    listen,
    follow: bus.follow,

    listeners: () => [...channels.values()].reduce((sum, channel) => sum + channel.listeners.size, 0),

    async *subscribe(where, { known, signal, tellDirectly }) {
      const { latest, stop } = hear(where, known);
      let isTold = false;
      const begin = (tell: Tell<LiveFrame>) => {
        isTold = true;
        latest.forward(tell);
        return stop;
      };
      try {
        // Listening has begun, so what is read now and what arrives meanwhile leave no gap.
        latest.begin(await known());
        if (!signal?.aborted) yield latest.take();
        if (tellDirectly && !signal?.aborted) yield tellDirectly(begin);
        if (!isTold) yield* latest.frames(signal);
      } finally {
        if (!isTold) stop();
      }
    },
  };
}
