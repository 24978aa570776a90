import { z } from "zod";
import { Password } from "../auth/password.schema.ts";
import { CHANGES_NOTHING, changesSomething } from "../changes.ts";
import { type UserId, VendorId } from "../ids.ts";
import { Cents, Currency } from "../money.ts";
import { type Place, PlaceInput } from "../orders/place.schema.ts";
import { page } from "../pagination.ts";
import { Email, line, Phone } from "../text.ts";

/** fee = max(minimumCents, baseCents + perKmCents x distance in km), rounded to the cent. */
export const Pricing = z.strictObject({
  currency: Currency,
  baseCents: Cents,
  perKmCents: Cents,
  minimumCents: Cents,
});
export type Pricing = z.infer<typeof Pricing>;

export const DEFAULT_PRICING: Pricing = {
  currency: "EUR",
  baseCents: 300,
  perKmCents: 250,
  minimumCents: 500,
};

/** What must be shown before an order of this vendor counts as delivered. */
export const ProofPolicy = z.strictObject({ photo: z.boolean(), signature: z.boolean() });
export type ProofPolicy = z.infer<typeof ProofPolicy>;

export const DEFAULT_PROOF_POLICY: ProofPolicy = { photo: true, signature: true };

const profile = {
  businessName: line(2, 120),
  email: Email,
  phone: Phone,
  address: PlaceInput,
};

/** An administrator opens an account for a business; `ownerEmail` and `password` sign its owner in. Active at once. */
export const CreateVendorInput = z.strictObject({
  ...profile,
  ownerName: line(2, 120),
  ownerEmail: Email,
  password: Password,
  pricing: Pricing.default(DEFAULT_PRICING),
  proofPolicy: ProofPolicy.default(DEFAULT_PROOF_POLICY),
});
export type CreateVendorInput = z.infer<typeof CreateVendorInput>;

export const UpdateVendorInput = z
  .strictObject({
    vendorId: VendorId,
    businessName: profile.businessName.optional(),
    email: profile.email.optional(),
    phone: profile.phone.optional(),
    address: PlaceInput.optional(),
    pricing: Pricing.optional(),
    proofPolicy: ProofPolicy.optional(),
  })
  .refine(changesSomething("vendorId"), CHANGES_NOTHING);
export type UpdateVendorInput = z.infer<typeof UpdateVendorInput>;

export const ListVendorsInput = z.strictObject({
  ...page,
  isActive: z.boolean().optional(),
  query: line(1, 80).optional(),
});
export type ListVendorsInput = z.infer<typeof ListVendorsInput>;

export const VendorIdInput = z.strictObject({ vendorId: VendorId });
export const SetVendorActiveInput = z.strictObject({ vendorId: VendorId, isActive: z.boolean() });
export type SetVendorActiveInput = z.infer<typeof SetVendorActiveInput>;

/** What a customer who chooses a sender may know. */
export type VendorCard = {
  id: VendorId;
  businessName: string;
  phone: string | null;
  address: Place;
  isActive: boolean;
  pricing: Pricing;
};

export type VendorAbility = "update" | "setActive" | "manageMembers" | "addDriver" | "createOrder";

/** What the vendor and the administrator see. */
export type VendorView = VendorCard & {
  userId: UserId;
  email: string;
  proofPolicy: ProofPolicy;
  /** True until an administrator has approved the business for the first time. */
  isWaiting: boolean;
  createdAt: string;
  can: VendorAbility[];
};
