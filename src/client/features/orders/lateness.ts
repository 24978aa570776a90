import type { Eta, LiveEta } from "../../../shared/orders/order.schema.ts";
import { duration } from "../../ui/time-format.ts";

/** He is at the recipient's door, or all but there: a time says no more. At the pickup it still does. */
export const isAtTheDoor = (eta: Eta | null): boolean =>
  eta?.state === "arriving" && eta.nextStop === "delivery";

/** There is a time, and it says something. */
export const isTimed = (eta: Eta): eta is LiveEta => eta.state !== "stale" && !isAtTheDoor(eta);

/** "4 min late", by what the recipient was told; null while that time has not passed, and where none was told. */
export function lateWords(toldAt: string | null, nowMs: number): string | null {
  const lateMs = toldAt ? nowMs - Date.parse(toldAt) : 0;
  if (lateMs <= 0) return null;
  return lateMs < 60_000 ? "a little late" : `${duration(lateMs)} late`;
}

/** Of a driver at the door, in one sentence on every screen: that he is there, and that it took longer than was said. */
export function arrivingWords(toldAt: string | null, nowMs: number): string {
  const late = lateWords(toldAt, nowMs);
  return late ? `Arriving now, ${late}` : "Arriving now";
}

/** The same for the ear, where it is read out whenever it changes: without the minutes. */
export const arrivingAloud = (toldAt: string | null, nowMs: number): string =>
  lateWords(toldAt, nowMs) ? "Arriving now, later than was said" : "Arriving now";
