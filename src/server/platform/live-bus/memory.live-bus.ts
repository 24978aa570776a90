import type { LiveMessage, Room } from "../../../shared/events.ts";
import type { LiveBus, LiveListener } from "./live-bus.port.ts";

/** A bus inside one process. */
export function createMemoryLiveBus(): LiveBus & {
  /** Rooms that somebody listens to. */
  rooms(): number;
} {
  const listeners = new Map<Room, Set<LiveListener>>();

  return {
    publish(posts) {
      const byRoom = new Map<Room, LiveMessage[]>();
      for (const { rooms, message } of posts) {
        for (const room of rooms) {
          if (!listeners.has(room)) continue;
          const messages = byRoom.get(room);
          if (messages) messages.push(message);
          else byRoom.set(room, [message]);
        }
      }
      for (const [room, messages] of byRoom) {
        for (const listener of listeners.get(room) ?? []) listener(messages);
      }
    },

    rooms: () => listeners.size,

    follow(_vendorId, listener) {
      listener("whole");
      return () => {};
    },

    listen({ room }, listener) {
      const inRoom = listeners.get(room) ?? new Set<LiveListener>();
      listeners.set(room, inRoom.add(listener));
      return () => {
        inRoom.delete(listener);
        if (inRoom.size === 0 && listeners.get(room) === inRoom) listeners.delete(room);
      };
    },
  };
}
