import type { UserId } from "../../../shared/ids.ts";
import type { SessionEnds } from "./session-ends.port.ts";

export function createSessionEnds(): SessionEnds {
  const listeners = new Set<(userId: UserId) => void>();
  return {
    sessionEnded(userId) {
      for (const listener of listeners) listener(userId);
    },
    onSessionEnded(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
