import type { Db, Filter } from "mongodb";
import type { Actor } from "../../../shared/auth/actor.ts";
import type { GeoJsonPoint } from "../../../shared/geo.ts";
import type { UserId, VendorId } from "../../../shared/ids.ts";
import type { Page } from "../../../shared/pagination.ts";
import type { Pricing, ProofPolicy } from "../../../shared/vendors/vendor.schema.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { after, readPage } from "../../platform/mongo/cursor.ts";
import { given } from "../../platform/mongo/given.ts";
import { repository } from "../../platform/mongo/repository.ts";
import { contains } from "../../platform/mongo/search.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import { type MemberDoc, type MembersRepo, membersCollection } from "./members.repo.ts";
import { changeableVendors, visibleVendors } from "./vendors.policy.ts";

export type VendorDoc = {
  _id: VendorId;
  /** The account that it was opened with; who acts for it now are its members. */
  userId: UserId;
  businessName: string;
  email: string;
  phone: string | null;
  address: string;
  location: GeoJsonPoint;
  /** False until an administrator has approved it, and while it is paused. */
  isActive: boolean;
  /** Null while it waits for its first approval. */
  approvedAt: Date | null;
  pricing: Pricing;
  proofPolicy: ProofPolicy;
  /** Grows with each change of its members, so that two at once cannot both go by what was before. */
  teamRevision?: number;
  createdAt: Date;
  updatedAt: Date;
};

export type VendorChange = Partial<
  Pick<
    VendorDoc,
    | "businessName"
    | "email"
    | "phone"
    | "address"
    | "location"
    | "pricing"
    | "proofPolicy"
    | "isActive"
    | "approvedAt"
  >
>;

export const vendorsCollection: CollectionSpec = {
  name: "vendors",
  indexes: [
    { key: { userId: 1 }, options: { unique: true } },
    { key: { location: "2dsphere" } },
    { key: { isActive: 1, createdAt: -1 } },
    { key: { createdAt: -1, _id: -1 } },
  ],
};

/** Who opened a business, as its first owner. */
const founderOf = ({ _id, userId, createdAt, updatedAt }: VendorDoc): MemberDoc => ({
  _id: userId,
  vendorId: _id,
  memberRole: "owner",
  invitedAt: null,
  createdAt,
  updatedAt,
});

export type VendorsRepo = ReturnType<typeof createVendorsRepo>;

export const createVendorsRepo = repository((db: Db, members: MembersRepo) => {
  const vendors = db.collection<VendorDoc>(vendorsCollection.name);
  return {
    /** A business, and who opened it as its first owner. */
    async insert(tx: Tx, doc: VendorDoc): Promise<void> {
      await vendors.insertOne(doc, { session: tx });
      await members.insert(tx, founderOf(doc));
    },

    /** Makes owners of the founders of businesses from before there were members. Safe to run twice, and at once. */
    async adoptFounders(): Promise<void> {
      const orphans = vendors.aggregate<VendorDoc>([
        {
          $lookup: {
            from: membersCollection.name,
            localField: "_id",
            foreignField: "vendorId",
            as: "members",
          },
        },
        { $match: { members: [] } },
      ]);
      for await (const orphan of orphans) await members.adopt(founderOf(orphan));
    },

    findById: (vendorId: VendorId, tx?: Tx): Promise<VendorDoc | null> =>
      vendors.findOne({ _id: vendorId }, { session: tx }),

    /** The business, if the actor may see it. */
    findFor: (actor: Actor, vendorId: VendorId, tx?: Tx): Promise<VendorDoc | null> =>
      vendors.findOne({ $and: [{ _id: vendorId }, visibleVendors(actor)] }, { session: tx }),

    /**
     * The business, if the actor may change it. Writes to it, so that of two who change its members at once the later
     * one starts again with what the first has left.
     */
    holdTeam: (tx: Tx, actor: Actor, vendorId: VendorId): Promise<VendorDoc | null> =>
      vendors.findOneAndUpdate(
        { $and: [{ _id: vendorId }, changeableVendors(actor)] },
        { $inc: { teamRevision: 1 } },
        { session: tx, returnDocument: "after" },
      ),

    /** The business afterwards, or null when there is none that the actor may change. */
    update: (
      tx: Tx,
      actor: Actor,
      vendorId: VendorId,
      change: VendorChange,
      now: Date,
    ): Promise<VendorDoc | null> =>
      vendors.findOneAndUpdate(
        { $and: [{ _id: vendorId }, changeableVendors(actor)] },
        { $set: given({ ...change, updatedAt: now }) },
        { session: tx, returnDocument: "after" },
      ),

    async list(
      actor: Actor,
      filter: { isActive?: boolean; query?: string; cursor?: string; limit: number },
    ): Promise<Page<VendorDoc>> {
      const wanted: Filter<VendorDoc> = {};
      if (filter.isActive !== undefined) wanted.isActive = filter.isActive;
      if (filter.query) {
        const text = contains(filter.query);
        wanted.$or = [{ businessName: text }, { address: text }];
      }
      const matching = [visibleVendors(actor), wanted, after<VendorDoc>(filter.cursor)];
      return readPage(vendors.find({ $and: matching }), filter.limit);
    },
  };
});
