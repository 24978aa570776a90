import { describe, expect, test } from "bun:test";
import { arrivalOf, isUnderway, situationOf } from "../../../../src/client/features/customer/arrival.ts";
import { etaNote } from "../../../../src/client/features/orders/eta-time.tsx";
import { arrivingAloud, arrivingWords, isTimed } from "../../../../src/client/features/orders/lateness.ts";
import { newestEta } from "../../../../src/client/features/orders/newest-eta.ts";
import { orderMachine } from "../../../../src/shared/orders/order.machine.ts";
import type { Eta, LiveEta, OrderView } from "../../../../src/shared/orders/order.schema.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 2, 4, 12, minute)).toISOString();
const ms = (minute: number) => Date.parse(at(minute));
const eta = (from: number, to: number, madeAt = 0): LiveEta => ({
  state: "on_the_way",
  nextStop: "delivery",
  stopsBefore: 0,
  earliest: at(from),
  latest: at(to),
  pickup: null,
  approximate: true,
  computedAt: at(madeAt),
});
const now = (minute: number) => ({ nowMs: ms(minute), asOf: null });
const cutOff = (minute: number, heardAt: number) => ({ nowMs: ms(minute), asOf: ms(heardAt) });
const stale: Eta = { state: "stale", reason: "driver_silent", since: at(3), computedAt: at(6) };

const order = {
  status: "out_for_delivery",
  eta: eta(10, 18),
  estimatedDeliveryTime: at(18),
  promisedAt: at(18),
  deliveredAt: null,
  cancelledAt: null,
  cancelReason: null,
  updatedAt: at(0),
  vendorName: "MedPharm",
  customerName: "Aino Laine",
  driver: null,
} as unknown as OrderView;

describe("when a parcel arrives", () => {
  test("a range, late by what was told and not by the newest estimate of itself", () => {
    const verdict = (known: LiveEta, minute: number) => arrivalOf(order, known, now(minute));
    expect(verdict(eta(10, 18), 17)).toMatchObject({ kind: "expected", verdict: { words: "On time" } });
    expect(verdict(eta(16, 24), 17)).toMatchObject({
      verdict: { words: "A little later than first said", isOverdue: false },
    });
    expect(verdict(eta(10, 18), 22)).toMatchObject({
      verdict: { words: "It should have been there by now", isOverdue: true },
    });
  });

  test("of a driver at the door nothing else is said than the one sentence, with what he was to keep", () => {
    const atTheDoor: LiveEta = { ...eta(10, 18), state: "arriving" };
    expect(arrivalOf(order, atTheDoor, now(22))).toMatchObject({ toldAt: at(18), verdict: null });
    expect(arrivingWords(at(18), ms(17))).toBe("Arriving now");
    expect(arrivingWords(at(18), ms(18) + 20_000)).toBe("Arriving now, a little late");
    expect(arrivingWords(at(18), ms(22))).toBe("Arriving now, 4 min late");
  });

  test("what is read aloud of a late driver at the door is said once, not anew each minute", () => {
    const aloud = [17, 19, 22, 45].map(minute => arrivingAloud(at(18), ms(minute)));
    expect(aloud).toEqual(["Arriving now", ...Array(3).fill("Arriving now, later than was said")]);
  });

  test("a page that nothing reaches judges by when it was heard last, and tells nothing of now", () => {
    const verdict = { words: "On time", isLate: false, isOverdue: false };
    expect(arrivalOf(order, eta(10, 18), cutOff(30, 17))).toMatchObject({ verdict, note: null });
    expect(arrivalOf(order, eta(10, 18), cutOff(30, 22))).toMatchObject({ verdict: { isOverdue: true } });
    const atTheDoor: LiveEta = { ...eta(10, 18), state: "arriving" };
    expect(arrivalOf(order, atTheDoor, now(17))).toMatchObject({ note: "At the door, or all but there." });
    expect(arrivalOf(order, atTheDoor, cutOff(30, 17))).toMatchObject({ verdict: null, note: null });
    expect(arrivalOf(order, null, cutOff(30, 17))).toEqual({ kind: "estimated", by: at(18) });
  });

  test("of a silent driver there is no time, but since when he is", () => {
    expect(arrivalOf(order, stale, now(15))).toEqual({ kind: "silent", since: at(3) });
  });

  test("without an estimate it is what was said when it was ordered", () => {
    expect(arrivalOf(order, null, now(15))).toEqual({ kind: "estimated", by: at(18) });
  });

  test("an estimate that has passed is no promise any more", () => {
    const waiting = { ...order, status: "accepted" as const, eta: null };
    expect(arrivalOf(waiting, null, now(10))).toEqual({ kind: "estimated", by: at(18) });
    expect(arrivalOf(waiting, null, now(20))).toBeNull();
  });

  test("what is over says when it ended, whatever was expected", () => {
    const delivered = { ...order, status: "delivered" as const, deliveredAt: at(14) };
    expect(arrivalOf(delivered, eta(20, 25), now(30))).toEqual({ kind: "delivered", at: at(14) });
    const cancelled = {
      ...order,
      status: "cancelled" as const,
      cancelledAt: at(3),
      cancelReason: "By mistake",
    };
    expect(arrivalOf(cancelled, null, now(30))).toEqual({
      kind: "cancelled",
      at: at(3),
      reason: "By mistake",
    });
  });
});

describe("the newest of what was read and what is live", () => {
  test("is the one that was made later", () => {
    expect(newestEta(order, eta(20, 25, 1))).toMatchObject({ earliest: at(20) });
    expect(newestEta({ ...order, eta: eta(30, 35, 2) }, eta(20, 25, 1))).toMatchObject({ earliest: at(30) });
    expect(newestEta(order, stale)).toBe(stale);
    expect(newestEta(order, undefined)).toBe(order.eta);
  });

  test("is what was read when both are of one moment: that his driver is silent is no new estimate", () => {
    const read = { ...order, eta: { ...stale, computedAt: at(1) } };
    expect(newestEta(read, eta(20, 25, 1))).toBe(read.eta);
  });

  test("is nothing from before the order's last change, and nothing of what nobody carries", () => {
    const reassigned = { ...order, eta: null, updatedAt: at(5) };
    expect(newestEta(reassigned, eta(20, 25, 4))).toBeNull();
    expect(newestEta({ ...reassigned, status: "accepted" }, eta(20, 25, 6))).toBeNull();
  });

  test("says in a few words what comes before", () => {
    const word = (over: Partial<LiveEta>) => etaNote({ ...eta(10, 18), ...over });
    expect(word({})).toBeNull();
    expect(word({ stopsBefore: 1 })).toBe("after 1 other stop");
    expect(word({ stopsBefore: 2, nextStop: "pickup" })).toBe("after 2 other stops");
    expect(word({ nextStop: "pickup" })).toBe("after the pickup");
    expect(word({ nextStop: "pickup", state: "arriving" })).toBe("at the pickup now");
    expect(word({ state: "arriving" })).toBeNull();
    expect(etaNote(stale)).toContain("no time");
  });
});

test("a time stands until he is at the door: at the pickup it is still one", () => {
  const timed = (over: Partial<LiveEta>) => isTimed({ ...eta(10, 18), ...over });
  expect(timed({})).toBe(true);
  expect(timed({ state: "arriving", nextStop: "pickup" })).toBe(true);
  expect(timed({ state: "arriving", nextStop: "delivery" })).toBe(false);
  expect(isTimed(stale)).toBe(false);
});

test("every status has a sentence, also without a known driver", () => {
  for (const status of orderMachine.states) expect(situationOf({ ...order, status })).toMatch(/\.$/);
});

test("the driver is on the map from pickup to handover only", () => {
  expect(orderMachine.states.filter(isUnderway)).toEqual(["picked_up", "out_for_delivery"]);
});
