import { describe, expect, test } from "bun:test";
import { createChance } from "../../../src/server/features/demo/chance.ts";
import { CUSTOMERS, DRIVERS, VENDORS } from "../../../src/server/features/demo/stories/cast.ts";
import { openStories, pastStories } from "../../../src/server/features/demo/stories/history.ts";
import { PLOTS, type Step } from "../../../src/server/features/demo/stories/plots.ts";
import { next } from "../../../src/shared/machine.ts";
import {
  type OrderAction,
  type OrderStatus,
  orderMachine,
} from "../../../src/shared/orders/order.machine.ts";
import { Email, Phone } from "../../../src/shared/text.ts";

const NOW = new Date("2026-11-23T09:00:00.000Z");
const past = pastStories(NOW, createChance("test"));
const open = openStories(NOW, createChance("test"));
const all = [...past.flat(), ...open];

const ACTION = {
  accept: "accept",
  assign: "assign",
  decline: "declineAssignment",
  take: "acceptAssignment",
  pickUp: "pickUp",
  startDelivery: "startDelivery",
  photo: "addProof",
  signature: "addProof",
  deliver: "deliver",
  cancelByCustomer: "cancel",
  cancelByVendor: "cancel",
} satisfies Record<Step, OrderAction>;

test.each(Object.entries(PLOTS))(
  "the plot “%s” is a legal walk through the machine of orders",
  (_, beats) => {
    let status: OrderStatus | null = orderMachine.initial;
    for (const [step] of beats) status = status && next(orderMachine, status, ACTION[step]);
    expect(status).not.toBeNull();
  },
);

describe("the stories", () => {
  test("are the same for the same chance, and others for another", () => {
    expect(pastStories(NOW, createChance("test"))).toEqual(past);
    expect(pastStories(NOW, createChance("other"))).not.toEqual(past);
  });

  test("all end before the present", () => {
    const moments = all.flatMap(({ placedAt, beats }) => [placedAt, ...beats.map(({ at }) => at)]);
    expect(moments.filter(at => at >= NOW)).toEqual([]);
  });

  test("are told apart by vendor and moment, as an interrupted seed finds them again by it", () => {
    const keys = all.map(({ vendor, placedAt }) => `${vendor} ${placedAt.toISOString()}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("give a driver one thing to do after the other", () => {
    for (const lane of past.slice(0, DRIVERS.length)) {
      lane.reduce((freeAt, { placedAt, beats }) => {
        expect(placedAt >= freeAt).toBe(true);
        return beats.at(-1)?.at ?? placedAt;
      }, new Date(0));
    }
  });

  test("give a driver one open parcel at most, and only his own employer's", () => {
    const carried = open.filter(({ beats }) => beats.some(({ step }) => step === "take"));
    const carriers = carried.map(({ drivers }) => drivers.at(-1));
    expect(new Set(carriers).size).toBe(carriers.length);
    for (const { vendor, drivers } of all) {
      for (const email of drivers)
        expect(DRIVERS.find(driver => driver.email === email)?.employer).toBe(vendor);
    }
  });
});

test("everybody of the cast has an address at medex.test and a telephone number", () => {
  const people = [...DRIVERS, ...CUSTOMERS, ...Object.values(VENDORS)];
  for (const { email, phone } of people) {
    expect(Email.safeParse(email).success && email.endsWith("medex.test")).toBe(true);
    expect(Phone.safeParse(phone).success).toBe(true);
  }
  expect(new Set(people.map(({ phone }) => phone)).size).toBe(people.length);
});
