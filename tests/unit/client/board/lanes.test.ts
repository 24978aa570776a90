import { describe, expect, test } from "bun:test";
import { sortIntoLanes } from "../../../../src/client/features/board/lanes.ts";
import type { OrderView } from "../../../../src/shared/orders/order.schema.ts";

const order = (id: string, facts: Partial<OrderView>) =>
  ({
    id,
    attention: null,
    eta: null,
    estimatedDeliveryTime: null,
    createdAt: "2026-03-02T10:00:00.000Z",
    ...facts,
  }) as OrderView;

const ids = (orders: readonly OrderView[]) => orders.map(({ id }): string => id);

describe("the board's lanes", () => {
  test("put what needs somebody first, by urgency and then by age", () => {
    const { attention } = sortIntoLanes([
      order("new", { status: "pending", attention: "new" }),
      order("free, young", {
        status: "accepted",
        attention: "unassigned",
        createdAt: "2026-03-02T11:00:00.000Z",
      }),
      order("free, old", { status: "accepted", attention: "unassigned" }),
      order("late", { status: "out_for_delivery", attention: "late" }),
      order("silent", { status: "picked_up", attention: "silent_driver" }),
    ]);
    expect(ids(attention)).toEqual(["late", "silent", "free, old", "free, young", "new"]);
  });

  test("keep an offer that waits for its answer apart from what is on the road", () => {
    const lanes = sortIntoLanes([
      order("asked", { status: "accepted" }),
      order("second", { status: "picked_up", estimatedDeliveryTime: "2026-03-02T12:30:00.000Z" }),
      order("first", { status: "driver_assigned", estimatedDeliveryTime: "2026-03-02T12:10:00.000Z" }),
    ]);
    expect(ids(lanes.waiting)).toEqual(["asked"]);
    expect(ids(lanes.road)).toEqual(["first", "second"]);
  });

  test("show what was closed last on top, cancelled or delivered", () => {
    const { done } = sortIntoLanes([
      order("earlier", { status: "delivered", deliveredAt: "2026-03-02T12:00:00.000Z" }),
      order("later", { status: "cancelled", cancelledAt: "2026-03-02T12:05:00.000Z" }),
    ]);
    expect(ids(done)).toEqual(["later", "earlier"]);
  });
});
