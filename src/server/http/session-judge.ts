import type { Actor } from "../../shared/auth/actor.ts";
import type { SessionId, UserId } from "../../shared/ids.ts";
import type { Clock } from "../platform/clock/clock.port.ts";
import type { Logger } from "../platform/logger/logger.ts";
import type { Timers } from "../platform/timers/timers.port.ts";

/** Who a connection belongs to, and until when. */
export type SignedIn = { actor: Actor; expiresAt: Date };

type Deps = {
  clock: Clock;
  timers: Timers;
  logger: Logger;
  /** Who sessions stand for at this moment; those that stand for nobody any more are missing. */
  actorsOf: (sessions: readonly Actor[]) => Promise<ReadonlyMap<SessionId, Actor>>;
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
  watch(signedIn: SignedIn, connection: Connection): () => void;
};

/** A client is asked to come back with a fresh token this long before the old one expires. */
const HAND_OVER_MS = 30_000;
/** With less than this left it would be asked again and again. */
const SHORTEST_LIFE_MS = 10_000;
/** How often live sessions are judged again: one that was ended is off the air within 5 s. */
const RECHECK_MS = 4_000;
/** So many sessions are read at once: in between others have their turn. */
const AT_ONCE = 250;

type Watched = { actor: Actor; end(reason: string): void };

export function createSessionJudge({ clock, timers, logger, actorsOf, onSessionEnded }: Deps): SessionJudge {
  /** By session: one person's tabs are judged together. */
  const watched = new Map<SessionId, Set<Watched>>();
  let isWaiting = false;

  onSessionEnded?.(userId => void judge(actors().filter(actor => actor.userId === userId)));

  /** Whose the sessions are, by any connection of each. */
  function actors(): Actor[] {
    return [...watched.values()].flatMap(([first]) => (first ? [first.actor] : []));
  }

  async function judge(sessions: readonly Actor[]): Promise<void> {
    if (sessions.length === 0) return;
    try {
      const now = await actorsOf(sessions);
      for (const { sessionId } of sessions) {
        const actor = now.get(sessionId);
        for (const each of watched.get(sessionId) ?? [])
          if (!actor || !isSameActor(actor, each.actor)) each.end("session ended");
      }
    } catch (error) {
      logger.warn({ err: error }, "The sessions of live connections could not be checked");
    }
  }

  async function judgeAll(): Promise<void> {
    const all = actors();
    for (let first = 0; first < all.length; first += AT_ONCE) await judge(all.slice(first, first + AT_ONCE));
  }

  function judgeLater(): void {
    if (isWaiting || watched.size === 0) return;
    isWaiting = true;
    timers.after(RECHECK_MS, async () => {
      await judgeAll();
      isWaiting = false;
      judgeLater();
    });
  }

  return {
    watch({ actor, expiresAt }, connection) {
      const each: Watched = { actor, end };
      const sessionId = actor.sessionId;
      const connections = watched.get(sessionId) ?? new Set();
      watched.set(sessionId, connections.add(each));

      // One timer at a time: with ten thousand sockets each counts.
      const leftMs = expiresAt.getTime() - clock.now().getTime();
      const firstMs = leftMs > SHORTEST_LIFE_MS ? Math.max(leftMs - HAND_OVER_MS, leftMs / 2) : 0;
      let cancel = firstMs > 0 ? timers.after(firstMs, handOver) : expireIn(leftMs);

      function handOver(): void {
        cancel = expireIn(leftMs - firstMs);
        connection.handOver();
      }

      function expireIn(delayMs: number) {
        return timers.after(delayMs, () => end("token expired"));
      }

      function stop(): void {
        connections.delete(each);
        if (connections.size === 0 && watched.get(sessionId) === connections) watched.delete(sessionId);
        cancel();
      }

      function end(reason: string): void {
        if (!connections.has(each)) return;
        stop();
        connection.end(reason);
      }

      judgeLater();
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
