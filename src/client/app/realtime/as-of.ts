import { useCallback, useSyncExternalStore } from "react";
import { isCutOff, type Liveness } from "../../ui/live-strip.tsx";
import { useConnection } from "../providers.tsx";

/** Silence is brought by the clock: no frame tells of it. */
const LOOK_EVERY_MS = 5_000;

/**
 * As of when this page is, in epoch milliseconds of the server, once nothing new reaches it: what is on it was so then, and nobody here
 * knows whether it still is. Null while it is of now. Renders when that changes, not with each frame that is heard.
 */
export function useAsOf(): number | null {
  const { liveness, clock } = useConnection();
  const subscribe = useCallback(
    (listener: () => void) => {
      const unsubscribe = liveness.subscribe(listener);
      const timer = setInterval(listener, LOOK_EVERY_MS);
      return () => {
        unsubscribe();
        clearInterval(timer);
      };
    },
    [liveness],
  );
  const heardAt = useSyncExternalStore(subscribe, () =>
    asOf(liveness.get(), Date.now(), performance.timeOrigin),
  );
  return heardAt === null ? null : heardAt + clock.offsetMs();
}

export const useIsCutOff = (): boolean => useAsOf() !== null;

/** The same by the device's clock. Where the socket has never said a word, all that is there was read after the page was opened. */
export const asOf = (
  liveness: Pick<Liveness, "connection" | "lastHeardAt">,
  nowMs: number,
  openedAtMs: number,
): number | null => (isCutOff(liveness, nowMs) ? (liveness.lastHeardAt ?? openedAtMs) : null);
