import type { Attention, OrderView } from "../../../shared/orders/order.schema.ts";
import { duration } from "../../ui/time-format.ts";

const firstName = (name: string) => name.split(" ")[0] ?? name;

/** Why an order needs somebody, in a few words for its row. */
export function attentionWords(order: OrderView, nowMs: number): string | null {
  const driver = order.driver?.fullName ?? order.assignment?.driverName ?? "the driver";
  switch (order.attention) {
    case "late":
      return lateWords(order, nowMs);
    case "silent_driver":
      return `${firstName(driver)} has stopped reporting`;
    case "declined":
      return `Declined by ${firstName(driver)}`;
    case "unanswered":
      return `${firstName(driver)} has not answered`;
    case "unassigned":
      return "No driver yet";
    case "new":
      return `New, ${duration(nowMs - Date.parse(order.createdAt))} ago`;
    case null:
      return null;
  }
}

function lateWords({ estimatedDeliveryTime }: OrderView, nowMs: number): string {
  const lateMs = estimatedDeliveryTime ? nowMs - Date.parse(estimatedDeliveryTime) : 0;
  return lateMs > 60_000 ? `Late by ${duration(lateMs)}` : "Going to be late";
}

/** What the reason means and what to do about it. */
export const ATTENTION_ADVICE = {
  late: "It will arrive after the time that was promised. Tell the recipient, or give it to somebody closer.",
  silent_driver:
    "The phone has sent no position for a while. It may be locked or out of coverage. Call the driver.",
  declined: "Offer it to another driver.",
  unanswered: "The offer ran out. Call the driver, or offer it to another one.",
  unassigned: "Assign a driver so that it can be picked up.",
  new: "Accept it to tell the customer that it is being prepared.",
} as const satisfies Record<Attention, string>;
