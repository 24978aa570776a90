import type { AssignmentId, OrderId, UserId } from "../../../../shared/ids.ts";
import type { OrderAction, OrderStatus } from "../../../../shared/orders/order.machine.ts";
import type { ProofKind } from "../../../../shared/proofs/proof.schema.ts";

/** What the driver did, in the words of the order's machine. Evidence travels inside the step, bound to its order. */
export type QueuedStep =
  | { kind: "acceptAssignment" | "declineAssignment"; assignmentId: AssignmentId }
  | { kind: "pickUp" | "startDelivery" | "deliver" }
  | {
      kind: "addProof";
      proof: ProofKind;
      file: Blob;
      /** The order's proof of this kind before: tells a lost answer from a lost request. */
      urlBefore: string | null;
    };

export type NewAction = {
  /** One for each thing done: however often it is sent, it has one effect. */
  idempotencyKey: string;
  ownerId: UserId;
  orderId: OrderId;
  orderNumber: string;
  /** Whom it concerns, for words about it once the order itself is gone: "Aino Laine". */
  who: string;
  step: QueuedStep;
  /** Device time at which the driver did it. */
  madeAt: string;
};

/** An action that waits on the phone until the server has answered it. */
export type QueuedAction = NewAction & {
  /** Place in the queue, given by the store. */
  seq: number;
  /** How often it has been sent. */
  attempts: number;
};

/** The order's status once the server has taken the action; null when it moves nothing. */
export const STATUS_AFTER = {
  acceptAssignment: "driver_assigned",
  declineAssignment: null,
  pickUp: "picked_up",
  startDelivery: "out_for_delivery",
  addProof: null,
  deliver: "delivered",
} as const satisfies Record<QueuedStep["kind"], OrderStatus | null> & Partial<Record<OrderAction, unknown>>;

/** Whether an action may go now: in order within its order, other orders do not wait for a stuck one. */
export function nextToSend(
  queue: readonly QueuedAction[],
  stuckOrders: ReadonlySet<OrderId>,
): QueuedAction | undefined {
  return queue.toSorted((a, b) => a.seq - b.seq).find(({ orderId }) => !stuckOrders.has(orderId));
}

/** What falls with a refused action: itself and everything later that was built on it. */
export const fallenWith = (
  queue: readonly QueuedAction[],
  refused: Pick<QueuedAction, "seq" | "orderId">,
): QueuedAction[] => queue.filter(({ seq, orderId }) => orderId === refused.orderId && seq >= refused.seq);
