import { describe, expect, test } from "bun:test";
import { attentionAdvice, attentionWords } from "../../../../src/client/features/orders/attention-words.ts";
import type { LiveEta, OrderView } from "../../../../src/shared/orders/order.schema.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 2, 4, 12, minute)).toISOString();
const NOW = { nowMs: Date.parse(at(30)), asOf: null };

const eta = (over: Partial<LiveEta> = {}): LiveEta => ({
  state: "on_the_way",
  nextStop: "delivery",
  stopsBefore: 0,
  pickup: null,
  earliest: at(32),
  latest: at(38),
  approximate: false,
  computedAt: at(29),
  ...over,
});

const late = {
  attention: "late",
  promisedAt: at(18),
  // The estimate goes with the driver: what was told does not.
  estimatedDeliveryTime: at(38),
  driver: { fullName: "Ilmo Lahti" },
  assignment: null,
  can: ["unassign"],
} as unknown as OrderView;

describe("what a dispatcher is told of a late order", () => {
  test("is by how much it is late by what its recipient was told, not that it is going to be", () => {
    expect(attentionWords(late, eta(), NOW)).toBe("12 min late");
  });

  test("before a driver has taken it is measured by when it was expected", () => {
    const waiting = { ...late, promisedAt: null, estimatedDeliveryTime: at(27) };
    expect(attentionWords(waiting, null, NOW)).toBe("3 min late");
  });

  test("is one sentence with that the driver is at the door, and nothing to do about it", () => {
    const atTheDoor = eta({ state: "arriving" });
    expect(attentionWords(late, atTheDoor, NOW)).toBe("Arriving now, 12 min late");
    expect(attentionAdvice(late, atTheDoor)).toEndWith("the driver is at the door or all but there.");
  });

  test("of a list that could not be read again is as it was then: nobody arrives now, and no minutes are counted on", () => {
    const atTheDoor = eta({ state: "arriving" });
    const old = (minute: number) => ({ nowMs: Date.parse(at(minute)), asOf: Date.parse(at(22)) });
    expect(attentionWords(late, atTheDoor, old(30))).toBe("4 min late");
    expect(attentionWords(late, atTheDoor, old(59))).toBe("4 min late");
  });

  test("stays as it is while he is at the pickup", () => {
    expect(attentionWords(late, eta({ state: "arriving", nextStop: "pickup" }), NOW)).toBe("12 min late");
  });

  test("advises to give it to somebody else only while that can be done", () => {
    expect(attentionAdvice(late, eta())).toContain("give it to somebody closer");
    expect(attentionAdvice({ ...late, can: [] }, eta())).not.toContain("somebody closer");
  });
});
