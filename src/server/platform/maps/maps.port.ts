import type { VehicleType } from "../../../shared/drivers/driver.schema.ts";
import type { BoundingBox, Point } from "../../../shared/geo.ts";
import type {
  GeocodeCandidate,
  MapsConfig,
  MapsSource,
  MatrixResult,
  RouteResult,
} from "../../../shared/maps/maps.schema.ts";

export type RouteQuestion = { origin: Point; destination: Point; vehicleType: VehicleType };

export type MatrixQuestion = {
  origins: readonly Point[];
  destinations: readonly Point[];
  vehicleType: VehicleType;
};

/** What a provider can do beyond the minimum; callers phrase their promises by it. */
export type MapsCapabilities = {
  /** Routes follow streets; otherwise they are estimates marked `approximate`. */
  readonly streets: boolean;
  readonly traffic: boolean;
  /** Each call costs money or quota, so answers are worth caching. */
  readonly billed: boolean;
};

/** Everything the product asks of a map, whoever answers. Methods reject only when the provider itself fails. */
export interface MapsPort {
  readonly source: MapsSource;
  readonly capabilities: MapsCapabilities;
  readonly serviceArea: BoundingBox;
  /** Best first; empty when nothing resembles the address. */
  geocode(address: string): Promise<GeocodeCandidate[]>;
  /** Best first, at most 8; `near` prefers what is close by. The last word may be unfinished. */
  autocomplete(query: string, near?: Point): Promise<GeocodeCandidate[]>;
  /** The nearest address, or null when there is none within reach. */
  reverse(point: Point): Promise<GeocodeCandidate | null>;
  route(question: RouteQuestion): Promise<RouteResult>;
  matrix(question: MatrixQuestion): Promise<MatrixResult>;
  config(): MapsConfig;
}
