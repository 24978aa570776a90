import type { VehicleType } from "../../../shared/drivers/driver.schema.ts";
import type { BoundingBox, Point } from "../../../shared/geo.ts";
import type {
  BaseMapConfig,
  GeocodeCandidate,
  MapsSource,
  MatrixResult,
  RouteResult,
} from "../../../shared/maps/maps.schema.ts";

/** What a provider is called for, and may charge for. */
export type MapCallKind = "geocode" | "route" | "matrix" | "tile";

/** Who asks and why; never about which order or person. */
export type Asking = {
  /**
   * For counting, and because a price needs no traffic, which costs more; `search` when it is left out. `quote`: the
   * price of a delivery; `eta`: when a driver arrives; `view`: a look at the map.
   */
  purpose?: "search" | "quote" | "eta" | "view";
  /** Hears what the answer has cost, in billed calls or elements. What was kept, joined or embedded costs nothing. */
  onBilled?: (kind: MapCallKind, units: number) => void;
};

type Way = { vehicleType: VehicleType };

export type RouteQuestion = Asking & Way & { origin: Point; destination: Point };

export type MatrixQuestion = Asking & Way & { origins: readonly Point[]; destinations: readonly Point[] };

/** What a provider can do beyond the minimum; callers phrase their promises by it. */
export type MapsCapabilities = {
  readonly traffic: boolean;
  /** Each call costs money or quota, so answers are worth caching. */
  readonly billed: boolean;
};

/**
 * Everything the product asks of a map, whoever answers: `source` of a result says who did, and `approximate` how well.
 * Methods reject only when the embedded map fails; where another provider does, the embedded map answers in its place.
 */
export interface MapsPort {
  readonly source: MapsSource;
  readonly capabilities: MapsCapabilities;
  readonly serviceArea: BoundingBox;
  /** Best first; empty when nothing resembles the address. */
  geocode(address: string, asking?: Asking): Promise<GeocodeCandidate[]>;
  /** Best first, at most 8; `near` prefers what is close by. The last word may be unfinished. */
  autocomplete(query: string, near?: Point): Promise<GeocodeCandidate[]>;
  /** The nearest address, else the street or place that is near, or null when there is none within reach. */
  reverse(point: Point, asking?: Asking): Promise<GeocodeCandidate | null>;
  route(question: RouteQuestion): Promise<RouteResult>;
  matrix(question: MatrixQuestion): Promise<MatrixResult>;
  config(): BaseMapConfig;
}
