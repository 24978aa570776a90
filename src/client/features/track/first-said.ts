import type { TrackingToken } from "../../../shared/ids.ts";
import type { Eta } from "../../../shared/orders/order.schema.ts";

/** Enough of the token to tell two links apart, too little to open one. */
const keyOf = (token: TrackingToken) => `medex.first-said.${token.slice(0, 6)}`;

/** The first range that this tab was told, also after a reload; it goes with the tab. */
export function firstSaidOf(token: TrackingToken): Eta | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(token)) ?? "null");
    return isEta(kept) ? kept : null;
  } catch {
    return null;
  }
}

export function rememberFirstSaid(token: TrackingToken, eta: Eta) {
  try {
    sessionStorage.setItem(keyOf(token), JSON.stringify(eta));
  } catch {
    // Storage is blocked: after a reload the range of then counts as the first.
  }
}

const isEta = (value: unknown): value is Eta =>
  typeof value === "object" &&
  value !== null &&
  "latest" in value &&
  typeof value.latest === "string" &&
  "earliest" in value &&
  typeof value.earliest === "string";
