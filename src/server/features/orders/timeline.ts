import { assertNever } from "../../../shared/assert-never.ts";
import type { Actor } from "../../../shared/auth/actor.ts";
import type { DurableEvent } from "../../../shared/events.ts";
import type { OrderStatus } from "../../../shared/orders/order.machine.ts";
import type { TimelineEntry } from "../../../shared/orders/order.schema.ts";
import type { EventDoc } from "../events/index.ts";
import type { OrderDoc } from "./orders.doc.ts";
import { firstName } from "./orders.view.ts";

/** Events as the beads of the thread. What does not move the status keeps that of the bead before. */
export function toTimeline(
  events: readonly EventDoc[],
  order: Pick<OrderDoc, "vendorName">,
  reader: Actor,
): TimelineEntry[] {
  let status: OrderStatus = "pending";
  return events.flatMap(event => {
    const action = actionOf(event.payload);
    if (!action) return [];
    if (event.payload.type === "order_status") status = event.payload.status;
    const actor = { role: event.actor.role, name: nameFor(event, order, reader) };
    const detail = isHidden(event.payload, reader) ? null : event.detail;
    return [{ seq: event.seq, at: event.at.toISOString(), action, status, actor, detail }];
  });
}

function actionOf(payload: DurableEvent): TimelineEntry["action"] | null {
  switch (payload.type) {
    case "order_status":
      return payload.action;
    case "new_assignment":
      return "assign";
    case "assignment_update":
      return payload.status === "expired" ? "expireAssignment" : "declineAssignment";
    case "proof_added":
      return "addProof";
    case "driver_status":
    case "tracking_link":
      return null;
    default:
      return assertNever(payload);
  }
}

/** How the vendor finds a driver is not the customer's business, and of his colleagues' offers not the driver's. */
function isHidden(payload: DurableEvent, { role, driverId }: Actor): boolean {
  if (role === "vendor" || role === "admin") return false;
  const isUnassigned = payload.type === "order_status" && payload.action === "unassign";
  const isOffer = payload.type === "new_assignment" || payload.type === "assignment_update";
  return isUnassigned || (isOffer && (role === "user" || payload.driverId !== driverId));
}

/** A customer meets the business and a first name, not its staff. */
function nameFor({ actor, payload }: EventDoc, order: Pick<OrderDoc, "vendorName">, reader: Actor): string {
  if (actor.role === "driver" && isHidden(payload, reader)) return "A driver";
  if (reader.role !== "user") return actor.name;
  if (actor.role === "driver") return firstName(actor.name);
  return actor.role === "vendor" || actor.role === "admin" ? order.vendorName : actor.name;
}
