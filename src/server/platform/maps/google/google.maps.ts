import type { BoundingBox } from "../../../../shared/geo.ts";
import type { RemoteMaps } from "../remote/remote-maps.ts";
import { createGeocoding } from "./geocoding.ts";
import type { GoogleService } from "./google-service.ts";
import { createRoutes } from "./routes.ts";

/**
 * Addresses by the Geocoding API, routes with traffic by the Routes API. Suggestions while typing are left to the
 * embedded map: each letter would be a billed call (docs/decisions/0029).
 */
export function createGoogleMaps(deps: {
  service: GoogleService;
  area: BoundingBox;
  /** The most elements of a matrix that are asked for in one call. */
  elementsAtOnce: number;
}): RemoteMaps {
  return {
    source: "google",
    capabilities: { traffic: true, billed: true },
    ...createGeocoding(deps.service, deps.area),
    ...createRoutes(deps.service, deps),
  };
}
