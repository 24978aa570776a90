import { baseMapConfig } from "../base-map.ts";
import type { MapsPort } from "../maps.port.ts";
import { Geocoder } from "./geocoding/index.ts";
import { spoiltFile } from "./spoilt-file.ts";
import { createStreetRoutes } from "./street-routes.ts";
import { openGraph } from "./streets/graph/graph-file.ts";
import { createRouter } from "./streets/routing/router.ts";

type OpenEmbeddedMaps = {
  /** The search index, and the graph of the streets. */
  files: { search: string; streets: string };
  /** Where clients get the base map. */
  tilesUrl: string;
};

const GEOCODE_LIMIT = 5;
const AUTOCOMPLETE_LIMIT = 8;

/**
 * Maps without a network or a key, of what was made of an OpenStreetMap extract: real addresses, and routes along real
 * streets. Throws StartupProblem when a file is missing or not what it should be.
 */
export async function openEmbeddedMaps({
  files,
  tilesUrl,
}: OpenEmbeddedMaps): Promise<MapsPort & AsyncDisposable> {
  const { graph } = await openGraph(files.streets);
  const geocoder = openGeocoder(files.search);
  const config = baseMapConfig("embedded", geocoder.bounds, tilesUrl);
  return {
    source: "embedded",
    capabilities: { traffic: false, billed: false },
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

function openGeocoder(path: string): Geocoder {
  try {
    return new Geocoder(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw spoiltFile(
      `the search index ${path} cannot be read (${reason}).`,
      "Without it no address is found.",
      cause,
    );
  }
}
