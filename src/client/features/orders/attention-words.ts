import type { Attention, Eta, OrderView } from "../../../shared/orders/order.schema.ts";
import { duration } from "../../ui/time-format.ts";
import { arrivingWords, isAtTheDoor, lateWords } from "./lateness.ts";
import type { Moment } from "./moment.ts";

const firstName = (name: string) => name.split(" ")[0] ?? name;

/** What the recipient was told: before a driver has taken it, when it was expected. */
const toldAt = ({ promisedAt, estimatedDeliveryTime }: OrderView) => promisedAt ?? estimatedDeliveryTime;

/** Why an order needs somebody, in a few words for its row. `known`: the newest estimate; of old ones nobody is arriving. */
export function attentionWords(order: OrderView, known: Eta | null, { nowMs, asOf }: Moment): string | null {
  const eta = asOf === null ? known : null;
  const atMs = asOf ?? nowMs;
  const driver = order.driver?.fullName ?? order.assignment?.driverName ?? "the driver";
  switch (order.attention) {
    case "late":
      return capital(
        isAtTheDoor(eta) ? arrivingWords(toldAt(order), atMs) : (lateWords(toldAt(order), atMs) ?? "Late"),
      );
    case "silent_driver":
      return `${firstName(driver)} has stopped reporting`;
    case "declined":
      return `Declined by ${firstName(driver)}`;
    case "unanswered":
      return `${firstName(driver)} has not answered`;
    case "unassigned":
      return "No driver yet";
    case "new":
      return `New, ${duration(atMs - Date.parse(order.createdAt))} ago`;
    case null:
      return null;
  }
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** What the reason means and what to do about it; of a late order only what still can be done. */
export function attentionAdvice(order: OrderView, eta: Eta | null): string | null {
  if (order.attention !== "late") return order.attention && ADVICE[order.attention];
  const passed = "The time that the recipient was told has passed";
  if (isAtTheDoor(eta)) return `${passed}, and the driver is at the door or all but there.`;
  const mayChange = order.can.includes("assign") || order.can.includes("unassign");
  return `${passed}. Tell the recipient${mayChange ? ", or give it to somebody closer" : ""}.`;
}

const ADVICE = {
  silent_driver:
    "The phone has sent no position for a while. It may be locked or out of coverage. Call the driver.",
  declined: "Offer it to another driver.",
  unanswered: "The offer ran out. Call the driver, or offer it to another one.",
  unassigned: "Assign a driver so that it can be picked up.",
  new: "Accept it to tell the customer that it is being prepared.",
} as const satisfies Record<Exclude<Attention, "late">, string>;
