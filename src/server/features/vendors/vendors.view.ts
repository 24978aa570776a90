import type { Actor } from "../../../shared/auth/actor.ts";
import { fromGeoJson } from "../../../shared/geo.ts";
import type { VendorCard, VendorView } from "../../../shared/vendors/vendor.schema.ts";
import { seesInside, vendorAbilities } from "./vendors.policy.ts";
import type { VendorDoc } from "./vendors.repo.ts";

const toVendorCard = (doc: VendorDoc): VendorCard => ({
  id: doc._id,
  businessName: doc.businessName,
  phone: doc.phone,
  address: { address: doc.address, ...fromGeoJson(doc.location) },
  isActive: doc.isActive,
  pricing: doc.pricing,
});

export const toVendorView =
  (actor: Actor) =>
  (doc: VendorDoc): VendorView => ({
    ...toVendorCard(doc),
    userId: doc.userId,
    email: doc.email,
    proofPolicy: doc.proofPolicy,
    isWaiting: doc.approvedAt === null,
    createdAt: doc.createdAt.toISOString(),
    can: vendorAbilities(actor, doc),
  });

/** The whole business for the vendor and the administrator, its card for everybody else. */
export const toWhatSees =
  (actor: Actor) =>
  (doc: VendorDoc): VendorCard | VendorView =>
    seesInside(actor) ? toVendorView(actor)(doc) : toVendorCard(doc);
