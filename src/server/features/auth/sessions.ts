import { DomainError } from "../../../shared/errors.ts";
import { SessionId, type UserId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import type { RefreshTokens } from "../../platform/tokens/refresh-tokens.port.ts";
import type { RequestFacts } from "./request-facts.ts";
import type { SessionDoc, SessionsRepo } from "./sessions.repo.ts";

/** A session and the refresh token that continues it. */
export type OpenSession = { session: SessionDoc; refreshToken: string };

type Device = Pick<RequestFacts, "requestId" | "ip" | "userAgent">;

const DAY_MS = 86_400_000;
/** Signed out after a month without use, and after a quarter of a year in any case. */
const IDLE_MS = 30 * DAY_MS;
const LONGEST_MS = 90 * DAY_MS;

/**
 * For so long after a rotation the previous token still gets the same successor: two tabs refresh at once, or an
 * answer was lost on the way.
 */
const GRACE_MS = 10_000;

const SEED_BYTES = 32;

type Deps = {
  repo: SessionsRepo;
  refreshTokens: RefreshTokens;
  clock: Clock;
  ids: Ids;
  /** Somebody used a token that was exchanged before: it may have been stolen. */
  onReuse: (session: SessionDoc, device: Device) => Promise<void>;
};

export type Sessions = ReturnType<typeof createSessions>;

/** Sign-ins with refresh tokens that are exchanged at each use (RFC 9700, section 4.14.2). */
export function createSessions({ repo, refreshTokens, clock, ids, onReuse }: Deps) {
  const tokenOf = (session: Pick<SessionDoc, "_id" | "seed" | "generation" | "keyId">) => {
    const { _id: sessionId, seed, generation, keyId } = session;
    const token = refreshTokens.derive({ sessionId, seed, generation, keyId });
    if (!token) throw new DomainError("SESSION_EXPIRED");
    return token;
  };

  /** The session that a token belongs to, whether it is the valid one or an old one. */
  async function sessionOf(token: string): Promise<SessionDoc | null> {
    const sessionId = refreshTokens.sessionOf(token);
    const session = sessionId && (await repo.find(sessionId));
    if (!session || session.expiresAt <= clock.now()) return null;
    return refreshTokens.isGenuine(token, session.seed) ? session : null;
  }

  async function rotate(session: SessionDoc, { ip, userAgent }: Device): Promise<OpenSession | null> {
    const now = clock.now();
    const next = { ...session, generation: session.generation + 1, keyId: refreshTokens.newestKeyId };
    const refreshToken = tokenOf(next);
    const rotation = {
      generation: next.generation,
      keyId: next.keyId,
      tokenHash: refreshTokens.fingerprint(refreshToken),
      previousHash: session.tokenHash,
      rotatedAt: now,
      expiresAt: expiry(session.createdAt, now),
      userAgent,
      ip,
      updatedAt: now,
    };
    const won = await repo.rotate(session, rotation);
    return won ? { session: { ...session, ...rotation }, refreshToken } : null;
  }

  /** A clock that was set back must not keep an exchanged token alive. */
  const isInGrace = ({ rotatedAt }: SessionDoc) =>
    rotatedAt !== null && Math.abs(clock.now().getTime() - rotatedAt.getTime()) <= GRACE_MS;

  return {
    /** Begins a session in the caller's transaction. */
    async open(tx: Tx, userId: UserId, { ip, userAgent }: Device): Promise<OpenSession> {
      const now = clock.now();
      const facts = {
        _id: SessionId.parse(ids.uuid()),
        seed: ids.token(SEED_BYTES),
        generation: 0,
        keyId: refreshTokens.newestKeyId,
      };
      const refreshToken = tokenOf(facts);
      const session: SessionDoc = {
        ...facts,
        userId,
        tokenHash: refreshTokens.fingerprint(refreshToken),
        previousHash: null,
        rotatedAt: null,
        expiresAt: expiry(now, now),
        userAgent,
        ip,
        createdAt: now,
        updatedAt: now,
      };
      await repo.insert(tx, session);
      return { session, refreshToken };
    },

    /**
     * Exchanges a refresh token. The valid one gets a new one, the one just before it the same new one for ten
     * seconds; any older one ends the session for everybody who holds a token of it. Errors: SESSION_EXPIRED.
     */
    async refresh(token: string, device: Device): Promise<OpenSession> {
      const session = await sessionOf(token);
      if (!session) throw new DomainError("SESSION_EXPIRED");
      const hash = refreshTokens.fingerprint(token);
      const isValid = session.tokenHash === hash;
      const rotated = isValid ? await rotate(session, device) : null;
      if (rotated) return rotated;
      // Another request may have been faster with the same token: look again.
      const current = isValid ? await repo.find(session._id) : session;
      if (!current) throw new DomainError("SESSION_EXPIRED");
      if (current.previousHash === hash && isInGrace(current)) {
        return { session: current, refreshToken: tokenOf(current) };
      }
      if (await repo.end(current.userId, current._id)) await onReuse(current, device);
      throw new DomainError("SESSION_EXPIRED");
    },

    /** Ends the session that a token belongs to; whose it was, or null when there is none. */
    async close(token: string): Promise<UserId | null> {
      const session = await sessionOf(token);
      if (!session) return null;
      await repo.end(session.userId, session._id);
      return session.userId;
    },
  };
}

const expiry = (openedAt: Date, now: Date): Date =>
  new Date(Math.min(now.getTime() + IDLE_MS, openedAt.getTime() + LONGEST_MS));
