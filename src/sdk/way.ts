import type { Way } from "./live-link.ts";
import type { Streams } from "./sse-link.ts";

type Options = {
  /** True when the service says over HTTP that it can serve: one that is being restarted takes no sockets either. */
  isReachable: () => Promise<boolean>;
  /** Opens a socket and says whether it could be spoken through. */
  probe: () => Promise<boolean>;
  load: () => Promise<Streams>;
};

/** Sockets in a row that nothing was heard through, before another way is looked for. */
const FAILURES = 3;
const FIRST_PROBE_MS = 15_000;
const LONGEST_PROBE_MS = 300_000;

export type Ways = Way & {
  /** A socket is gone; `wasHeard` when something had come through it. */
  socketGone(wasHeard: boolean): void;
  /** True while there are subscriptions over sockets. */
  isNeeded(): boolean;
  /** Ends what was begun; a later failure may begin again. */
  close(): void;
};

/**
 * Chooses how subscriptions travel. When sockets fail again and again while the service does answer, something on the
 * way lets none through: then subscriptions go over HTTP, and sockets are tried now and then until one is heard.
 */
export function createWays({ isReachable, probe, load }: Options): Ways {
  const listeners = new Set<() => void>();
  let streams: Streams | null = null;
  let failures = 0;
  let isLooking = false;
  let isProbing = false;

  function go(next: Streams | null): void {
    const left = streams;
    streams = next;
    for (const listener of [...listeners]) listener();
    left?.close();
  }

  async function look(): Promise<void> {
    isLooking = true;
    try {
      if (!(await isReachable())) return;
      go(await load());
      probeLater(FIRST_PROBE_MS);
    } catch {
      // Nothing can be reached at all: it is not the socket's fault.
    } finally {
      failures = 0;
      isLooking = false;
    }
  }

  function probeLater(delayMs: number): void {
    isProbing = true;
    const timer: unknown = setTimeout(
      async () => {
        // While nobody follows anything nobody looks: whoever begins to does. A client that was given up holds nothing.
        isProbing = listeners.size > 0;
        if (!isProbing) return;
        if (!(await probe())) return probeLater(Math.min(delayMs * 2, LONGEST_PROBE_MS));
        isProbing = false;
        go(null);
      },
      delayMs * (0.75 + Math.random() / 2),
    );
    // In a program it must not be what keeps it from ending.
    if (typeof timer === "object" && timer && "unref" in timer) (timer as { unref(): void }).unref();
  }

  return {
    streams: () => streams,
    onChange(listener) {
      listeners.add(listener);
      if (streams !== null && !isProbing) probeLater(FIRST_PROBE_MS);
      return () => listeners.delete(listener);
    },
    socketGone(wasHeard) {
      failures = wasHeard ? 0 : failures + 1;
      if (failures >= FAILURES && streams === null && !isLooking && listeners.size > 0) void look();
    },
    isNeeded: () => streams === null && listeners.size > 0,
    close: () => streams?.close(),
  };
}
