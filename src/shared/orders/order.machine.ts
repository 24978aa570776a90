import { actionsFor, defineMachine } from "../machine.ts";

/** Who acts on an order: the roles, and the system itself (expiry of an offer). */
export type OrderRole = "user" | "vendor" | "driver" | "admin" | "system";

/**
 * The life of an order. Assigning opens a pending assignment and the order stays `accepted` until the driver accepts
 * it. Nothing is cancelled once the parcel has left the pharmacy.
 */
export const orderMachine = defineMachine({
  initial: "pending",
  states: [
    "pending",
    "accepted",
    "driver_assigned",
    "picked_up",
    "out_for_delivery",
    "delivered",
    "cancelled",
  ],
  actions: {
    update: {
      from: ["pending", "accepted", "driver_assigned"],
      to: "same",
      roles: ["user", "vendor", "admin"],
    },
    accept: { from: ["pending"], to: "accepted", roles: ["vendor", "admin"] },
    assign: { from: ["accepted"], to: "same", roles: ["vendor", "admin"] },
    unassign: { from: ["accepted", "driver_assigned"], to: "accepted", roles: ["vendor", "admin"] },
    acceptAssignment: { from: ["accepted"], to: "driver_assigned", roles: ["driver"] },
    declineAssignment: { from: ["accepted"], to: "same", roles: ["driver"] },
    expireAssignment: { from: ["accepted"], to: "same", roles: ["system"] },
    pickUp: { from: ["driver_assigned"], to: "picked_up", roles: ["driver"] },
    startDelivery: { from: ["picked_up"], to: "out_for_delivery", roles: ["driver"] },
    addProof: { from: ["picked_up", "out_for_delivery"], to: "same", roles: ["driver"] },
    deliver: { from: ["out_for_delivery"], to: "delivered", roles: ["driver"] },
    cancel: {
      from: ["pending", "accepted", "driver_assigned"],
      to: "cancelled",
      roles: ["user", "vendor", "admin"],
    },
  },
});

export type OrderStatus = (typeof orderMachine.states)[number];
export type OrderAction = keyof typeof orderMachine.actions;

/** States in which a driver has the order in hand and shares a position with those who follow it. */
export const CARRYING: readonly OrderStatus[] = ["driver_assigned", "picked_up", "out_for_delivery"];

/** States that never change again. */
export const CLOSED: readonly OrderStatus[] = ["delivered", "cancelled"];

export const legalActions = (status: OrderStatus, role: OrderRole): OrderAction[] =>
  actionsFor(orderMachine, status, role);
