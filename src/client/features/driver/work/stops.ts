import type { WorkItem } from "../../../../shared/assignments/assignment.schema.ts";
import type { OrderView } from "../../../../shared/orders/order.schema.ts";
import type { Place } from "../../../../shared/orders/place.schema.ts";
import { nextStops, type RemainingStop } from "../../../../shared/orders/remaining-stops.ts";
import { projectOrder } from "../phone/project-order.ts";
import type { QueuedAction } from "../phone/queued-action.ts";

/** The next place to go for one order: where the parcel is taken, or where it is given. */
export type Stop = RemainingStop<OrderView> & {
  place: Place;
  who: string;
  phone: string | null;
};

export type Offer = WorkItem & {
  /** The answer that waits on the phone, if the driver has given one. */
  answer: "acceptAssignment" | "declineAssignment" | null;
};

export type Work = { offers: Offer[]; stops: Stop[] };

/**
 * What there is to do: offers to answer, and one stop for each order in hand, the most urgent first. Orders stand as
 * they will once the waiting actions have been taken; one that is given away has no stop left.
 */
export function workOf(items: readonly WorkItem[], waiting: readonly QueuedAction[]): Work {
  const offers = items
    .filter(({ status }) => status === "pending")
    .map(item => ({ ...item, answer: answerTo(item, waiting) }));
  const orders = items
    .filter(({ status }) => status === "accepted")
    .map(({ order }) => projectOrder(order, waiting));
  return { offers, stops: nextStops(orders).map(toStop) };
}

/** The stop that the driver has put first, or the most urgent one; the others after it. */
export function withChosen(stops: readonly Stop[], chosenId: string | null): [Stop | undefined, Stop[]] {
  const current = stops.find(({ order }) => order.id === chosenId) ?? stops[0];
  return [current, stops.filter(stop => stop !== current)];
}

function answerTo({ id }: WorkItem, waiting: readonly QueuedAction[]): Offer["answer"] {
  for (const { step } of waiting) {
    if ("assignmentId" in step && step.assignmentId === id) return step.kind;
  }
  return null;
}

function toStop({ kind, order }: RemainingStop<OrderView>): Stop {
  const { vendorName, vendorPhone, customerName, customerPhone } = order;
  return kind === "pickup"
    ? { kind, order, place: order.pickup, who: vendorName, phone: vendorPhone }
    : { kind, order, place: order.delivery, who: customerName, phone: customerPhone };
}

/**
 * Orders that were in hand and are no longer, although this phone has not given them away: somebody took them back.
 */
export function takenBack(
  before: readonly WorkItem[],
  after: readonly WorkItem[],
  handedOver: ReadonlySet<string>,
): WorkItem[] {
  const still = new Set(after.map(({ orderId }) => orderId));
  return before.filter(
    ({ status, orderId }) => status === "accepted" && !still.has(orderId) && !handedOver.has(orderId),
  );
}
