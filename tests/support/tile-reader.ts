import { VectorTile, type VectorTileFeature } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { PMTiles, type Source } from "pmtiles";

/** An archive in memory, read by the library that clients read it with. `fetched` are the ranges it asked for. */
export function openArchive(bytes: Uint8Array): {
  archive: PMTiles;
  fetched: { offset: number; length: number }[];
} {
  const fetched: { offset: number; length: number }[] = [];
  const source: Source = {
    getKey: () => "memory",
    getBytes: async (offset, length) => {
      fetched.push({ offset, length });
      return { data: Uint8Array.from(bytes.subarray(offset, offset + length)).buffer };
    },
  };
  return { archive: new PMTiles(source), fetched };
}

/** The features of one tile by layer; null when there is no such tile. */
export async function readTile(
  archive: PMTiles,
  z: number,
  x: number,
  y: number,
): Promise<Record<string, VectorTileFeature[]> | null> {
  const tile = await archive.getZxy(z, x, y);
  if (!tile) return null;
  const { layers } = new VectorTile(new PbfReader(new Uint8Array(tile.data)));
  return Object.fromEntries(
    Object.entries(layers).map(([name, layer]) => [
      name,
      Array.from({ length: layer.length }, (_, index) => layer.feature(index)),
    ]),
  );
}

/** The tile that a place lies in. */
export function tileAt(
  z: number,
  [longitude, latitude]: readonly [number, number],
): [z: number, x: number, y: number] {
  const radians = (latitude * Math.PI) / 180;
  const row = (1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2;
  return [z, Math.floor(((longitude + 180) / 360) * 2 ** z), Math.floor(row * 2 ** z)];
}
