import type { Db } from "mongodb";
import type { SessionId, UserId } from "../../../shared/ids.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { repository } from "../../platform/mongo/repository.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";

/** One sign-in on one device: a family of refresh tokens of which one is valid at a time. */
export type SessionDoc = {
  _id: SessionId;
  userId: UserId;
  /** From this, the generation and a key of the server the refresh token is derived; it is stored nowhere. */
  seed: string;
  generation: number;
  keyId: string;
  /** SHA-256 of the one valid refresh token. */
  tokenHash: string;
  /** SHA-256 of the token before it, and when it was exchanged. */
  previousHash: string | null;
  rotatedAt: Date | null;
  expiresAt: Date;
  userAgent: string | null;
  ip: string;
  createdAt: Date;
  updatedAt: Date;
};

/** What a rotation changes. */
export type Rotation = Pick<
  SessionDoc,
  | "generation"
  | "keyId"
  | "tokenHash"
  | "previousHash"
  | "rotatedAt"
  | "expiresAt"
  | "userAgent"
  | "ip"
  | "updatedAt"
>;

export const sessionsCollection: CollectionSpec = {
  name: "sessions",
  indexes: [
    { key: { tokenHash: 1 }, options: { unique: true } },
    { key: { userId: 1, updatedAt: -1 } },
    { key: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } },
  ],
};

const MAX_LISTED = 100;

export type SessionsRepo = ReturnType<typeof createSessionsRepo>;

export const createSessionsRepo = repository((db: Db) => {
  const sessions = db.collection<SessionDoc>(sessionsCollection.name);
  return {
    async insert(tx: Tx, doc: SessionDoc): Promise<void> {
      await sessions.insertOne(doc, { session: tx });
    },

    /**
     * The session as the primary has it now. A majority read may be a moment behind a rotation that another request
     * has just made, and its loser would be taken for a thief.
     */
    find: (sessionId: SessionId): Promise<SessionDoc | null> =>
      sessions.findOne({ _id: sessionId }, { readConcern: { level: "local" } }),

    /** Whose many sessions are, and until when; as the primary has it now. */
    holdersOf: (
      sessionIds: readonly SessionId[],
    ): Promise<Pick<SessionDoc, "_id" | "userId" | "expiresAt">[]> =>
      sessions
        .find(
          { _id: { $in: [...sessionIds] } },
          { readConcern: { level: "local" }, projection: { userId: 1, expiresAt: 1 } },
        )
        .toArray(),

    /** Exchanges the token, if it still is the valid one; false when another request was faster. */
    async rotate(seen: Pick<SessionDoc, "_id" | "tokenHash">, rotation: Rotation): Promise<boolean> {
      const { matchedCount } = await sessions.updateOne(
        { _id: seen._id, tokenHash: seen.tokenHash },
        { $set: rotation },
      );
      return matchedCount === 1;
    },

    /** Live sessions of an account, the last used first. */
    ofUser: (userId: UserId, now: Date): Promise<SessionDoc[]> =>
      sessions
        .find({ userId, expiresAt: { $gt: now } })
        .sort({ updatedAt: -1 })
        .limit(MAX_LISTED)
        .toArray(),

    /** Ends a session of this account; false when it has none with this id. */
    async end(userId: UserId, sessionId: SessionId): Promise<boolean> {
      const { deletedCount } = await sessions.deleteOne({ _id: sessionId, userId });
      return deletedCount === 1;
    },

    /** Ends every session of the account. */
    async endAll(tx: Tx, userId: UserId): Promise<void> {
      await sessions.deleteMany({ userId }, { session: tx });
    },

    /** Ends every session of the account but this one. */
    async endOthers(tx: Tx, userId: UserId, kept: SessionId): Promise<void> {
      await sessions.deleteMany({ userId, _id: { $ne: kept } }, { session: tx });
    },
  };
});
