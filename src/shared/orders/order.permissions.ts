import type { Permission } from "../permissions.ts";
import type { OrderAction } from "./order.machine.ts";

/** What the procedure of each action asks for. That an offer expires is the server's own doing, and on no list of anybody. */
export const ORDER_PERMISSION = {
  update: "order.update",
  accept: "order.accept",
  assign: "order.assign",
  unassign: "order.assign",
  expireAssignment: "order.assign",
  cancel: "order.cancel",
  acceptAssignment: "assignment.answer",
  declineAssignment: "assignment.answer",
  pickUp: "order.carry",
  startDelivery: "order.carry",
  deliver: "order.carry",
  addProof: "proof.add",
} as const satisfies Record<OrderAction, Permission>;
