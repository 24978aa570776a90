import { describe, expect, test } from "bun:test";
import { deliveryFeeCents } from "../../../src/shared/orders/pricing.ts";
import { DEFAULT_PRICING } from "../../../src/shared/vendors/vendor.schema.ts";

const pricing = { currency: "EUR", baseCents: 300, perKmCents: 250, minimumCents: 500 } as const;

describe("the fee of a delivery", () => {
  test("is the base and so much for each kilometre", () => {
    expect(deliveryFeeCents(pricing, 4)).toBe(1_300);
  });
  test("is never below the minimum", () => {
    expect(deliveryFeeCents(pricing, 0.1)).toBe(500);
  });
  test("is a whole number of cents", () => {
    expect(deliveryFeeCents(pricing, 1.2345)).toBe(609);
  });
  test("costs 2.50 per kilometre unless the vendor says otherwise", () => {
    expect(DEFAULT_PRICING.perKmCents).toBe(250);
  });
});
