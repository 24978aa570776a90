import type { VehicleType } from "../../../../shared/drivers/driver.schema.ts";
import { distanceMeters, type Point } from "../../../../shared/geo.ts";
import type { RouteResult } from "../../../../shared/maps/maps.schema.ts";
import { encodePolyline } from "../../../../shared/maps/polyline.ts";
import type { RouteQuestion } from "../maps.port.ts";

/**
 * Streets are longer than the line through the air by `roadFactor`; `speedKmh` is along the streets, stops included.
 * Medians over 3,300 random pairs of the demo city, 300 m or more apart, by our own router; with the 10th and 90th
 * percentile: motor vehicles 1.60 (1.22, 2.6) at 21.2 km/h (18.8, 24.3), bicycles 1.46 (1.24, 1.98) at 9.4 km/h
 * (7.1, 11.5), for they wait at lights, shake over setts and are pushed where people walk.
 */
const TRAVEL = {
  bike: { roadFactor: 1.45, speedKmh: 9.4 },
  scooter: { roadFactor: 1.6, speedKmh: 21 },
  car: { roadFactor: 1.6, speedKmh: 21 },
  van: { roadFactor: 1.6, speedKmh: 21 },
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
