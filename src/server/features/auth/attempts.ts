import { DomainError } from "../../../shared/errors.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import { forgetOldest } from "./forget-oldest.ts";

const MAX_TRIES = 10;
const WINDOW_MS = 15 * 60_000;
/** Bounds the memory: whoever makes more keys than this forgets the oldest ones. */
const MAX_KEYS = 50_000;

/** Counts tries at a password. */
export type Attempts = {
  /** Errors: TOO_MANY_REQUESTS with `seconds`, once there were ten tries in a quarter of an hour. */
  begin(key: string): void;
  /** The same as an answer: counts the try, and is false once there were ten. */
  admits(key: string): boolean;
  /** The password was right: forget the tries before it. */
  succeed(key: string): void;
};

/**
 * In this process's memory. A try counts before the password is checked, so that a hundred at once are not all let
 * through. Keys hold account and address together: a stranger cannot lock the owner out.
 */
export function createAttempts(clock: Clock): Attempts {
  const windows = new Map<string, { tries: number; endsAt: number }>();

  /** Counts a try; how long to wait when there were too many, and 0 otherwise. */
  function waitMs(key: string): number {
    const now = clock.now().getTime();
    const open = windows.get(key);
    const window = open && open.endsAt > now ? open : { tries: 0, endsAt: now + WINDOW_MS };
    if (window.tries >= MAX_TRIES) return window.endsAt - now;
    window.tries += 1;
    windows.set(key, window);
    if (windows.size > MAX_KEYS) forgetOldest(windows);
    return 0;
  }

  return {
    begin(key) {
      const wait = waitMs(key);
      if (wait > 0) throw new DomainError("TOO_MANY_REQUESTS", { seconds: Math.ceil(wait / 1_000) });
    },
    admits: key => waitMs(key) === 0,
    succeed(key) {
      windows.delete(key);
    },
  };
}
