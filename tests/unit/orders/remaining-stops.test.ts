import { expect, test } from "bun:test";
import fc from "fast-check";
import { CARRYING, type OrderStatus, orderMachine } from "../../../src/shared/orders/order.machine.ts";
import { nextStops, remainingStops } from "../../../src/shared/orders/remaining-stops.ts";

const order = (name: string, status: OrderStatus) => ({ name, status });
const named = (stops: { kind: string; order: { name: string } }[]) =>
  stops.map(stop => `${stop.kind} ${stop.order.name}`);

test("what is on the road comes first, then all that is to be fetched, then what is carried along", () => {
  const orders = [
    order("a", "picked_up"),
    order("b", "driver_assigned"),
    order("c", "out_for_delivery"),
    order("d", "driver_assigned"),
  ];
  expect(named(remainingStops(orders))).toEqual([
    "delivery c",
    "pickup b",
    "pickup d",
    "delivery a",
    "delivery b",
    "delivery d",
  ]);
  expect(named(nextStops(orders))).toEqual(["delivery c", "pickup b", "pickup d", "delivery a"]);
});

test("each parcel in hand is given away once, after it was taken, and nobody else's is", () => {
  const orders = fc
    .array(fc.constantFrom(...orderMachine.states))
    .map(all => all.map((s, i) => order(`${i}`, s)));
  fc.assert(
    fc.property(orders, all => {
      const stops = remainingStops(all);
      for (const one of all) {
        const kinds = stops.filter(stop => stop.order === one).map(({ kind }) => kind);
        const isFetched = one.status !== "driver_assigned";
        expect(kinds).toEqual(
          !CARRYING.includes(one.status) ? [] : isFetched ? ["delivery"] : ["pickup", "delivery"],
        );
      }
    }),
  );
});
