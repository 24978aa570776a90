export type ListeningOptions = {
  /** Called with each frame that arrives, keep-alives too: what a "live, 2 s ago" may honestly be computed from. */
  onHeard?: (() => void) | undefined;
  /** Called when the socket has opened, and when it is gone. */
  onConnection?: ((open: boolean) => void) | undefined;
};

/** The given WebSocket class, reporting when it hears something. */
export function listeningSocket(
  Base: typeof WebSocket,
  { onHeard, onConnection }: ListeningOptions,
): typeof WebSocket {
  if (!onHeard && !onConnection) return Base;
  return class extends Base {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener("open", () => onConnection?.(true));
      this.addEventListener("message", () => onHeard?.());
      this.addEventListener("close", () => onConnection?.(false));
    }
  };
}
