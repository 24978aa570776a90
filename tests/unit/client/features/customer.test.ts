import { describe, expect, test } from "bun:test";
import { arrivalOf, isUnderway, situationOf } from "../../../../src/client/features/customer/arrival.ts";
import { orderMachine } from "../../../../src/shared/orders/order.machine.ts";
import type { OrderView } from "../../../../src/shared/orders/order.schema.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 2, 4, 12, minute)).toISOString();
const ms = (minute: number) => Date.parse(at(minute));
const eta = (from: number, to: number) => ({
  earliest: at(from),
  latest: at(to),
  approximate: true,
  computedAt: at(0),
});

const order = {
  status: "out_for_delivery",
  eta: eta(10, 18),
  estimatedDeliveryTime: at(18),
  deliveredAt: null,
  cancelledAt: null,
  cancelReason: null,
  updatedAt: at(0),
  vendorName: "MedPharm",
  customerName: "Aino Laine",
  driver: null,
} as unknown as OrderView;

describe("when a parcel arrives", () => {
  test("a range, and late only once all of it has passed", () => {
    expect(arrivalOf(order, undefined, ms(17))).toMatchObject({ kind: "expected", isLate: false });
    expect(arrivalOf(order, undefined, ms(19))).toMatchObject({ kind: "expected", isLate: true });
  });

  test("what is live is newer than what was read", () => {
    expect(arrivalOf(order, eta(20, 25), ms(15))).toMatchObject({ earliest: at(20), latest: at(25) });
  });

  test("a live word that nothing is known takes the old range away", () => {
    expect(arrivalOf(order, null, ms(15))).toEqual({ kind: "estimated", by: at(18) });
  });

  test("an estimate that has passed is no promise any more", () => {
    const waiting = { ...order, status: "accepted" as const, eta: null };
    expect(arrivalOf(waiting, undefined, ms(10))).toEqual({ kind: "estimated", by: at(18) });
    expect(arrivalOf(waiting, undefined, ms(20))).toBeNull();
  });

  test("what is over says when it ended, whatever was expected", () => {
    const delivered = { ...order, status: "delivered" as const, deliveredAt: at(14) };
    expect(arrivalOf(delivered, eta(20, 25), ms(30))).toEqual({ kind: "delivered", at: at(14) });
    const cancelled = {
      ...order,
      status: "cancelled" as const,
      cancelledAt: at(3),
      cancelReason: "By mistake",
    };
    expect(arrivalOf(cancelled, undefined, ms(30))).toEqual({
      kind: "cancelled",
      at: at(3),
      reason: "By mistake",
    });
  });
});

test("every status has a sentence, also without a known driver", () => {
  for (const status of orderMachine.states) expect(situationOf({ ...order, status })).toMatch(/\.$/);
});

test("the driver is on the map from pickup to handover only", () => {
  expect(orderMachine.states.filter(isUnderway)).toEqual(["picked_up", "out_for_delivery"]);
});
