import { toGeoJson } from "../../../shared/geo.ts";
import { type UserId, VendorId } from "../../../shared/ids.ts";
import type { Place } from "../../../shared/orders/place.schema.ts";
import type { Pricing, ProofPolicy } from "../../../shared/vendors/vendor.schema.ts";
import type { VendorDoc } from "./vendors.repo.ts";

type Details = {
  id: string;
  userId: UserId;
  businessName: string;
  email: string;
  phone: string | null;
  place: Place;
  pricing: Pricing;
  proofPolicy: ProofPolicy;
  /** False for a business that signed up by itself: an administrator approves it first. */
  isApproved: boolean;
  now: Date;
};

/** A business ready to be inserted. */
export function newVendor({ id, place, isApproved, now, ...profile }: Details): VendorDoc {
  return {
    _id: VendorId.parse(id),
    ...profile,
    ...toStoredPlace(place),
    isActive: isApproved,
    approvedAt: isApproved ? now : null,
    createdAt: now,
    updatedAt: now,
  };
}

export const toStoredPlace = ({ address, ...point }: Place): Pick<VendorDoc, "address" | "location"> => ({
  address,
  location: toGeoJson(point),
});
