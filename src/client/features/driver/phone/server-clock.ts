/** How far this device's clock is from the server's. Offers end by the server's clock, whatever the phone believes. */
export type ServerClock = {
  /** Milliseconds to add to the device's time; 0 until it has been measured. */
  offsetMs(): number;
  /** Measures once more; keeps what it has when the server cannot be reached. */
  measure(): Promise<void>;
};

/** The header tells whole seconds, cut off: on average half a second is missing. */
const CUT_OFF_MS = 500;

/**
 * Reads the server's clock from the `Date` header of an answer (RFC 9110, section 6.6.1), taken to be written half-way
 * between asking and hearing. Good to about a second, which is all that a countdown shows.
 */
export function createServerClock(ask: () => Promise<Response>, now: () => number): ServerClock {
  let offsetMs = 0;
  return {
    offsetMs: () => offsetMs,
    measure: async () => {
      const askedMs = now();
      const answer = await ask().catch(() => null);
      const serverMs = Date.parse(answer?.headers.get("date") ?? "");
      if (Number.isNaN(serverMs)) return;
      offsetMs = serverMs + CUT_OFF_MS - (askedMs + now()) / 2;
    },
  };
}
