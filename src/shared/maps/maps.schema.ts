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
  /** True when the time reckons with the traffic of its departure; left out otherwise. */
  traffic?: boolean;
};

export type MatrixCell = {
  distanceKm: number;
  durationMinutes: number;
  /** Where this one came from when it is not where the others did: their provider had no way here. */
  source?: MapsSource;
};

/** `rows[i][j]` is origin i to destination j. `approximate` is true when one of them does not follow streets. */
export type MatrixResult = {
  rows: MatrixCell[][];
  approximate: boolean;
  source: MapsSource;
  /** True when the times of `source` reckon with the traffic of their departure; left out otherwise. */
  traffic?: boolean;
};

/** Images to draw in place of the vector map, under the conditions of whoever made them: docs/maps.md. */
export type RasterTiles = {
  /** Of this server, with `{z}`, `{x}` and `{y}`. A tile may be refused: the vector map is there still. */
  url: string;
  tileSize: number;
  minZoom: number;
  maxZoom: number;
  /** To be shown at the bottom right, whole, while these tiles are. */
  attribution: string;
  /** To be shown at the bottom left, uncovered, while these tiles are. */
  mark: string;
};

/** What the client needs to draw the base map. */
export type BaseMapConfig = {
  provider: MapsSource;
  tilesUrl: string;
  attribution: string;
  bounds: BoundingBox;
  center: Point;
  minZoom: number;
  maxZoom: number;
  /** Left out where the vector map is the map. */
  raster?: RasterTiles;
};

/** What the client may draw, and what it may ask. */
export type MapsConfig = BaseMapConfig & {
  /** Each way is paid for: the client asks for those that are the same for everybody, and for each of them once. */
  billed: boolean;
};
