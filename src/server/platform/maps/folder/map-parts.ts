import { INDEX_VERSION } from "../embedded/geocoding/index.ts";
import { GRAPH_VERSION } from "../embedded/streets/graph/graph-file.ts";
import { TILES_VERSION } from "../tiles/layers.ts";

/**
 * The files of a map. A version is raised when the same extract gives another file: maps of before are then built anew.
 * Whoever adds one here lets a step of build-steps.ts write it.
 */
export const MAP_PARTS = [
  { part: "search", title: "search index", file: "search.sqlite", version: INDEX_VERSION },
  { part: "streets", title: "street graph", file: "streets.graph", version: GRAPH_VERSION },
  { part: "tiles", title: "base map", file: "tiles.pmtiles", version: TILES_VERSION },
] as const satisfies readonly { part: string; title: string; file: string; version: number }[];

export type MapPart = (typeof MAP_PARTS)[number]["part"];
