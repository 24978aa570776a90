import type { LiveEta } from "../../../shared/orders/order.schema.ts";
import type { TrackingView } from "../../../shared/tracking/tracking.schema.ts";
import { clockTime, fullTime } from "../../ui/time-format.ts";
import { arrivingAloud, arrivingWords, isAtTheDoor } from "../orders/lateness.ts";
import { verdictOf } from "../orders/verdict.ts";

/** When it comes, and how that compares with what was said before. */
export type Arrival =
  | { kind: "range"; eta: LiveEta; verdict: string | null; isLate: boolean; reason: string | null }
  | { kind: "words"; title: string; detail: string; aloud: string }
  | { kind: "delivered"; at: string }
  | { kind: "cancelled" };

type Told = Pick<
  TrackingView,
  "status" | "eta" | "promisedAt" | "vendorName" | "driver" | "positionMissing" | "deliveredAt"
>;

/** What the recipient may be told about the arrival, as it was known at `nowMs`; only what the view really knows. */
export function arrivalOf(view: Told, nowMs: number): Arrival {
  if (view.status === "delivered") return { kind: "delivered", at: view.deliveredAt ?? "" };
  if (view.status === "cancelled") return { kind: "cancelled" };
  const { eta } = view;
  if (!eta || eta.state === "stale") return inWords(view);
  if (isAtTheDoor(eta))
    return words(
      arrivingWords(view.promisedAt, nowMs),
      `${nameOf(view)} is at the door, or all but there.`,
      arrivingAloud(view.promisedAt, nowMs),
    );
  return withRange(view, eta, nowMs);
}

/** "As of 14:32": when that was, epoch milliseconds. */
export const asOfWords = (asOf: number): string => `As of ${clockTime(new Date(asOf).toISOString())}`;

/** What the page says, in the few words of a tab; `asOf` as there. */
export function titleOf(arrival: Arrival, asOf: number | null, vendorName: string): string {
  const title = `${shortly(arrival)} · ${vendorName}`;
  return asOf === null ? title : `${asOfWords(asOf)}: ${title}`;
}

function shortly(arrival: Arrival): string {
  switch (arrival.kind) {
    case "range":
      return `${clockTime(arrival.eta.earliest)}–${clockTime(arrival.eta.latest)}`;
    case "words":
      return arrival.title;
    case "delivered":
      return "Delivered";
    default:
      return "Cancelled";
  }
}

function withRange(view: Told, eta: LiveEta, nowMs: number): Arrival {
  const before = whatComesBefore(view, eta);
  const verdict = verdictOf(eta, view.promisedAt, nowMs);
  const { words = null, isLate = false, isOverdue = false } = verdict ?? {};
  const why = isLate ? (before ?? "The way takes longer than expected.") : before;
  const reason = isOverdue ? `${why} ${view.vendorName} sees this too.` : why;
  return { kind: "range", eta, verdict: words, isLate, reason };
}

/** What he does first, as far as the estimate knows; no excuse is made up. Null when he is on his way straight here. */
function whatComesBefore(view: Told, { state, nextStop, stopsBefore }: LiveEta): string | null {
  const name = nameOf(view);
  if (stopsBefore > 0)
    return `${name} has ${stopsBefore === 1 ? "another stop" : `${stopsBefore} other stops`} before you.`;
  if (nextStop === "delivery") return null;
  return state === "arriving"
    ? `${name} is at ${view.vendorName} to fetch it.`
    : `${name} has not picked it up at ${view.vendorName} yet.`;
}

const nameOf = ({ driver }: Told) => driver?.firstName ?? "The driver";

const words = (title: string, detail: string, aloud = title): Arrival => ({
  kind: "words",
  title,
  detail,
  aloud: `${aloud}. ${detail}`,
});

/** For the ear: says the same for as long as the same goes on. */
export function spoken(arrival: Arrival): string {
  switch (arrival.kind) {
    case "range":
      return [
        `Arrives between ${clockTime(arrival.eta.earliest)} and ${clockTime(arrival.eta.latest)}.`,
        arrival.verdict ? `${arrival.verdict}.` : "",
        arrival.reason ?? "",
      ].join(" ");
    case "words":
      return arrival.aloud;
    case "delivered":
      return `Delivered, ${fullTime(arrival.at)}`;
    default:
      return "Cancelled";
  }
}

function inWords(view: Told): Arrival {
  const { status, vendorName, eta, positionMissing } = view;
  const name = nameOf(view);
  if (status === "pending")
    return words("Ordered", `${vendorName} will confirm it soon. The time of arrival appears here.`);
  if (status === "accepted")
    return words(
      "Being prepared",
      `${vendorName} has it in hand. The time of arrival appears here once a driver has it.`,
    );
  const isFetched = status !== "driver_assigned";
  const title = isFetched ? "On its way" : "Soon on its way";
  if (eta?.state === "stale" || positionMissing === "silent") {
    const since = eta?.state === "stale" ? `since ${clockTime(eta.since)}` : "for a few minutes";
    const safe = isFetched ? `The parcel is still with ${name}.` : `${vendorName} sees this too.`;
    return words(
      title,
      `${name}'s phone has not reported ${since}, so there is no time that we could promise. ${safe}`,
    );
  }
  return words(
    title,
    isFetched ? "The time of arrival is being worked out." : `${name} comes to ${vendorName} to fetch it.`,
  );
}
