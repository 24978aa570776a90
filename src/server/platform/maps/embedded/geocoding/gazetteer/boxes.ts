import {
  type BoundingBox,
  distanceMeters,
  METERS_PER_DEGREE,
  type Point,
} from "../../../../../../shared/geo.ts";

export function boxOf(points: readonly Point[]): BoundingBox {
  const box: [number, number, number, number] = [180, 90, -180, -90];
  for (const { latitude, longitude } of points) {
    box[0] = Math.min(box[0], longitude);
    box[1] = Math.min(box[1], latitude);
    box[2] = Math.max(box[2], longitude);
    box[3] = Math.max(box[3], latitude);
  }
  return box;
}

/** The square of `2 * meters` around a point. */
export function boxAround({ latitude, longitude }: Point, meters: number): BoundingBox {
  const tall = meters / METERS_PER_DEGREE;
  const wide = tall / Math.max(0.01, Math.cos((latitude * Math.PI) / 180));
  return [longitude - wide, latitude - tall, longitude + wide, latitude + tall];
}

/** Distance of two boxes, 0 when they overlap; on the plane, which is near enough for a town. */
export function gapMeters(one: BoundingBox, other: BoundingBox): number {
  const wide = Math.max(0, one[0] - other[2], other[0] - one[2]) * Math.cos((one[1] * Math.PI) / 180);
  const tall = Math.max(0, one[1] - other[3], other[1] - one[3]);
  return Math.hypot(wide, tall) * METERS_PER_DEGREE;
}

export const diagonalMeters = ([west, south, east, north]: BoundingBox): number =>
  distanceMeters({ latitude: south, longitude: west }, { latitude: north, longitude: east });

/** The point of the line between two points that is nearest to `point`, on the plane. */
export function nearestOnLine(point: Point, from: Point, to: Point): Point {
  const squeeze = Math.cos((point.latitude * Math.PI) / 180);
  const [toX, toY] = [(to.longitude - from.longitude) * squeeze, to.latitude - from.latitude];
  const [x, y] = [(point.longitude - from.longitude) * squeeze, point.latitude - from.latitude];
  const length = toX ** 2 + toY ** 2;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, (x * toX + y * toY) / length));
  return {
    latitude: from.latitude + along * toY,
    longitude: from.longitude + along * (to.longitude - from.longitude),
  };
}

/** Mean of the points; undefined when there is none. */
export function middle(points: readonly Point[]): Point | undefined {
  if (points.length === 0) return undefined;
  let [latitude, longitude] = [0, 0];
  for (const point of points) {
    latitude += point.latitude;
    longitude += point.longitude;
  }
  return { latitude: latitude / points.length, longitude: longitude / points.length };
}

/** The vertex nearest to the middle of all, so that a street's point lies on the street. */
export function middleVertex(points: readonly Point[]): Point | undefined {
  const center = middle(points);
  if (!center) return undefined;
  const { latitude, longitude } = points.reduce((best, point) =>
    distanceMeters(point, center) < distanceMeters(best, center) ? point : best,
  );
  return { latitude, longitude };
}
