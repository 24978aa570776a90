import { useEffect, useRef } from "react";
import { isTransient, jitteredDelayMs, problemOf } from "../../../sdk/index.ts";

export type Handlers<Message> = { onData: (message: Message) => void; onError: (error: unknown) => void };
export type Start<Message> = (handlers: Handlers<Message>) => { unsubscribe(): void };

/** Asking again cannot help: it is not there, or not for this account. */
const FINAL = new Set([
  "FORBIDDEN",
  "ORDER_NOT_FOUND",
  "VENDOR_NOT_FOUND",
  "DRIVER_NOT_FOUND",
  "ACCOUNT_INACTIVE",
]);

/**
 * Follows a subscription while the part is on the screen. `key` names what is followed; null follows nothing. A cut
 * socket is resumed below; only what ended for another reason is started anew here, later each time.
 */
export function useFollowing<Message>(
  key: string | null,
  start: Start<Message>,
  onData: (message: Message) => void,
) {
  const latest = useRef({ start, onData });
  latest.current = { start, onData };
  useEffect(() => {
    if (key === null) return;
    let attempt = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let subscription: { unsubscribe(): void } | undefined;
    const begin = () => {
      subscription = latest.current.start({
        onData: message => {
          attempt = 0;
          latest.current.onData(message);
        },
        onError: error => {
          if (!isTransient(error) && FINAL.has(problemOf(error).code)) return;
          timer = setTimeout(begin, jitteredDelayMs(attempt));
          attempt += 1;
        },
      });
    };
    begin();
    return () => {
      clearTimeout(timer);
      subscription?.unsubscribe();
    };
  }, [key]);
}
