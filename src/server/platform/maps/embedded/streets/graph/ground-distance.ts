import type { Point } from "../../../../../../shared/geo.ts";

/** Metres that a degree spans around some latitude. */
export type DegreeMeters = { latitude: number; longitude: number };

/**
 * On the ellipsoid WGS 84, good to a millimetre in a street; a sphere is off by 0.3 % in Helsinki. Series of the
 * National Geospatial-Intelligence Agency (https://en.wikipedia.org/wiki/Geographic_coordinate_system#Length_of_a_degree).
 */
export function metersPerDegree(latitude: number): DegreeMeters {
  const phi = (latitude * Math.PI) / 180;
  return {
    latitude:
      111_132.92 - 559.82 * Math.cos(2 * phi) + 1.175 * Math.cos(4 * phi) - 0.0023 * Math.cos(6 * phi),
    longitude: 111_412.84 * Math.cos(phi) - 93.5 * Math.cos(3 * phi) + 0.118 * Math.cos(5 * phi),
  };
}

/** Metres between two points some streets apart. */
export function groundMeters(from: Point, to: Point): number {
  const perDegree = metersPerDegree((from.latitude + to.latitude) / 2);
  return Math.hypot(
    (to.latitude - from.latitude) * perDegree.latitude,
    (to.longitude - from.longitude) * perDegree.longitude,
  );
}
