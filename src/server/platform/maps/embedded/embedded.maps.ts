import { existsSync } from "node:fs";
import { baseMapConfig } from "../base-map.ts";
import type { MapsPort } from "../maps.port.ts";
import { Geocoder } from "./geocoding/index.ts";
import { type PreparedMap, type PrepareEmbeddedMaps, prepareEmbeddedMaps } from "./prepare-index.ts";
import { createStreetRoutes } from "./street-routes.ts";
import { openGraph } from "./streets/graph-file.ts";
import { createRouter } from "./streets/router.ts";

type Tiles = {
  /** Base map, `.pmtiles`; checked for existence only, `tilesRoutes` serves it. */
  tilesPath: string;
  /** Where clients get it. */
  tilesUrl?: string;
};

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
  return openEmbeddedMaps({ ...options, ...(await prepareEmbeddedMaps(options)) });
}

/** The same from what was made of an extract before. Throws when a file is missing or not what it should be. */
export async function openEmbeddedMaps({
  indexPath,
  graphPath,
  tilesPath,
  tilesUrl,
}: PreparedMap & Tiles): Promise<MapsPort & AsyncDisposable> {
  requireTiles({ tilesPath });
  const { graph } = await openGraph(graphPath);
  const geocoder = new Geocoder(indexPath);
  const config = baseMapConfig("embedded", geocoder.bounds, tilesUrl);
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
