import { existsSync } from "node:fs";
import type { MapsConfig } from "../../../../shared/maps/maps.schema.ts";
import type { MapsPort } from "../maps.port.ts";
import { Geocoder } from "./geocoder.ts";
import { type PreparedMap, type PrepareEmbeddedMaps, prepareEmbeddedMaps } from "./prepare-index.ts";
import { createStreetRoutes } from "./street-routes.ts";
import { openGraph } from "./streets/graph-file.ts";
import { createRouter } from "./streets/router.ts";

/** Base map, `.pmtiles`; checked for existence only, `tilesRoutes` serves it. */
type Tiles = { tilesPath: string };

const GEOCODE_LIMIT = 5;
const AUTOCOMPLETE_LIMIT = 8;

/**
 * Maps without a network or a key, from an OpenStreetMap extract: real addresses, and routes along real streets.
 * Builds the search index and the street graph when there are none. Throws when a file is missing.
 */
export async function createEmbeddedMaps(
  options: PrepareEmbeddedMaps & Tiles,
): Promise<MapsPort & AsyncDisposable> {
  requireTiles(options);
  return openEmbeddedMaps({ ...(await prepareEmbeddedMaps(options)), tilesPath: options.tilesPath });
}

/** The same from what was made of an extract before. Throws when a file is missing or not what it should be. */
export async function openEmbeddedMaps({
  indexPath,
  graphPath,
  tilesPath,
}: PreparedMap & Tiles): Promise<MapsPort & AsyncDisposable> {
  requireTiles({ tilesPath });
  const { graph } = await openGraph(graphPath);
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
    capabilities: { streets: true, traffic: false, billed: false },
    serviceArea: geocoder.bounds,
    geocode: async address => geocoder.search(address, { limit: GEOCODE_LIMIT, unfinished: false }),
    autocomplete: async (query, near) =>
      geocoder.search(query, { limit: AUTOCOMPLETE_LIMIT, near, unfinished: true }),
    reverse: async point => geocoder.nearest(point),
    ...createStreetRoutes(createRouter(graph)),
    config: () => config,
    [Symbol.asyncDispose]: async () => geocoder[Symbol.dispose](),
  };
}

function requireTiles({ tilesPath }: Tiles): void {
  if (!existsSync(tilesPath)) throw new Error(`The base map ${tilesPath} does not exist`);
}
