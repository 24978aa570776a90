import type { Actor } from "../../../shared/auth/actor.ts";
import type { SessionId, UserId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { AccessTokens } from "../../platform/tokens/access-tokens.port.ts";
import type { DriversRepo } from "../drivers/index.ts";
import { createGroupedCalls } from "../grouped-calls/index.ts";
import type { AccountHolder, UsersRepo } from "../users/index.ts";
import type { MembersRepo } from "../vendors/index.ts";
import type { SessionsRepo } from "./sessions.repo.ts";

/** Who a token belongs to, and until when. */
type SignedIn = { actor: Actor; expiresAt: Date };

type Session = Pick<Actor, "userId" | "sessionId">;

/** What is known of a session may be this old: a deactivation or a change of role acts within a second. */
const FRESH_MS = 1_000;
/** So many strangers at the door are looked up together: thousands come at once when a process has died. */
const MAX_TOGETHER = 250;
/** A read that hangs holds up none of the others until so many hang. */
const LOOKUPS_AT_ONCE = 8;

/** What somebody acts for. */
type Profile = Pick<Actor, "vendorId" | "memberRole" | "driverId">;
const NOTHING: Profile = { vendorId: null, memberRole: null, driverId: null };

type Deps = {
  accessTokens: AccessTokens;
  sessions: SessionsRepo;
  users: UsersRepo;
  members: MembersRepo;
  drivers: DriversRepo;
  mustEnrolSecondFactor: (user: AccountHolder) => Promise<boolean>;
  clock: Clock;
};

/** Turns an access token into the one who acts, as he is now and not as he was when it was issued. */
export function createAuthenticator(deps: Deps) {
  const { accessTokens, sessions, users, members, drivers, clock } = deps;
  const known = new Map<SessionId, { userId: UserId; actor: Promise<Actor | null>; askedAt: number }>();

  /**
   * Who the sessions stand for, in four reads however many they are. Those that have ended are missing, and so are
   * accounts that are gone, deactivated or act for nothing any more.
   */
  async function actorsOf(asked: readonly Session[]): Promise<Map<SessionId, Actor>> {
    const [live, people] = await Promise.all([
      sessions.holdersOf(asked.map(({ sessionId }) => sessionId)),
      users.holdersOf([...new Set(asked.map(({ userId }) => userId))]),
    ]);
    const active = people.filter(({ isActive }) => isActive);
    const [profiles, enrolling] = await Promise.all([
      profilesOf(active),
      Promise.all(active.map(deps.mustEnrolSecondFactor)),
    ]);
    const known = new Map(
      active.map((user, index) => [user._id, { user, mustEnrol: enrolling[index] === true }]),
    );
    const owners = new Map(asked.map(({ sessionId, userId }) => [sessionId, userId]));
    const actors = new Map<SessionId, Actor>();
    for (const { _id: sessionId, userId, expiresAt } of live) {
      const [person, profile] = [known.get(userId), profiles.get(userId)];
      if (owners.get(sessionId) !== userId || expiresAt <= clock.now() || !person || !profile) continue;
      const { role, fullName } = person.user;
      const mustEnrolSecondFactor = person.mustEnrol;
      actors.set(sessionId, { userId, role, fullName, ...profile, sessionId, mustEnrolSecondFactor });
    }
    return actors;
  }

  const ask = createGroupedCalls<Session, Map<SessionId, Actor>>({
    maxItems: MAX_TOGETHER,
    atOnce: LOOKUPS_AT_ONCE,
    call: actorsOf,
  });

  async function load(userId: UserId, sessionId: SessionId): Promise<Actor | null> {
    return (await ask([{ userId, sessionId }])).get(sessionId) ?? null;
  }

  async function profilesOf(people: readonly AccountHolder[]): Promise<Map<UserId, Profile>> {
    const idsOf = (role: AccountHolder["role"]) =>
      people.filter(user => user.role === role).map(({ _id }) => _id);
    const [employed, driving] = await Promise.all([
      members.membershipsOf(idsOf("vendor")),
      drivers.employersOf(idsOf("driver")),
    ]);
    return new Map<UserId, Profile>([
      ...people.flatMap(({ _id, role }) =>
        role === "user" || role === "admin" ? [[_id, NOTHING] as const] : [],
      ),
      ...employed.map(
        ({ _id, vendorId, memberRole }) => [_id, { vendorId, memberRole, driverId: null }] as const,
      ),
      ...driving
        .filter(({ isActive }) => isActive)
        .map(({ _id, userId, vendorId }) => [userId, { ...NOTHING, vendorId, driverId: _id }] as const),
    ]);
  }

  async function profileOf(user: AccountHolder): Promise<Profile | null> {
    return (await profilesOf([user])).get(user._id) ?? null;
  }

  /** Those known longest come first: nobody asks for what is not fresh, and with ten thousand sockets it adds up. */
  function forgetOld(now: number): void {
    for (const [sessionId, { askedAt }] of known) {
      if (Math.abs(now - askedAt) < FRESH_MS) return;
      known.delete(sessionId);
    }
  }

  function actorOfSession(userId: UserId, sessionId: SessionId): Promise<Actor | null> {
    const now = clock.now().getTime();
    const earlier = known.get(sessionId);
    // A clock that was set back must not keep an answer for ever.
    if (earlier && Math.abs(now - earlier.askedAt) < FRESH_MS) return earlier.actor;
    const actor = load(userId, sessionId);
    forgetOld(now);
    known.delete(sessionId);
    known.set(sessionId, { userId, actor, askedAt: now });
    // What went wrong once is asked again, not remembered.
    actor.catch(() => known.delete(sessionId));
    return actor;
  }

  return {
    /** What an account acts for; null for who has left his business, and for a driver whose profile is closed. */
    profileOf,

    actorsOf,

    /** Who `accessToken` stands for, and until when; null for every token that is not valid, or is no longer. */
    async signedIn(accessToken: string | null): Promise<SignedIn | null> {
      const claims = accessToken === null ? null : await accessTokens.verify(accessToken);
      if (!claims) return null;
      const actor = await actorOfSession(claims.userId, claims.sessionId);
      return actor?.userId === claims.userId ? { actor, expiresAt: claims.expiresAt } : null;
    },

    /** Forgets what is known of an account's sessions, so that a change acts at once in this process. */
    forgetUser(userId: UserId): void {
      for (const [sessionId, each] of known) if (each.userId === userId) known.delete(sessionId);
    },
  };
}
