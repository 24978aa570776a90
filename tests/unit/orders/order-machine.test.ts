import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { next } from "../../../src/shared/machine.ts";
import {
  CARRYING,
  CLOSED,
  legalActions,
  type OrderAction,
  type OrderStatus,
  orderMachine,
} from "../../../src/shared/orders/order.machine.ts";
import { ORDER_PERMISSION } from "../../../src/shared/orders/order.permissions.ts";
import { holdersOf, STANDINGS } from "../../../src/shared/permissions.ts";

const ACTIONS = Object.keys(orderMachine.actions) as OrderAction[];

describe("the life of an order", () => {
  test("runs from pending to delivered", () => {
    const life: OrderAction[] = [
      "accept",
      "assign",
      "acceptAssignment",
      "pickUp",
      "startDelivery",
      "addProof",
      "deliver",
    ];
    let state: OrderStatus = "pending";
    const states = life.map(action => {
      state = next(orderMachine, state, action) ?? state;
      return state;
    });
    expect(states).toEqual([
      "accepted",
      "accepted",
      "driver_assigned",
      "picked_up",
      "out_for_delivery",
      "out_for_delivery",
      "delivered",
    ]);
  });

  test("is cancelled from anything before pick-up, and from nothing after", () => {
    const cancellable = orderMachine.states.filter(state => next(orderMachine, state, "cancel"));
    expect(cancellable).toEqual(["pending", "accepted", "driver_assigned"]);
  });

  test("ends: a closed order has no action for anybody", () => {
    for (const state of CLOSED) {
      for (const role of ["user", "vendor", "driver", "admin", "system"] as const) {
        expect(legalActions(state, role)).toEqual([]);
      }
    }
  });

  test("whatever is done, in whatever order, leads only to known states and never out of a closed one", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ACTIONS), { maxLength: 40 }), actions => {
        let state: OrderStatus = "pending";
        for (const action of actions) {
          const after: OrderStatus | null = next(orderMachine, state, action);
          if (CLOSED.includes(state)) expect(after).toBeNull();
          if (after) state = after;
          expect(orderMachine.states).toContain(state);
        }
      }),
    );
  });

  test("every state can be reached, and every open one can be left", () => {
    const reached = new Set<string>(["pending"]);
    for (let before = -1; before !== reached.size; ) {
      before = reached.size;
      for (const state of orderMachine.states.filter(known => reached.has(known))) {
        for (const action of ACTIONS) {
          const after: OrderStatus | null = next(orderMachine, state, action);
          if (after) reached.add(after);
        }
      }
    }
    expect([...reached].toSorted()).toEqual([...orderMachine.states].toSorted());
    expect(CARRYING.every(state => !CLOSED.includes(state))).toBe(true);
  });
});

describe("machine and permissions name the same roles", () => {
  for (const [action, permission] of Object.entries(ORDER_PERMISSION)) {
    if (action === "expireAssignment") continue;
    test(`for ${action}`, () => {
      const { roles } = orderMachine.actions[action as keyof typeof ORDER_PERMISSION];
      const holders = new Set(holdersOf(permission).map(name => STANDINGS[name].role));
      expect<string[]>([...roles]).toEqual([...holders]);
    });
  }
});
