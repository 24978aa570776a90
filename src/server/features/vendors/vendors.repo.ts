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
import { changeableVendors, visibleVendors } from "./vendors.policy.ts";

export type VendorDoc = {
  _id: VendorId;
  /** The account that acts for it. */
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

export type VendorsRepo = ReturnType<typeof createVendorsRepo>;

export const createVendorsRepo = repository((db: Db) => {
  const vendors = db.collection<VendorDoc>(vendorsCollection.name);
  return {
    async insert(tx: Tx, doc: VendorDoc): Promise<void> {
      await vendors.insertOne(doc, { session: tx });
    },

    findById: (vendorId: VendorId, tx?: Tx): Promise<VendorDoc | null> =>
      vendors.findOne({ _id: vendorId }, { session: tx }),

    /** The business, if the actor may see it. */
    findFor: (actor: Actor, vendorId: VendorId, tx?: Tx): Promise<VendorDoc | null> =>
      vendors.findOne({ $and: [{ _id: vendorId }, visibleVendors(actor)] }, { session: tx }),

    /** The business that an account acts for. */
    findByUser: (userId: UserId): Promise<VendorDoc | null> => vendors.findOne({ userId }),

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
