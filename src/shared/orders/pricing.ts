import type { Pricing } from "../vendors/vendor.schema.ts";

/** Fee of a delivery in cents: base plus distance, never below the vendor's minimum. */
export const deliveryFeeCents = (pricing: Pricing, distanceKm: number): number =>
  Math.max(pricing.minimumCents, Math.round(pricing.baseCents + pricing.perKmCents * distanceKm));
