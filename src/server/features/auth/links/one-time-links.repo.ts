import type { Db } from "mongodb";
import type { UserId } from "../../../../shared/ids.ts";
import type { CollectionSpec } from "../../../platform/mongo/collections.ts";
import { repository } from "../../../platform/mongo/repository.ts";
import type { Tx } from "../../../platform/mongo/transactor.port.ts";
import type { Errand } from "../../mail/index.ts";

export type LinkPurpose = Errand["purpose"];

export type OneTimeLinkDoc = {
  _id: string;
  purpose: LinkPurpose;
  userId: UserId;
  /** SHA-256 of the token, which stands in the letter and nowhere else. */
  tokenHash: string;
  expiresAt: Date;
  usedAt: Date | null;
  createdAt: Date;
};

export const oneTimeLinksCollection: CollectionSpec = {
  name: "oneTimeLinks",
  indexes: [
    { key: { tokenHash: 1 }, options: { unique: true } },
    { key: { userId: 1, purpose: 1 } },
    { key: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } },
  ],
};

type Wanted = Pick<OneTimeLinkDoc, "purpose" | "tokenHash">;

export type OneTimeLinksRepo = ReturnType<typeof createOneTimeLinksRepo>;

export const createOneTimeLinksRepo = repository((db: Db) => {
  const links = db.collection<OneTimeLinkDoc>(oneTimeLinksCollection.name);
  const open = (wanted: Wanted, now: Date) => ({ ...wanted, usedAt: null, expiresAt: { $gt: now } });
  return {
    async insert(doc: OneTimeLinkDoc): Promise<void> {
      await links.insertOne(doc);
    },

    findOpen: (wanted: Wanted, now: Date): Promise<OneTimeLinkDoc | null> => links.findOne(open(wanted, now)),

    /** The link, now used; null when it is not there, too old, or somebody was faster. */
    use: (tx: Tx, wanted: Wanted, now: Date): Promise<OneTimeLinkDoc | null> =>
      links.findOneAndUpdate(
        open(wanted, now),
        { $set: { usedAt: now } },
        { session: tx, returnDocument: "after" },
      ),

    /** Makes what is still open worthless. */
    async withdraw(tx: Tx, userId: UserId, purposes: readonly LinkPurpose[]): Promise<void> {
      await links.deleteMany({ userId, purpose: { $in: [...purposes] }, usedAt: null }, { session: tx });
    },
  };
});
