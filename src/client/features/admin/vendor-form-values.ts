import { z } from "zod";
import { Password } from "../../../shared/auth/password.schema.ts";
import { Currency } from "../../../shared/money.ts";
import { PlaceInput } from "../../../shared/orders/place.schema.ts";
import { Email, line, Phone } from "../../../shared/text.ts";
import {
  type CreateVendorInput,
  DEFAULT_PRICING,
  DEFAULT_PROOF_POLICY,
  type Pricing,
  ProofPolicy,
  type UpdateVendorInput,
  type VendorView,
} from "../../../shared/vendors/vendor.schema.ts";
import { centsOf, moneyText } from "./money-text.ts";

const amount = z.string().refine(text => centsOf(text) !== null);

const profile = {
  businessName: line(2, 120),
  email: Email,
  phone: Phone,
  address: PlaceInput,
  pricing: z.object({ currency: Currency, base: amount, perKm: amount, minimum: amount }),
  proofPolicy: ProofPolicy,
};
/** What is known of a business; amounts as they are typed. */
export const VendorForm = z.object(profile);
export type VendorForm = z.infer<typeof VendorForm>;

/** The same for a new one, with the account of its owner. */
export const NewVendorForm = z.object({
  ...profile,
  ownerName: line(2, 120),
  ownerEmail: Email,
  password: Password,
});
export type NewVendorForm = z.infer<typeof NewVendorForm>;

const WORDS: Record<string, string> = {
  businessName: "Type the name as it stands on the door",
  email: "Type a whole e-mail address",
  phone: "Type a telephone number such as +358 40 123 4567",
  "address.address": "Type the address and choose it from the list",
  "pricing.base": "An amount such as 3.00",
  "pricing.perKm": "An amount such as 2.50",
  "pricing.minimum": "An amount such as 5.00",
  ownerName: "Type the owner's first and last name",
  ownerEmail: "Type the address that the owner signs in with",
  password: "At least 10 characters; the owner can change it",
};

export const vendorWords = (path: readonly PropertyKey[] = []): string | undefined =>
  WORDS[path.map(String).join(".")];

const pricingText = ({ currency, baseCents, perKmCents, minimumCents }: Pricing): VendorForm["pricing"] => ({
  currency,
  base: moneyText(baseCents),
  perKm: moneyText(perKmCents),
  minimum: moneyText(minimumCents),
});

const pricingOf = ({ currency, base, perKm, minimum }: VendorForm["pricing"]): Pricing => ({
  currency,
  baseCents: centsOf(base) ?? 0,
  perKmCents: centsOf(perKm) ?? 0,
  minimumCents: centsOf(minimum) ?? 0,
});

export const vendorFormOf = (vendor: VendorView): VendorForm => ({
  businessName: vendor.businessName,
  email: vendor.email,
  phone: vendor.phone ?? "",
  address: vendor.address,
  pricing: pricingText(vendor.pricing),
  proofPolicy: vendor.proofPolicy,
});

export const emptyVendorForm = (): NewVendorForm => ({
  businessName: "",
  email: "",
  phone: "",
  address: { address: "" },
  pricing: pricingText(DEFAULT_PRICING),
  proofPolicy: DEFAULT_PROOF_POLICY,
  ownerName: "",
  ownerEmail: "",
  password: "",
});

export const toNewVendor = ({ pricing, ...rest }: NewVendorForm): CreateVendorInput => ({
  ...rest,
  pricing: pricingOf(pricing),
});

/** Only what differs; an address that stayed is not looked up again. Null when nothing does. */
export function vendorChanges(vendor: VendorView, values: VendorForm): UpdateVendorInput | null {
  const before = vendorFormOf(vendor);
  const changes: Omit<UpdateVendorInput, "vendorId"> = {};
  if (values.businessName !== before.businessName) changes.businessName = values.businessName;
  if (values.email !== before.email) changes.email = values.email;
  if (values.phone !== before.phone) changes.phone = values.phone;
  if (!isSame(values.address, before.address, ["address", "latitude", "longitude"]))
    changes.address = values.address;
  const pricing = pricingOf(values.pricing);
  if (!isSame(pricing, vendor.pricing, ["currency", "baseCents", "perKmCents", "minimumCents"]))
    changes.pricing = pricing;
  if (!isSame(values.proofPolicy, before.proofPolicy, ["photo", "signature"]))
    changes.proofPolicy = values.proofPolicy;
  return Object.keys(changes).length > 0 ? { vendorId: vendor.id, ...changes } : null;
}

const isSame = <Value extends object>(one: Value, other: Value, fields: readonly (keyof Value)[]) =>
  fields.every(field => one[field] === other[field]);
