import { FRESH_MS } from "../../../../shared/drivers/driver.presence.ts";
import { WORST_ACCURACY_METERS } from "../../../../shared/drivers/fix-quality.ts";
import { distanceMeters } from "../../../../shared/geo.ts";
import type { Fix } from "../phone/sampling.ts";
import type { Stop } from "./stops.ts";

/**
 * So near he is there. Half of what the service calls arriving: he sees the door himself, and two stops of one street
 * must not be taken for each other.
 */
const THERE_METERS = 75;

/** What a driver on task does now, by the stop before him and where his own phone is; the button says what comes next. */
export function doingWords(stop: Stop | undefined, here: Fix | null, nowMs: number): string {
  if (!stop) return "On task";
  const isThere = isAt(stop, here, nowMs);
  if (stop.kind === "pickup") return isThere ? "At the pickup" : "To the pickup";
  if (stop.order.status === "picked_up") return "Picked up";
  return isThere ? "At the door" : "To the door";
}

function isAt({ place }: Stop, here: Fix | null, nowMs: number): boolean {
  if (!here || nowMs - here.timestampMs > FRESH_MS || here.accuracyMeters > WORST_ACCURACY_METERS)
    return false;
  return distanceMeters(here, place) <= THERE_METERS;
}
