export type ListeningOptions = {
  /** Called with each frame that arrives, keep-alives too: what a "live, 2 s ago" may honestly be computed from. */
  onHeard?: (() => void) | undefined;
  /** Called when the socket has opened, and when it is gone. */
  onConnection?: ((open: boolean) => void) | undefined;
};

/** The given WebSocket class, saying where it comes from and reporting when it hears something. */
export function listeningSocket(
  Base: typeof WebSocket,
  { onHeard, onConnection }: ListeningOptions,
): typeof WebSocket {
  return class extends Base {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, runsInBrowser() ? protocols : withOrigin(url));
      this.addEventListener("open", () => onConnection?.(true));
      this.addEventListener("message", () => onHeard?.());
      this.addEventListener("close", () => onConnection?.(false));
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
