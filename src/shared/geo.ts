// The schema lies apart: a map on a recipient's phone measures distances and needs no zod for it.
import type { Point } from "./point.schema.ts";

export type { Point };

/** GeoJSON point as MongoDB's 2dsphere index wants it: longitude first (RFC 7946, section 3.1.1). */
export type GeoJsonPoint = { type: "Point"; coordinates: [longitude: number, latitude: number] };

/** West, south, east, north in degrees (RFC 7946, section 5). */
export type BoundingBox = readonly [west: number, south: number, east: number, north: number];

/** Of whatever has a place, the place alone: to be compared, or sent. */
export const pointOf = ({ latitude, longitude }: Point): Point => ({ latitude, longitude });

/** Mean radius of the earth in metres (IUGG, R1). */
const EARTH_RADIUS_METERS = 6_371_008.8;

/** Of latitude; of longitude at the equator. */
export const METERS_PER_DEGREE = (Math.PI / 180) * EARTH_RADIUS_METERS;

const toRadians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance in metres, by the haversine formula (Sinnott, 1984). */
export function distanceMeters(from: Point, to: Point): number {
  const halfLatitude = toRadians(to.latitude - from.latitude) / 2;
  const halfLongitude = toRadians(to.longitude - from.longitude) / 2;
  const chord =
    Math.sin(halfLatitude) ** 2 +
    Math.cos(toRadians(from.latitude)) * Math.cos(toRadians(to.latitude)) * Math.sin(halfLongitude) ** 2;
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Length in metres of the line through `points`, in order; 0 for fewer than two. */
export function pathLengthMeters(points: readonly Point[]): number {
  let meters = 0;
  let previous: Point | undefined;
  for (const point of points) {
    if (previous) meters += distanceMeters(previous, point);
    previous = point;
  }
  return meters;
}

/** Initial bearing from `from` to `to`, degrees clockwise from north, 0 <= bearing < 360. */
export function bearingDegrees(from: Point, to: Point): number {
  const deltaLongitude = toRadians(to.longitude - from.longitude);
  const y = Math.sin(deltaLongitude) * Math.cos(toRadians(to.latitude));
  const x =
    Math.cos(toRadians(from.latitude)) * Math.sin(toRadians(to.latitude)) -
    Math.sin(toRadians(from.latitude)) * Math.cos(toRadians(to.latitude)) * Math.cos(deltaLongitude);
  return ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360;
}

export const toGeoJson = (point: Point): GeoJsonPoint => ({
  type: "Point",
  coordinates: [point.longitude, point.latitude],
});

export const fromGeoJson = ({ coordinates: [longitude, latitude] }: GeoJsonPoint): Point => ({
  latitude,
  longitude,
});

/** True when the point lies inside the box, edges included. */
export const isInside = ([west, south, east, north]: BoundingBox, { latitude, longitude }: Point): boolean =>
  latitude >= south && latitude <= north && longitude >= west && longitude <= east;
