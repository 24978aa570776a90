import { existsSync } from "node:fs";
import type { MapsConfig } from "../../../../shared/maps/maps.schema.ts";
import type { MapsPort } from "../maps.port.ts";
import { approximateMatrix, approximateRoute } from "./approximate-route.ts";
import { Geocoder } from "./geocoder.ts";
import { type PrepareEmbeddedMaps, prepareEmbeddedMaps } from "./prepare-index.ts";

type EmbeddedMaps = PrepareEmbeddedMaps & {
  /** Base map, `.pmtiles`; checked for existence only, `tilesRoutes` serves it. */
  tilesPath: string;
};

const GEOCODE_LIMIT = 5;
const AUTOCOMPLETE_LIMIT = 8;

/**
 * Maps without a network or a key, from an OpenStreetMap extract: real addresses, and distances estimated from the
 * great circle (`approximate: true`). Builds the search index when there is none. Throws when a file is missing.
 */
export async function createEmbeddedMaps(options: EmbeddedMaps): Promise<MapsPort & AsyncDisposable> {
  if (!existsSync(options.tilesPath)) throw new Error(`The base map ${options.tilesPath} does not exist`);
  const { indexPath } = await prepareEmbeddedMaps(options);
  const geocoder = new Geocoder(indexPath);
  const [west, south, east, north] = geocoder.bounds;
  const config: MapsConfig = {
    provider: "embedded",
    tilesUrl: "/tiles/city.pmtiles",
    attribution: "© OpenStreetMap contributors",
    bounds: geocoder.bounds,
    center: { latitude: (south + north) / 2, longitude: (west + east) / 2 },
    minZoom: 13,
    maxZoom: 19,
  };
  return {
    source: "embedded",
    capabilities: { streets: false, traffic: false, billed: false },
    serviceArea: geocoder.bounds,
    geocode: async address => geocoder.search(address, { limit: GEOCODE_LIMIT, unfinished: false }),
    autocomplete: async (query, near) =>
      geocoder.search(query, { limit: AUTOCOMPLETE_LIMIT, near, unfinished: true }),
    reverse: async point => geocoder.nearest(point),
    route: async question => approximateRoute(question),
    matrix: async question => approximateMatrix(question),
    config: () => config,
    [Symbol.asyncDispose]: async () => geocoder[Symbol.dispose](),
  };
}
