import { INDEX_VERSION } from "../embedded/index-schema.ts";
import { TILES_VERSION } from "../tiles/layers.ts";

/**
 * The files of a map, in the order in which they are made. A version is raised when the same extract gives another file.
 * Whoever adds one here is asked by the compiler how it is built (build-steps.ts).
 */
export const MAP_PARTS = [
  { part: "search", title: "Search index", file: "search.sqlite", version: INDEX_VERSION },
  { part: "tiles", title: "Base map", file: "tiles.pmtiles", version: TILES_VERSION },
] as const satisfies readonly { part: string; title: string; file: string; version: number }[];

export type MapPart = (typeof MAP_PARTS)[number]["part"];
