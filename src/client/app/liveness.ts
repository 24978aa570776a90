import { useSyncExternalStore } from "react";
import type { Liveness } from "../ui/live-strip.tsx";

export type LivenessStore = {
  get(): Liveness;
  subscribe(listener: () => void): () => void;
  heard(): void;
  connection(open: boolean): void;
  online(isOnline: boolean): void;
  /** What the server says of positions; each connection begins without a complaint. */
  degraded(isDegraded: boolean): void;
};

/** Frames may come many times a second; those who show an age look at most this often. */
const TELL_EVERY_MS = 1_000;

/** What the socket has really said and when: nothing here is guessed from "should be connected". */
export function createLivenessStore(): LivenessStore {
  let state: Liveness = { connection: "connecting", lastHeardAt: null, isDegraded: false };
  let toldAtMs = 0;
  let wasOpen = false;
  let isOnline = true;
  const listeners = new Set<() => void>();
  const tell = () => {
    toldAtMs = Date.now();
    for (const listener of listeners) listener();
  };
  const become = (connection: Liveness["connection"]) => {
    if (connection === state.connection) return;
    state = { ...state, connection, isDegraded: false };
    tell();
  };
  const whileClosed = () => (!isOnline ? "offline" : wasOpen ? "reconnecting" : "connecting");
  return {
    get: () => state,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    heard: () => {
      const now = Date.now();
      const isNews = state.connection !== "open" || state.lastHeardAt === null;
      if (!isNews && now - toldAtMs < TELL_EVERY_MS) {
        // Known to whoever asks; told with the next second.
        state.lastHeardAt = now;
        return;
      }
      // A frame is the best proof of a connection, whatever the device believes of its network.
      wasOpen = true;
      state = { ...state, connection: "open", lastHeardAt: now };
      tell();
    },
    connection: open => {
      if (open) wasOpen = true;
      become(open ? "open" : whileClosed());
    },
    degraded: isDegraded => {
      state = { ...state, isDegraded };
      tell();
    },
    online: hasNetwork => {
      isOnline = hasNetwork;
      if (!hasNetwork || state.connection === "offline") become(whileClosed());
    },
  };
}

/** The connection as it is, following each change and the age of what was heard. */
export const useLivenessOf = (store: LivenessStore): Liveness =>
  useSyncExternalStore(store.subscribe, store.get);
