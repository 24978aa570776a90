import { z } from "zod";
import { VehicleType } from "../drivers/driver.schema.ts";
import type { BoundingBox } from "../geo.ts";
import { Point } from "../point.schema.ts";
import { line } from "../text.ts";

export const GeocodeInput = z.strictObject({ address: line(2, 200) });
export type GeocodeInput = z.infer<typeof GeocodeInput>;
export const AutocompleteInput = z.strictObject({ query: line(1, 120), near: Point.optional() });
export type AutocompleteInput = z.infer<typeof AutocompleteInput>;
export const ReverseInput = Point;
export const RouteInput = z.strictObject({
  origin: Point,
  destination: Point,
  vehicleType: VehicleType.default("car"),
});
export type RouteInput = z.infer<typeof RouteInput>;
export const MatrixInput = z.strictObject({
  origins: z.array(Point).min(1).max(25),
  destinations: z.array(Point).min(1).max(25),
  vehicleType: VehicleType.default("car"),
});
export type MatrixInput = z.infer<typeof MatrixInput>;

/** Where a result came from. */
export type MapsSource = "embedded" | "google" | "osrm";

/** A place that an address may mean. `confidence` is 0 to 1; 1 is the exact house. */
export type GeocodeCandidate = Point & {
  address: string;
  kind: "address" | "street" | "place";
  confidence: number;
  source: MapsSource;
};

/** A way from one point to another. `approximate` is true when it does not follow streets. */
export type RouteResult = {
  distanceKm: number;
  durationMinutes: number;
  /** Encoded Polyline Algorithm Format, precision 5. */
  polyline: string;
  approximate: boolean;
  source: MapsSource;
};

/** `rows[i][j]` is origin i to destination j. */
export type MatrixResult = {
  rows: { distanceKm: number; durationMinutes: number }[][];
  approximate: boolean;
  source: MapsSource;
};

/** What the client needs to draw the base map. */
export type MapsConfig = {
  provider: MapsSource;
  tilesUrl: string;
  attribution: string;
  bounds: BoundingBox;
  center: Point;
  minZoom: number;
  maxZoom: number;
};
