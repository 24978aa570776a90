import type { VehicleType } from "../../../../shared/drivers/driver.schema.ts";
import { distanceMeters, type Point } from "../../../../shared/geo.ts";
import type { RouteResult } from "../../../../shared/maps/maps.schema.ts";
import { encodePolyline } from "../../../../shared/maps/polyline.ts";
import type { RouteQuestion } from "../maps.port.ts";

/**
 * Streets are longer than the line through the air by `roadFactor`; `speedKmh` is along the streets, stops included.
 * Medians over pairs of doors of the demo city, which bench/maps prints: 1.68 at 18.4 km/h by car, and by bicycle 1.49 at
 * 8.9 km/h, for it waits at lights, shakes over setts and is pushed where people walk.
 */
const TRAVEL = {
  bike: { roadFactor: 1.5, speedKmh: 9 },
  scooter: { roadFactor: 1.7, speedKmh: 18.5 },
  car: { roadFactor: 1.7, speedKmh: 18.5 },
  van: { roadFactor: 1.7, speedKmh: 18.5 },
} satisfies Record<VehicleType, { roadFactor: number; speedKmh: number }>;

/** Metres and a tenth of a minute are finer than the estimate is. */
const round = (value: number, decimals: number) => Number(value.toFixed(decimals));

/** Kilometres and minutes without streets. */
export function estimate(origin: Point, destination: Point, vehicleType: VehicleType) {
  const { roadFactor, speedKmh } = TRAVEL[vehicleType];
  const distanceKm = (distanceMeters(origin, destination) * roadFactor) / 1000;
  return {
    distanceKm: round(distanceKm, 3),
    durationMinutes: round((distanceKm / speedKmh) * 60, 1),
  };
}

/** Great-circle distance (km) times a road factor, and the minutes that takes; the line is straight. */
export const approximateRoute = ({ origin, destination, vehicleType }: RouteQuestion): RouteResult => ({
  ...estimate(origin, destination, vehicleType),
  polyline: encodePolyline([origin, destination]),
  approximate: true,
  source: "embedded",
});
