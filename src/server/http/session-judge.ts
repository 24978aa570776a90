import type { Actor } from "../../shared/auth/actor.ts";
import type { UserId } from "../../shared/ids.ts";
import type { Clock } from "../platform/clock/clock.port.ts";
import type { Logger } from "../platform/logger/logger.ts";
import type { Timers } from "../platform/timers/timers.port.ts";

/** Who a connection belongs to, and until when. */
export type SignedIn = { actor: Actor; expiresAt: Date };

type Deps = {
  clock: Clock;
  timers: Timers;
  logger: Logger;
  /** Null for a token that is not valid, or is no longer. Asked again while the connection lives. */
  actorOf: (token: string) => Promise<SignedIn | null>;
  /** Hears of accounts whose sessions have ended, or who act for something else now: they are judged at once. */
  onSessionEnded?: ((listener: (userId: UserId) => void) => void) | undefined;
};

type Connection = {
  /** Asks to come back with a fresh token while the old one is still good. */
  handOver(): void;
  /** The token or the session is over. Called once. */
  end(reason: string): void;
};

/** Looks whether those who are connected may stay: for sockets, streams and whoever waits for an answer. */
export type SessionJudge = {
  /** Watches a connection until the answered function is called, or it was ended. */
  watch(token: string, signedIn: SignedIn, connection: Connection): () => void;
};

/** A client is asked to come back with a fresh token this long before the old one expires. */
const HAND_OVER_MS = 30_000;
/** With less than this left it would be asked again and again. */
const SHORTEST_LIFE_MS = 10_000;
/** How often a live token is judged again: a session that was ended is off the air within 5 s. */
const RECHECK_MS = 4_000;

export function createSessionJudge({ clock, timers, logger, actorOf, onSessionEnded }: Deps): SessionJudge {
  const watched = new Set<{ userId: UserId; recheck: () => Promise<void> }>();
  onSessionEnded?.(userId => {
    for (const each of watched) if (each.userId === userId) void each.recheck();
  });

  return {
    watch(token, { actor, expiresAt }, connection) {
      const cancels = new Map<string, () => void>();
      const later = (what: string, delayMs: number, work: () => void) =>
        cancels.set(what, timers.after(delayMs, work));
      const each = { userId: actor.userId, recheck };
      watched.add(each);

      function stop(): void {
        watched.delete(each);
        for (const cancel of cancels.values()) cancel();
        cancels.clear();
      }

      function end(reason: string): void {
        if (!watched.has(each)) return;
        stop();
        connection.end(reason);
      }

      async function recheck(): Promise<void> {
        try {
          const now = await actorOf(token);
          if (!now || !isSameActor(now.actor, actor)) end("session ended");
        } catch (error) {
          logger.warn({ err: error }, "A live connection's session could not be checked");
        }
      }

      function recheckLater(): void {
        later("recheck", RECHECK_MS, async () => {
          await recheck();
          if (watched.has(each)) recheckLater();
        });
      }

      const leftMs = expiresAt.getTime() - clock.now().getTime();
      later("end", leftMs, () => end("token expired"));
      if (leftMs > SHORTEST_LIFE_MS)
        later("handOver", Math.max(leftMs - HAND_OVER_MS, leftMs / 2), connection.handOver);
      recheckLater();
      return stop;
    },
  };
}

/** True while a new context would be the same: another role, business or rank in it needs a new connection. */
const isSameActor = (a: Actor, b: Actor): boolean =>
  a.role === b.role &&
  a.vendorId === b.vendorId &&
  a.memberRole === b.memberRole &&
  a.driverId === b.driverId &&
  a.mustEnrolSecondFactor === b.mustEnrolSecondFactor;
