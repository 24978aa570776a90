import type { LiveMessage, Room } from "../../../shared/events.ts";

/** A live message and who hears it. */
export type LivePost = { rooms: readonly Room[]; message: LiveMessage };

/** Called with the messages of one publication, in order. */
export type LiveListener = (messages: readonly LiveMessage[]) => void;

/**
 * Carries live messages to whoever listens, in this process or in all. At most once: the next message replaces a
 * lost one, so nothing is kept and nothing waits.
 */
export type LiveBus = {
  publish(posts: readonly LivePost[]): void;
  /** Hears a room until the returned function is called. */
  listen(room: Room, listener: LiveListener): () => void;
};
