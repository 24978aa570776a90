import type { Actor } from "../../../shared/auth/actor.ts";
import { DomainError } from "../../../shared/errors.ts";
import type { VendorId } from "../../../shared/ids.ts";
import type { RouteInput, RouteResult } from "../../../shared/maps/maps.schema.ts";
import type { Quote, QuoteInput } from "../../../shared/orders/order.schema.ts";
import type { Place, PlaceInput } from "../../../shared/orders/place.schema.ts";
import { deliveryFeeCents } from "../../../shared/orders/pricing.ts";
import type { Asking } from "../../platform/maps/maps.port.ts";
import type { VendorDoc, VendorsRepo } from "../vendors/index.ts";
import { toPlace } from "./orders.view.ts";

export type QuoteDeps = {
  vendors: VendorsRepo;
  maps: {
    resolvePlace(place: PlaceInput, asking: Asking): Promise<Place>;
    route(input: RouteInput, asking: Asking): Promise<RouteResult>;
  };
};

/** Prices deliveries. */
export function createQuotes({ vendors, maps }: QuoteDeps) {
  async function vendorOf(vendorId: VendorId): Promise<VendorDoc> {
    const vendor = await vendors.findById(vendorId);
    if (!vendor) throw new DomainError("VENDOR_NOT_FOUND");
    return vendor;
  }

  return {
    vendorOf,

    /** The vendor from whom this actor may order. A vendor that is not active is unknown to customers. */
    async vendorFor(actor: Actor, vendorId: VendorId): Promise<VendorDoc> {
      if (actor.role === "vendor" && actor.vendorId !== vendorId) throw new DomainError("VENDOR_NOT_FOUND");
      const vendor = await vendorOf(vendorId);
      if (vendor.isActive) return vendor;
      throw new DomainError(actor.role === "user" ? "VENDOR_NOT_FOUND" : "VENDOR_NOT_APPROVED");
    },

    async price(
      vendor: VendorDoc,
      { pickup, delivery, vehicleType = "car" }: Pick<QuoteInput, "pickup" | "delivery" | "vehicleType">,
      onBilled?: Asking["onBilled"],
    ): Promise<Quote> {
      const asking: Asking = { purpose: "quote", onBilled };
      const [from, to] = await Promise.all([
        pickup ? maps.resolvePlace(pickup, asking) : toPlace(vendor),
        maps.resolvePlace(delivery, asking),
      ]);
      const ends = { origin: pointOf(from), destination: pointOf(to) };
      const route = await maps.route({ ...ends, vehicleType }, asking);
      return {
        pickup: from,
        delivery: to,
        distanceKm: route.distanceKm,
        durationMinutes: route.durationMinutes,
        feeCents: deliveryFeeCents(vendor.pricing, route.distanceKm),
        currency: vendor.pricing.currency,
        approximate: route.approximate,
      };
    },
  };
}

const pointOf = ({ latitude, longitude }: Place) => ({ latitude, longitude });
