import type { TimelineEntry } from "../../../shared/orders/order.schema.ts";
import { STATUS_LOOK } from "../order-status.ts";

/** What was done, in the words of the thread. */
export const DONE = {
  create: "Ordered",
  update: "Details changed",
  accept: "Accepted",
  assign: "Offered to a driver",
  unassign: "Taken back from the driver",
  acceptAssignment: "Driver assigned",
  declineAssignment: "Declined",
  expireAssignment: "No answer to the offer",
  pickUp: "Picked up",
  startDelivery: "On the way",
  addProof: "Proof added",
  deliver: "Delivered",
  cancel: "Cancelled",
} as const satisfies Record<TimelineEntry["action"], string>;

/** Steps beside the road: what the server tells of them says all, and names who it was about. */
const TOLD_BY_DETAIL: readonly TimelineEntry["action"][] = [
  "assign",
  "unassign",
  "declineAssignment",
  "expireAssignment",
  "addProof",
];

/** A timeline entry as label, actor and detail of its bead. */
export function describeEntry({ action, status, actor, detail }: TimelineEntry) {
  const who = actor.role === "system" ? "MedEx" : actor.name;
  const label = DONE[action] ?? STATUS_LOOK[status].sentence;
  if (!detail || !TOLD_BY_DETAIL.includes(action)) return { label, actor: who, detail };
  return { label: detail, actor: action === "assign" || action === "unassign" ? who : "", detail: null };
}
