import { tell } from "./tell.ts";

export type ListeningOptions = {
  /** Called with each frame that arrives, keep-alives too: what a "live, 2 s ago" may honestly be computed from. */
  onHeard?: (() => void) | undefined;
  /** Called when the socket has opened, and when it is gone. */
  onConnection?: ((open: boolean) => void) | undefined;
};

type SocketOptions = ListeningOptions & {
  /** Called when a socket is gone; `wasHeard` when something had come through it. */
  onGone?: (wasHeard: boolean) => void;
  /** True while there are subscriptions that have to have another socket when this one is gone. */
  isNeeded?: () => boolean;
  /** True while the client is being closed: a socket that is about to open is not waited for. */
  isClosing?: () => boolean;
};

/** A proxy that swallows the handshake says nothing at all. */
const OPENING_MS = 6_000;

/**
 * The given WebSocket class, saying where it comes from and reporting when it hears something. Whoever closes it is rid of
 * it at once: on a network that has died nobody answers the goodbye, and Bun waits half a minute for that.
 */
export function listeningSocket(
  Base: typeof WebSocket,
  { onHeard, onConnection, onGone, isNeeded, isClosing }: SocketOptions,
): typeof WebSocket {
  return class extends Base {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, runsInBrowser() ? protocols : withOrigin(url));
      let wasHeard = false;
      let isGone = false;
      const opening = setTimeout(() => this.close(), isClosing?.() ? 0 : OPENING_MS);
      this.addEventListener("open", () => {
        clearTimeout(opening);
        tell(onConnection, true);
      });
      this.addEventListener("message", event => {
        if (isGone) return event.stopImmediatePropagation();
        wasHeard = true;
        tell(onHeard);
      });
      this.addEventListener("close", event => {
        if (isGone) return event.stopImmediatePropagation();
        isGone = true;
        clearTimeout(opening);
        tell(onConnection, false);
        onGone?.(wasHeard);
        // tRPC's client does not come back for what it was about to send over a socket that closed; after an error it does.
        if (isNeeded?.()) this.dispatchEvent(new Event("error"));
      });
    }

    override close(code?: number, reason?: string): void {
      super.close(code, reason);
      queueMicrotask(() => this.dispatchEvent(new Event("close")));
    }
  };
}

/** Pages and workers have a location; Bun and Node have none. */
const runsInBrowser = () => typeof globalThis.location !== "undefined";

/**
 * The service takes no socket without an origin. Browsers send it, and let nobody forge it; a program names the
 * service's own. Bun and Node take headers where a page would put protocols.
 */
function withOrigin(url: string | URL): string[] {
  const origin = new URL(url).origin.replace(/^ws/, "http");
  return { headers: { Origin: origin } } as unknown as string[];
}

/** True when a socket opens and what is said through it is answered. */
export function probeSocket(Base: typeof WebSocket, url: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = new (listeningSocket(Base, {}))(url);
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const end = (isAnswered: boolean) => {
      resolve(isAnswered);
      socket.close();
    };
    socket.addEventListener("open", () => {
      waiting = setTimeout(() => end(false), OPENING_MS);
      socket.send("PING");
    });
    socket.addEventListener("message", () => end(true));
    socket.addEventListener("close", () => {
      clearTimeout(waiting);
      resolve(false);
    });
  });
}
