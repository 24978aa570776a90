import type { Db } from "mongodb";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { repository } from "../../platform/mongo/repository.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";

type AnswerDoc = {
  /** Account and key: one account's keys say nothing to another's. */
  _id: string;
  /** SHA-256 of procedure and input. */
  request: string;
  answer: unknown;
  createdAt: Date;
};

const KEPT_SECONDS = 86_400;

export const idempotencyCollection: CollectionSpec = {
  name: "idempotency",
  indexes: [{ key: { createdAt: 1 }, options: { expireAfterSeconds: KEPT_SECONDS } }],
};

export type IdempotencyRepo = ReturnType<typeof createIdempotencyRepo>;

export const createIdempotencyRepo = repository((db: Db) => {
  const answers = db.collection<AnswerDoc>(idempotencyCollection.name);
  return {
    find: (id: string, tx?: Tx): Promise<AnswerDoc | null> => answers.findOne({ _id: id }, { session: tx }),
    /** A second request with the same key conflicts here, runs again and then finds the answer of the first. */
    async save(tx: Tx, doc: AnswerDoc): Promise<void> {
      await answers.insertOne(doc, { session: tx });
    },
  };
});
