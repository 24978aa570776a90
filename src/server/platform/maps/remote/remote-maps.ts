import type { Point } from "../../../../shared/geo.ts";
import type { GeocodeCandidate, MapsSource, RouteResult } from "../../../../shared/maps/maps.schema.ts";
import type { Asking, MapsCapabilities, MatrixQuestion, RouteQuestion } from "../maps.port.ts";
import type { MapsFailureReason } from "./maps-failure.ts";
import type { Cells } from "./matrix-batches.ts";

/** A matrix as a provider knows it; `failure` is why cells are missing when not for want of a way, `traffic` as in MatrixResult. */
export type RemoteMatrix = { cells: Cells; failure?: MapsFailureReason; traffic?: boolean };

/**
 * What is asked of a map service; what it does not offer is left out and answered by the embedded map. Errors:
 * MapsFailure.
 */
export type RemoteMaps = {
  readonly source: MapsSource;
  readonly capabilities: MapsCapabilities;
  geocode?(address: string, asking: Asking): Promise<GeocodeCandidate[]>;
  reverse?(point: Point, asking: Asking): Promise<GeocodeCandidate | null>;
  route(question: RouteQuestion): Promise<RouteResult>;
  matrix(question: MatrixQuestion): Promise<RemoteMatrix>;
};
