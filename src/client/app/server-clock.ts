type Ask = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;

/**
 * How far this device's clock is from the server's. What the server dates, positions, estimates and offers, is as old and
 * as late as its own clock says, whatever the device believes.
 */
export type ServerClock = {
  /** Milliseconds to add to the device's time; 0 until an answer has told. */
  offsetMs(): number;
  /** Asks as `ask` does, and learns from the answer. */
  fetch: typeof fetch;
};

/** The header tells whole seconds, cut off. */
const CUT_OFF_MS = 1_000;

/**
 * Reads the server's clock from the `Date` header of every answer (RFC 9110, section 6.6.1), which was written between
 * asking and hearing. The first one is taken to be from the middle of that; later ones move the clock only as far as they
 * contradict it, so that a slow answer spoils nothing. Good to about a second, which is all that a countdown shows.
 */
export function createServerClock(ask: Ask, now: () => number): ServerClock {
  let offsetMs: number | null = null;
  const listen = async (input: RequestInfo | URL, init?: RequestInit) => {
    const askedMs = now();
    const answer = await ask(input, init);
    const writtenMs = Date.parse(answer.headers.get("date") ?? "");
    if (Number.isNaN(writtenMs)) return answer;
    const least = writtenMs - now();
    const most = writtenMs + CUT_OFF_MS - askedMs;
    offsetMs = offsetMs === null ? (least + most) / 2 : Math.min(most, Math.max(least, offsetMs));
    return answer;
  };
  return {
    offsetMs: () => offsetMs ?? 0,
    fetch: Object.assign(listen, { preconnect: () => {} }),
  };
}
