import { drawFeatures, type Repairs } from "./features.ts";
import { LAYERS, TILES_VERSION, ZOOMS } from "./layers.ts";
import { writePmtiles } from "./pmtiles.ts";
import type { Sketch } from "./sketch.ts";
import { cutTiles, type EncodedTile } from "./vector-tiles.ts";

type BuildTiles = {
  sketch: Sketch;
  /** Shown by whoever looks into the file. */
  name: string;
  attribution: string;
  onProgress?: (fraction: number) => void;
};

export type BuiltTiles = {
  archive: Uint8Array;
  repairs: Repairs;
  /** How many tiles of each zoom there are, smallest zoom first. */
  tilesByZoom: [zoom: number, tiles: number][];
};

/** The fields of each layer, as PMTiles wants them told in its metadata. */
const FIELDS: Record<(typeof LAYERS)[number], Record<string, "String" | "Number" | "Boolean">> = {
  earth: { kind: "String" },
  water: { kind: "String", name: "String" },
  landuse: { kind: "String" },
  buildings: { kind: "String" },
  roads: {
    kind: "String",
    kind_detail: "String",
    name: "String",
    is_bridge: "Boolean",
    is_link: "Boolean",
    is_tunnel: "Boolean",
  },
  pois: { kind: "String", name: "String" },
  places: {
    kind: "String",
    kind_detail: "String",
    min_zoom: "Number",
    name: "String",
    population_rank: "Number",
  },
};

/** Draws the base map of a sketch as vector tiles in one PMTiles archive. The same sketch gives the same bytes. */
export function buildTiles({ sketch, name, attribution, onProgress }: BuildTiles): BuiltTiles {
  const { features, repairs } = drawFeatures(sketch);
  const tilesByZoom = new Map<number, number>();
  const archive = writePmtiles(counted(cutTiles(sketch.bounds, features, onProgress), tilesByZoom), {
    bounds: sketch.bounds,
    minZoom: ZOOMS.min,
    maxZoom: ZOOMS.max,
    metadata: {
      name,
      description: "Base map of MedEx Delivery, in the layers of the Protomaps basemap",
      attribution,
      version: String(TILES_VERSION),
      type: "baselayer",
      vector_layers: LAYERS.map(id => ({ id, fields: FIELDS[id], minzoom: ZOOMS.min, maxzoom: ZOOMS.max })),
    },
  });
  return { archive, repairs, tilesByZoom: [...tilesByZoom].toSorted(([one], [other]) => one - other) };
}

function* counted(tiles: Iterable<EncodedTile>, byZoom: Map<number, number>): Generator<EncodedTile> {
  for (const tile of tiles) {
    byZoom.set(tile.z, (byZoom.get(tile.z) ?? 0) + 1);
    yield tile;
  }
}
