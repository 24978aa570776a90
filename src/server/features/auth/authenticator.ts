import type { Actor } from "../../../shared/auth/actor.ts";
import type { SessionId, UserId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { AccessTokens } from "../../platform/tokens/access-tokens.port.ts";
import type { DriversRepo } from "../drivers/index.ts";
import type { UserDoc, UsersRepo } from "../users/index.ts";
import type { MembersRepo } from "../vendors/index.ts";
import { forgetOldest } from "./forget-oldest.ts";
import type { SessionsRepo } from "./sessions.repo.ts";

/** Who a token belongs to, and until when. */
type SignedIn = { actor: Actor; expiresAt: Date };

/** What is known of a session may be this old: a deactivation or a change of role acts within a second. */
const FRESH_MS = 1_000;
/** Bounds the memory; beyond it the oldest answers are asked for again. */
const MAX_KNOWN = 20_000;

/** What somebody acts for. */
type Profile = Pick<Actor, "vendorId" | "memberRole" | "driverId">;
const NOTHING: Profile = { vendorId: null, memberRole: null, driverId: null };

type Deps = {
  accessTokens: AccessTokens;
  sessions: SessionsRepo;
  users: UsersRepo;
  members: MembersRepo;
  drivers: DriversRepo;
  mustEnrolSecondFactor: (user: UserDoc) => Promise<boolean>;
  clock: Clock;
};

/** Turns an access token into the one who acts, as he is now and not as he was when it was issued. */
export function createAuthenticator(deps: Deps) {
  const { accessTokens, sessions, users, members, drivers, clock } = deps;
  const known = new Map<SessionId, { userId: UserId; actor: Promise<Actor | null>; askedAt: number }>();

  /** Null for an account that is gone, deactivated or acts for nothing any more, and for a session that has ended. */
  async function load(userId: UserId, sessionId: SessionId): Promise<Actor | null> {
    const [session, user] = await Promise.all([sessions.find(sessionId), users.findById(userId)]);
    if (session?.userId !== userId || session.expiresAt <= clock.now()) return null;
    if (!user?.isActive) return null;
    const [profile, mustEnrolSecondFactor] = await Promise.all([
      profileOf(user),
      deps.mustEnrolSecondFactor(user),
    ]);
    const { role, fullName } = user;
    return profile && { userId, role, fullName, ...profile, sessionId, mustEnrolSecondFactor };
  }

  async function profileOf({ _id, role }: UserDoc): Promise<Profile | null> {
    if (role === "vendor") {
      const member = await members.find(_id);
      return member && { vendorId: member.vendorId, memberRole: member.memberRole, driverId: null };
    }
    if (role === "driver") {
      const driver = await drivers.findByUser(_id);
      return driver?.isActive ? { ...NOTHING, vendorId: driver.vendorId, driverId: driver._id } : null;
    }
    return NOTHING;
  }

  function actorOfSession(userId: UserId, sessionId: SessionId): Promise<Actor | null> {
    const now = clock.now().getTime();
    const earlier = known.get(sessionId);
    // A clock that was set back must not keep an answer for ever.
    if (earlier && Math.abs(now - earlier.askedAt) < FRESH_MS) return earlier.actor;
    const actor = load(userId, sessionId);
    known.delete(sessionId);
    known.set(sessionId, { userId, actor, askedAt: now });
    // What went wrong once is asked again, not remembered.
    actor.catch(() => known.delete(sessionId));
    if (known.size > MAX_KNOWN) forgetOldest(known);
    return actor;
  }

  return {
    /** What an account acts for; null for who has left his business, and for a driver whose profile is closed. */
    profileOf,

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
