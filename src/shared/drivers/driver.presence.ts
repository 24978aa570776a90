import type { DriverStatus } from "./driver.schema.ts";

/** Younger than this a position is as good as now: a phone that stands still tells its place twice as often. */
export const FRESH_MS = 60_000;

/** A phone on duty reports every few seconds; after three minutes without a word its position means nothing. */
export const SILENT_AFTER_MS = 3 * 60_000;

export type Presence = { status: DriverStatus; lastLocationUpdate: Date | null };

/**
 * True when a working driver has not been heard of for a while. One who has just come on duty and never reported is
 * not missed yet; one who carries parcels is.
 */
export function isSilent({ status, lastLocationUpdate }: Presence, now: Date): boolean {
  if (status !== "available" && status !== "busy") return false;
  if (!lastLocationUpdate) return status === "busy";
  return now.getTime() - lastLocationUpdate.getTime() > SILENT_AFTER_MS;
}

/** When a driver who is silent was last heard of; null of one who is heard, and of one who has never told anything. */
export const silentSince = (driver: Presence, now: Date): Date | null =>
  isSilent(driver, now) ? driver.lastLocationUpdate : null;
