import type { Actor } from "../../../shared/auth/actor.ts";
import type { SessionId, UserId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Logger } from "../../platform/logger/logger.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";
import { createDeadlines } from "./deadlines.ts";

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

/** Whom the judge watches. */
export type Guarded = {
  /** Asks to come back with a fresh token while the old one is still good. */
  handOver(): void;
  /** The token or the session is over. Called once. */
  end(reason: string): void;
};

/** Looks whether those who are connected may stay: for sockets, streams and whoever waits for an answer. */
export type SessionJudge = {
  /** Watches a connection until the answered function is called, or it was ended. */
  watch(signedIn: SignedIn, connection: Guarded): () => void;
};

/** A client is asked to come back with a fresh token this long before the old one expires. */
const HAND_OVER_MS = 30_000;
/** With less than this left it would be asked again and again. */
const SHORTEST_LIFE_MS = 10_000;
/** How often live sessions are judged again: one that was ended is off the air within 5 s. */
const RECHECK_MS = 4_000;
/** So many sessions are read at once: in between others have their turn. */
const AT_ONCE = 250;

const NOBODY: Set<Watched> = new Set();

/** One of ten thousand: hence a class, and no timer of its own. */
class Watched {
  /** What comes when its time is up is the end; before that it is asked to come back. */
  isLastCall = false;
  /** Those whose time comes with its own. */
  due: Set<Watched> = NOBODY;

  constructor(
    readonly actor: Actor,
    readonly expiresAtMs: number,
    readonly connection: Guarded,
  ) {}
}

export function createSessionJudge({ clock, timers, logger, actorsOf, onSessionEnded }: Deps): SessionJudge {
  /** By session: one person's tabs are judged together. */
  const watched = new Map<SessionId, readonly Watched[]>();
  const putDown = createDeadlines<Watched>({ clock, timers }, timeIsUp);
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
          if (!actor || !isSameActor(actor, each.actor)) end(each, "session ended");
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

  function timeIsUp(each: Watched): void {
    if (each.isLastCall) {
      end(each, "token expired");
      return;
    }
    each.isLastCall = true;
    each.due = putDown(each, each.expiresAtMs);
    each.connection.handOver();
  }

  function stop(each: Watched): void {
    const { sessionId } = each.actor;
    const others = (watched.get(sessionId) ?? []).filter(other => other !== each);
    if (others.length > 0) watched.set(sessionId, others);
    else watched.delete(sessionId);
    each.due.delete(each);
  }

  function end(each: Watched, reason: string): void {
    if (!watched.get(each.actor.sessionId)?.includes(each)) return;
    stop(each);
    each.connection.end(reason);
  }

  return {
    watch({ actor, expiresAt }, connection) {
      const each = new Watched(actor, expiresAt.getTime(), connection);
      const { sessionId } = actor;
      watched.set(sessionId, [...(watched.get(sessionId) ?? []), each]);
      const nowMs = clock.now().getTime();
      const leftMs = each.expiresAtMs - nowMs;
      each.isLastCall = leftMs <= SHORTEST_LIFE_MS;
      const dueInMs = each.isLastCall ? leftMs : Math.max(leftMs - HAND_OVER_MS, leftMs / 2);
      each.due = putDown(each, nowMs + dueInMs);
      judgeLater();
      return () => stop(each);
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
