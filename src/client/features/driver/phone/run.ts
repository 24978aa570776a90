import type { OrderId } from "../../../../shared/ids.ts";
import type { Currency } from "../../../../shared/money.ts";

/** A parcel that the driver gave away in this run; whether the server knows already, the queue says. */
export type HandedOver = {
  orderId: OrderId;
  orderNumber: string;
  customerName: string;
  address: string;
  feeCents: number;
  currency: Currency;
  /** Device time. */
  at: string;
  /** The driver had nothing left to do after it: the next work begins a new run. */
  isLast: boolean;
};

/** The run after one more parcel; work that was taken after "all done" begins anew. */
export function withHandedOver(run: readonly HandedOver[], parcel: HandedOver): HandedOver[] {
  const current = run.at(-1)?.isLast ? [] : run.filter(({ orderId }) => orderId !== parcel.orderId);
  return [...current, parcel];
}

/** Stops done and stops in all, where an order in hand is two: "2 of 4". */
export function progressOf(
  run: readonly HandedOver[],
  inHand: readonly { isPickedUp: boolean }[],
): { current: number; total: number } {
  const finished = run.at(-1)?.isLast && inHand.length > 0 ? [] : run;
  const done = finished.length * 2 + inHand.filter(({ isPickedUp }) => isPickedUp).length;
  const total = (finished.length + inHand.length) * 2;
  return { current: Math.min(done + 1, total), total };
}
