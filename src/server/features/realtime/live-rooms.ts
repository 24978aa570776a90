import type { LiveMessage, Room } from "../../../shared/events.ts";
import type { LiveBus } from "../../platform/live-bus/live-bus.port.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";

/** The bus as subscribers see it: per room at most one frame every 250 ms, holding the latest of each driver. */
export type LiveRooms = {
  subscribe(
    room: Room,
    options: { signal: AbortSignal | undefined },
  ): AsyncGenerator<LiveMessage[], void, undefined>;
  listen(room: Room, listener: (frame: readonly LiveMessage[]) => void): () => void;
};

export function createLiveRooms(_deps: { bus: LiveBus; timers: Timers }): LiveRooms {
  throw new Error("not written yet");
}
