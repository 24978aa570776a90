import type { UserId } from "../../../shared/ids.ts";

/**
 * Tells that sessions of an account have ended, or that it acts for something else now, so that what is known of them
 * is forgotten at once: in this process, and with Redis in all. Otherwise the others find out when they look again.
 */
export type SessionEnds = {
  sessionEnded(userId: UserId): void;
  /** Listeners are called in the order in which they came. The answer stops listening. */
  onSessionEnded(listener: (userId: UserId) => void): () => void;
};
