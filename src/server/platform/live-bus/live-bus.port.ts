import type { LiveMessage, Room } from "../../../shared/events.ts";
import type { VendorId } from "../../../shared/ids.ts";

/** A live message, the business that it is of, and who hears it. */
export type LivePost = { vendorId: VendorId; rooms: readonly Room[]; message: LiveMessage };

/** A room of what concerns one business. */
export type LiveRoom = { vendorId: VendorId; room: Room };

/** Called with the messages of one publication, in order. */
export type LiveListener = (messages: readonly LiveMessage[]) => void;

/**
 * How much is heard here of what is told of a business: all of it, or, while that begins or is broken, only what is
 * told in this process.
 */
export type Reach = "whole" | "opening" | "lost";

/**
 * Carries live messages to whoever listens, in this process or in all. At most once: the next message replaces a
 * lost one, so nothing is kept and nothing waits.
 */
export type LiveBus = {
  publish(posts: readonly LivePost[]): void;
  /** Hears a room until the returned function is called. */
  listen(where: LiveRoom, listener: LiveListener): () => void;
  /** Calls back with how far the bus reaches, at once and at each change, until the returned function is called. */
  follow(vendorId: VendorId, listener: (reach: Reach) => void): () => void;
};
