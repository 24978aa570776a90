import type { VehicleType } from "../../../shared/drivers/driver.schema.ts";
import { type FixQuality, WORST_ACCURACY_METERS } from "../../../shared/drivers/fix-quality.ts";
import { distanceMeters, fromGeoJson, type GeoJsonPoint } from "../../../shared/geo.ts";

/** A place at a device time; accuracy in metres (68 % radius), null when the phone did not say. */
export type Sighting = { location: GeoJsonPoint; timestamp: Date; accuracy: number | null };

/** Fixes that agree with each other and not with where the driver is believed to be. */
export type Doubt = { since: Date; count: number; last: Sighting };

/** What the fixes of a driver up to some device time come to: where he is believed to be, and what speaks against it. */
export type Track<Fix extends Sighting = Sighting> = { believed: Fix | null; doubt: Doubt | null };

/** What is assumed of a phone that tells no accuracy: four times that of a phone under open sky (gps.gov, 4.9 m). */
const UNTOLD_ACCURACY_METERS = 20;
/**
 * km/h that no such vehicle passes: a bicycle down a steep hill (electric ones assist to 25 or 45 km/h: Regulation (EU)
 * 168/2013); a 125 cm3 scooter (category L3e-A1, 11 kW); a car and a van well above the limits of European motorways.
 */
const FASTEST_KMH = { bike: 70, scooter: 120, car: 180, van: 160 } satisfies Record<VehicleType, number>;
/** So many fixes that agree, over at least so long, are no reflection between two houses but a place. */
const CONFIRMATIONS = 3;
const CONFIRMED_AFTER_MS = 10_000;

/**
 * Judges the next fix by device time. One that is imprecise says nothing. One that the vehicle could not have reached
 * is doubted, until several in a row agree with each other: then the driver really is there (a ferry, a clock that was
 * set right), and it is the earlier place that is given up. A fix that is believed forgets all doubt.
 */
export function judge<Fix extends Sighting>(
  track: Track<Fix>,
  fix: Fix,
  vehicleType: VehicleType,
): { quality: FixQuality; track: Track<Fix> } {
  if (fix.accuracy !== null && fix.accuracy > WORST_ACCURACY_METERS) return { quality: "imprecise", track };
  const { believed } = track;
  const doubt =
    believed && !isReachable(believed, fix, vehicleType) ? doubtOf(track.doubt, fix, vehicleType) : null;
  if (doubt && !isConfirmed(doubt)) return { quality: "implausible", track: { believed, doubt } };
  return { quality: "good", track: { believed: fix, doubt: null } };
}

function doubtOf(doubt: Doubt | null, fix: Sighting, vehicleType: VehicleType): Doubt {
  const agrees = doubt !== null && isReachable(doubt.last, fix, vehicleType);
  return { since: agrees ? doubt.since : fix.timestamp, count: agrees ? doubt.count + 1 : 1, last: fix };
}

const isConfirmed = ({ since, count, last }: Doubt): boolean =>
  count >= CONFIRMATIONS && last.timestamp.getTime() - since.getTime() >= CONFIRMED_AFTER_MS;

/** Whether the vehicle can have come from one place to the other in time, as far as the phone knew where it was. */
function isReachable(from: Sighting, to: Sighting, vehicleType: VehicleType): boolean {
  const seconds = (to.timestamp.getTime() - from.timestamp.getTime()) / 1_000;
  const meters = distanceMeters(fromGeoJson(from.location), fromGeoJson(to.location));
  return meters <= (FASTEST_KMH[vehicleType] / 3.6) * seconds + vagueness(from) + vagueness(to);
}

const vagueness = ({ accuracy }: Sighting): number => accuracy ?? UNTOLD_ACCURACY_METERS;
