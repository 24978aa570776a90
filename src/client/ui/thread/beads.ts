import { type OrderStatus, orderMachine } from "../../../shared/orders/order.machine.ts";
import { STATUS_LOOK } from "../order-status.ts";

/** One bead of the thread: an event of custody that has happened, is now, or is still to come. */
export type Bead = {
  key: string;
  label: string;
  status: OrderStatus;
  shape: "done" | "current" | "future" | "failed";
  /** Something that happened without moving the order on (an offer, a proof): a smaller bead. */
  minor?: boolean;
  at: string | null;
  actor?: string;
  detail?: string | null;
};

/** When each status was reached; null or absent when it was not. */
export type ReachedAt = Partial<Record<OrderStatus, string | null>>;

/** The statuses of a delivery that goes well, in order. */
export const HAPPY_PATH: readonly OrderStatus[] = orderMachine.states.filter(state => state !== "cancelled");

/** The beads of an order that stands at `status`: one a status, ending in a square when it was cancelled. */
export function beadsOf(status: OrderStatus, reachedAt: ReachedAt = {}): Bead[] {
  if (status === "cancelled") {
    const reached = HAPPY_PATH.filter(step => step === "pending" || reachedAt[step]);
    return [...reached.map(step => bead(step, "done", reachedAt)), bead("cancelled", "failed", reachedAt)];
  }
  const now = HAPPY_PATH.indexOf(status);
  return HAPPY_PATH.map((step, index) => {
    if (index < now || (step === "delivered" && status === "delivered")) return bead(step, "done", reachedAt);
    return bead(step, index === now ? "current" : "future", reachedAt);
  });
}

export function bead(status: OrderStatus, shape: Bead["shape"], reachedAt: ReachedAt): Bead {
  return { key: status, label: STATUS_LOOK[status].sentence, status, shape, at: reachedAt[status] ?? null };
}

/** "On the way, step 5 of 6": the whole thread in a breath. */
export function spoken(beads: readonly Bead[]): string {
  const now = beads.findLast(({ shape, minor }) => shape !== "future" && !minor);
  if (!now) return "Not started";
  if (now.shape === "failed") return now.label;
  const step = HAPPY_PATH.indexOf(now.status) + 1;
  return `${now.label}, step ${step} of ${HAPPY_PATH.length}`;
}
