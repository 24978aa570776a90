import { describe, expect, test } from "bun:test";
import { attentionOf } from "../../../src/shared/orders/attention.ts";

const now = new Date("2026-11-23T12:00:00Z");
const later = new Date(now.getTime() + 60_000);
const earlier = new Date(now.getTime() - 60_000);
const calm = {
  status: "accepted",
  assignmentStatus: "pending",
  expectedBy: later,
  driverIsSilent: false,
} as const;

describe("why a vendor has to look at an order", () => {
  const table = [
    ["nothing, while a driver considers it", calm, null],
    ["it is new", { ...calm, status: "pending", assignmentStatus: null }, "new"],
    ["nobody has it", { ...calm, assignmentStatus: null }, "unassigned"],
    ["nobody has it any more", { ...calm, assignmentStatus: "cancelled" }, "unassigned"],
    ["it was declined", { ...calm, assignmentStatus: "declined" }, "declined"],
    ["it was not answered", { ...calm, assignmentStatus: "expired" }, "unanswered"],
    ["nothing, while it is carried", { ...calm, status: "picked_up", assignmentStatus: "accepted" }, null],
    [
      "its driver is silent",
      { ...calm, status: "picked_up", assignmentStatus: "accepted", driverIsSilent: true },
      "silent_driver",
    ],
    [
      "it is late, which outweighs the rest",
      { ...calm, status: "picked_up", expectedBy: earlier, driverIsSilent: true },
      "late",
    ],
    [
      "nothing, once it is delivered, however late",
      { ...calm, status: "delivered", expectedBy: earlier },
      null,
    ],
  ] as const;
  for (const [why, facts, expected] of table) {
    test(why, () => expect(attentionOf(facts, now)).toBe(expected));
  }
});
