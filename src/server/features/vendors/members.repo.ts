import type { Db } from "mongodb";
import type { UserId, VendorId } from "../../../shared/ids.ts";
import type { Page } from "../../../shared/pagination.ts";
import type { MemberRole } from "../../../shared/vendors/member.schema.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { after, readPage } from "../../platform/mongo/cursor.ts";
import { repository } from "../../platform/mongo/repository.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";

export type MemberDoc = {
  /** The account: one acts for one business at most. */
  _id: UserId;
  vendorId: VendorId;
  memberRole: MemberRole;
  /** When the last letter was asked for; null for who never needed one. */
  invitedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

export const membersCollection: CollectionSpec = {
  name: "vendorMembers",
  indexes: [{ key: { vendorId: 1, createdAt: -1, _id: -1 } }],
};

export type MembersRepo = ReturnType<typeof createMembersRepo>;

/** Who acts for which business. Whether the actor may see or change that business is asked of the business first. */
export const createMembersRepo = repository((db: Db) => {
  const members = db.collection<MemberDoc>(membersCollection.name);
  return {
    async insert(tx: Tx, doc: MemberDoc): Promise<void> {
      await members.insertOne(doc, { session: tx });
    },

    /** Makes him a member unless he is one. */
    async adopt({ _id, ...doc }: MemberDoc): Promise<void> {
      await members.updateOne({ _id }, { $setOnInsert: doc }, { upsert: true });
    },

    /** What an account is, in whichever business. */
    find: (userId: UserId, tx?: Tx): Promise<MemberDoc | null> =>
      members.findOne({ _id: userId }, { session: tx }),

    /** What accounts are; nothing of those that are no members. */
    membershipsOf: async (
      userIds: readonly UserId[],
    ): Promise<Pick<MemberDoc, "_id" | "vendorId" | "memberRole">[]> =>
      userIds.length === 0
        ? []
        : members
            .find({ _id: { $in: [...userIds] } }, { projection: { vendorId: 1, memberRole: 1 } })
            .toArray(),

    /** The member, if he is one of this business. */
    findIn: (vendorId: VendorId, userId: UserId, tx?: Tx): Promise<MemberDoc | null> =>
      members.findOne({ _id: userId, vendorId }, { session: tx }),

    ownersOf: (vendorId: VendorId, tx?: Tx): Promise<MemberDoc[]> =>
      members.find({ vendorId, memberRole: "owner" }, { session: tx }).toArray(),

    /** The member afterwards, or null when the business has no such member. */
    update: (
      tx: Tx,
      { _id, vendorId }: Pick<MemberDoc, "_id" | "vendorId">,
      change: Partial<Pick<MemberDoc, "memberRole" | "invitedAt">>,
      now: Date,
    ): Promise<MemberDoc | null> =>
      members.findOneAndUpdate(
        { _id, vendorId },
        { $set: { ...change, updatedAt: now } },
        { session: tx, returnDocument: "after" },
      ),

    async remove(tx: Tx, { _id, vendorId }: Pick<MemberDoc, "_id" | "vendorId">): Promise<void> {
      await members.deleteOne({ _id, vendorId }, { session: tx });
    },

    list: (
      vendorId: VendorId,
      { cursor, limit }: { cursor?: string; limit: number },
    ): Promise<Page<MemberDoc>> =>
      readPage(members.find({ $and: [{ vendorId }, after<MemberDoc>(cursor)] }), limit),
  };
});
