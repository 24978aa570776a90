import type { Eta } from "../../../shared/orders/order.schema.ts";
import type { TrackingView } from "../../../shared/tracking/tracking.schema.ts";

/** When it comes, and how that compares with what was said before. */
export type Arrival =
  | { kind: "range"; eta: Eta; verdict: string | null; isLate: boolean; reason: string | null }
  | { kind: "words"; title: string; detail: string }
  | { kind: "delivered"; at: string }
  | { kind: "cancelled" };

/** A slip smaller than this is the breath of an estimate, not news. */
const SLIP_MS = 3 * 60_000;
const LARGE_SLIP_MS = 20 * 60_000;

type Told = Pick<
  TrackingView,
  "status" | "eta" | "promisedAt" | "vendorName" | "driver" | "positionMissing" | "deliveredAt"
>;

/** What the recipient may be told about the arrival now; only what the view really knows. */
export function arrivalOf(view: Told, nowMs: number): Arrival {
  if (view.status === "delivered") return { kind: "delivered", at: view.deliveredAt ?? "" };
  if (view.status === "cancelled") return { kind: "cancelled" };
  return view.eta ? withRange(view, view.eta, nowMs) : inWords(view);
}

function withRange(view: Told, eta: Eta, nowMs: number): Arrival {
  if (nowMs > Date.parse(eta.latest) + SLIP_MS) {
    return {
      kind: "range",
      eta,
      verdict: "It should have been there by now",
      isLate: true,
      reason: `${reasonOf(view)} ${view.vendorName} sees this too.`,
    };
  }
  if (!view.promisedAt) return { kind: "range", eta, verdict: null, isLate: false, reason: null };
  const slipMs = Date.parse(eta.latest) - Date.parse(view.promisedAt);
  if (slipMs <= SLIP_MS) return { kind: "range", eta, verdict: "On time", isLate: false, reason: null };
  const verdict = slipMs > LARGE_SLIP_MS ? "Later than first said" : "A little later than first said";
  return { kind: "range", eta, verdict, isLate: true, reason: reasonOf(view) };
}

/** Why it takes longer, as far as the state of the order tells; no excuse is made up. */
function reasonOf({ status, driver, vendorName }: Told): string {
  const name = driver?.firstName ?? "The driver";
  if (status === "driver_assigned") return `${name} has not picked it up at ${vendorName} yet.`;
  if (status === "picked_up") return `${name} has it, and has another stop before you.`;
  return "The way takes longer than expected.";
}

function inWords({ status, vendorName, driver, positionMissing }: Told): Arrival {
  const name = driver?.firstName ?? "The driver";
  switch (status) {
    case "pending":
      return {
        kind: "words",
        title: "Ordered",
        detail: `${vendorName} will confirm it soon. The time of arrival appears here.`,
      };
    case "accepted":
      return {
        kind: "words",
        title: "Being prepared",
        detail: `${vendorName} has it in hand. The time of arrival appears here once a driver has it.`,
      };
    case "driver_assigned":
      return {
        kind: "words",
        title: "Soon on its way",
        detail: `${name} comes to ${vendorName} to fetch it.`,
      };
    default:
      return {
        kind: "words",
        title: "On its way",
        detail:
          positionMissing === "silent"
            ? `${name}'s phone has not reported for a few minutes, so there is no time that we could promise. The parcel is still with ${name}.`
            : "The time of arrival is being worked out.",
      };
  }
}
