import { describe, expect, test } from "bun:test";
import { beadsOf, spoken } from "../../../../src/client/ui/thread/beads.ts";
import { beadsOfTimeline } from "../../../../src/client/ui/thread/timeline-beads.ts";
import type { OrderStatus } from "../../../../src/shared/orders/order.machine.ts";
import type { TimelineEntry } from "../../../../src/shared/orders/order.schema.ts";

const entry = (seq: number, action: TimelineEntry["action"], status: OrderStatus): TimelineEntry => ({
  seq,
  at: `2026-03-02T10:0${seq}:00.000Z`,
  action,
  status,
  actor: { role: "vendor", name: "Liisa Virtanen" },
  detail: null,
});

describe("the thread", () => {
  test("has a bead a status: done before, one now, the rest to come", () => {
    const beads = beadsOf("picked_up");
    expect(beads.map(({ shape }) => shape)).toEqual(["done", "done", "done", "current", "future", "future"]);
    expect(spoken(beads)).toBe("Picked up, step 4 of 6");
  });

  test("of a delivered order has nothing that breathes", () => {
    expect(beadsOf("delivered").every(({ shape }) => shape === "done")).toBe(true);
  });

  test("of a cancelled order ends in a square after what was reached, with nothing to come", () => {
    const beads = beadsOf("cancelled", { accepted: "2026-03-02T10:00:00.000Z" });
    expect(beads.map(({ status, shape }) => [status, shape])).toEqual([
      ["pending", "done"],
      ["accepted", "done"],
      ["cancelled", "failed"],
    ]);
    expect(spoken(beads)).toBe("Cancelled");
  });

  test("of a timeline shows what did not move the order as smaller beads, and the present at the last move", () => {
    const beads = beadsOfTimeline([
      entry(1, "create", "pending"),
      entry(2, "accept", "accepted"),
      entry(3, "assign", "accepted"),
      entry(4, "declineAssignment", "accepted"),
    ]);
    expect(beads.map(({ shape, minor = false }) => [shape, minor])).toEqual([
      ["done", false],
      ["current", false],
      ["done", true],
      ["done", true],
      ["future", false],
      ["future", false],
      ["future", false],
      ["future", false],
    ]);
  });
});
