import type { Db } from "mongodb";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { repository } from "../../platform/mongo/repository.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Why people get letters; and how long the link in one is good, and so the letter worth sending. */
export const LINK_LIFE_MS = {
  passwordReset: 30 * MINUTE_MS,
  emailVerification: 2 * DAY_MS,
  invitation: 7 * DAY_MS,
} as const;

/** Why somebody gets a letter; the letter itself, with the link in it, is written when it is sent. */
export type Errand = {
  purpose: keyof typeof LINK_LIFE_MS;
  /** The e-mail address, whether there is an account with it or not. */
  to: string;
};

export type ErrandDoc = Errand & {
  _id: string;
  /** How often it was taken up; who took it up last owns it. */
  attempts: number;
  /** Nobody takes it up before; moved ahead by who takes it up, so that one who dies gives it back. */
  dueAt: Date;
  /** From then on nobody wants the letter any more. */
  expiresAt: Date;
  createdAt: Date;
};

export const mailOutboxCollection: CollectionSpec = {
  name: "mailOutbox",
  indexes: [{ key: { dueAt: 1 } }, { key: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } }],
};

export type OutboxRepo = ReturnType<typeof createOutboxRepo>;

export const createOutboxRepo = repository((db: Db) => {
  const outbox = db.collection<ErrandDoc>(mailOutboxCollection.name);
  const held = ({ _id, attempts }: ErrandDoc) => ({ _id, attempts });
  return {
    async insert(tx: Tx, doc: ErrandDoc): Promise<void> {
      await outbox.insertOne(doc, { session: tx });
    },

    /** Takes up the errand that is due the longest, for this process alone until `dueAgainAt`. */
    take: (now: Date, dueAgainAt: Date): Promise<ErrandDoc | null> =>
      outbox.findOneAndUpdate(
        { dueAt: { $lte: now }, expiresAt: { $gt: now } },
        { $set: { dueAt: dueAgainAt }, $inc: { attempts: 1 } },
        { sort: { dueAt: 1 }, returnDocument: "after" },
      ),

    /** How many letters wait, about. */
    waiting: (): Promise<number> => outbox.estimatedDocumentCount(),

    async remove(errand: ErrandDoc): Promise<void> {
      await outbox.deleteOne(held(errand));
    },

    async postpone(errand: ErrandDoc, dueAt: Date): Promise<void> {
      await outbox.updateOne(held(errand), { $set: { dueAt } });
    },
  };
});
