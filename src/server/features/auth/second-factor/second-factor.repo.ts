import { type Db, MongoServerError } from "mongodb";
import type { UserId } from "../../../../shared/ids.ts";
import type { CollectionSpec } from "../../../platform/mongo/collections.ts";
import { repository } from "../../../platform/mongo/repository.ts";
import type { Tx } from "../../../platform/mongo/transactor.port.ts";

export type SecondFactorDoc = {
  _id: UserId;
  /** The secret of the authenticator application, sealed for this account. */
  sealedSecret: string;
  /** Null until a code has shown that the application has the secret. */
  confirmedAt: Date | null;
  /** The newest step whose code was used: neither it nor an older one opens anything again. */
  lastStep: number;
  /** SHA-256 of the recovery codes that were not used. */
  recoveryHashes: string[];
  createdAt: Date;
};

export const secondFactorsCollection: CollectionSpec = { name: "secondFactors", indexes: [] };

const DUPLICATE_KEY = 11_000;

export type SecondFactorsRepo = ReturnType<typeof createSecondFactorsRepo>;

export const createSecondFactorsRepo = repository((db: Db) => {
  const factors = db.collection<SecondFactorDoc>(secondFactorsCollection.name);
  const confirmed = (userId: UserId) => ({ _id: userId, confirmedAt: { $ne: null } });
  return {
    find: (userId: UserId): Promise<SecondFactorDoc | null> => factors.findOne({ _id: userId }),

    findConfirmed: (userId: UserId): Promise<SecondFactorDoc | null> => factors.findOne(confirmed(userId)),

    /** In the place of one that was never confirmed; false when a confirmed one stands there. */
    async begin(doc: SecondFactorDoc): Promise<boolean> {
      try {
        await factors.replaceOne({ _id: doc._id, confirmedAt: null }, doc, { upsert: true });
        return true;
      } catch (error) {
        if (error instanceof MongoServerError && error.code === DUPLICATE_KEY) return false;
        throw error;
      }
    },

    /** False when the secret is not the one that was begun with, or is confirmed already. */
    async confirm(
      tx: Tx,
      seen: SecondFactorDoc,
      change: Pick<SecondFactorDoc, "lastStep" | "recoveryHashes"> & { confirmedAt: Date },
    ): Promise<boolean> {
      const { matchedCount } = await factors.updateOne(
        { _id: seen._id, sealedSecret: seen.sealedSecret, confirmedAt: null },
        { $set: change },
        { session: tx },
      );
      return matchedCount === 1;
    },

    /** Uses up a step; false when it, or a later one, was used before. Seals anew with `sealedSecret`. */
    async spendStep(userId: UserId, lastStep: number, sealedSecret: string): Promise<boolean> {
      const { matchedCount } = await factors.updateOne(
        { ...confirmed(userId), lastStep: { $lt: lastStep } },
        { $set: { lastStep, sealedSecret } },
      );
      return matchedCount === 1;
    },

    /** Uses up a recovery code; false when it is none of those that are left. */
    async spendRecoveryCode(userId: UserId, hash: string): Promise<boolean> {
      const { matchedCount } = await factors.updateOne(
        { ...confirmed(userId), recoveryHashes: hash },
        { $pull: { recoveryHashes: hash } },
      );
      return matchedCount === 1;
    },

    async remove(tx: Tx, userId: UserId): Promise<void> {
      await factors.deleteOne({ _id: userId }, { session: tx });
    },
  };
});
