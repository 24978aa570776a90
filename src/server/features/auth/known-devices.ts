import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { Sealer } from "../../platform/secrets/sealer.port.ts";
import type { RequestFacts } from "./request-facts.ts";

const MARK_BYTES = 16;
/** A computer on a ward has several owners. */
const MAX_ACCOUNTS = 6;
const SEPARATOR = "~";
const LIFE_MS = 365 * 24 * 60 * 60_000;

export type KnownDevices = ReturnType<typeof createKnownDevices>;

/**
 * Browsers in which an account was signed in before carry a sealed mark of it. Tries with the mark are counted by the
 * mark alone, so that nobody else's tries can lock the owner out (OWASP, "Slow Down Online Guessing Attacks with
 * Device Cookies").
 */
export function createKnownDevices({ sealer, ids, clock }: { sealer: Sealer; ids: Ids; clock: Clock }) {
  const marksIn = ({ deviceCookie }: RequestFacts): string[] =>
    deviceCookie.read()?.split(SEPARATOR).filter(Boolean).slice(0, MAX_ACCOUNTS) ?? [];

  return {
    /** What stands for this device among the tries at this account; null when it was never signed in here. */
    markOf(request: RequestFacts, email: string): string | null {
      for (const sealed of marksIn(request)) {
        const mark = sealer.open(sealed, contextOf(email));
        if (mark !== null) return `device ${mark}`;
      }
      return null;
    },

    /** Only for who has just shown that the account is his. Others who use this device keep their marks. */
    remember(request: RequestFacts, email: string): void {
      const others = marksIn(request).filter(sealed => sealer.open(sealed, contextOf(email)) === null);
      const mine = sealer.seal(ids.token(MARK_BYTES), contextOf(email));
      const marks = [mine, ...others].slice(0, MAX_ACCOUNTS);
      request.deviceCookie.set(marks.join(SEPARATOR), new Date(clock.now().getTime() + LIFE_MS));
    },
  };
}

const contextOf = (email: string): string => `known device of ${email}`;
