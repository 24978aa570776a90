import type { VehicleType } from "../../../../shared/drivers/driver.schema.ts";
import { distanceMeters, type Point } from "../../../../shared/geo.ts";
import type { RouteResult } from "../../../../shared/maps/maps.schema.ts";
import { encodePolyline } from "../../../../shared/maps/polyline.ts";
import type { RouteQuestion } from "../maps.port.ts";

/**
 * Streets are longer than the line through the air by `roadFactor`; `speedKmh` is along the streets, stops included.
 * Measured on the streets of the demo city (one-ways, turn restrictions, signals): 3,300 random pairs 300 m or more
 * apart. Medians, with 10th and 90th percentile: car 1.61 (1.22, 2.59) at 21.0 km/h (18.6, 24.6); bicycle 1.35
 * (1.16, 1.75) at 12.0 km/h (9.6, 13.2). A moped takes the car's streets; a van is taken to be 10 % slower.
 */
const TRAVEL = {
  bike: { roadFactor: 1.35, speedKmh: 12 },
  scooter: { roadFactor: 1.6, speedKmh: 21 },
  car: { roadFactor: 1.6, speedKmh: 21 },
  van: { roadFactor: 1.6, speedKmh: 19 },
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
