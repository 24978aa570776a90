import type { AssignmentStatus } from "../assignments/assignment.schema.ts";
import { CARRYING, CLOSED, type OrderStatus } from "./order.machine.ts";
import type { Attention } from "./order.schema.ts";

type Facts = {
  status: OrderStatus;
  assignmentStatus: AssignmentStatus | null;
  /** The latest moment that the recipient was told. */
  expectedBy: Date | null;
  driverIsSilent: boolean;
};

/** Why the vendor has to look at an order now, most urgent reason first; null when all is well. */
export function attentionOf(facts: Facts, now: Date): Attention | null {
  const { status, assignmentStatus, expectedBy, driverIsSilent } = facts;
  if (CLOSED.includes(status)) return null;
  if (expectedBy && expectedBy < now) return "late";
  if (CARRYING.includes(status)) return driverIsSilent ? "silent_driver" : null;
  if (status === "pending") return "new";
  if (assignmentStatus === "declined") return "declined";
  if (assignmentStatus === "expired") return "unanswered";
  return assignmentStatus === "pending" ? null : "unassigned";
}
