import { gzipSync } from "node:zlib";
import type { BoundingBox } from "../../../../shared/geo.ts";
import type { TileAddress } from "../tile-grid.ts";
import type { EncodedTile } from "./vector-tiles.ts";

/*
 * Writes PMTiles archives, version 3 (github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md): a header, a directory
 * of tiles in the order of a Hilbert curve, metadata, and the tiles. Readers take what they need by byte ranges.
 */

type Entry = { tileId: number; runLength: number; length: number; offset: number };

type ArchiveDescription = {
  bounds: BoundingBox;
  minZoom: number;
  maxZoom: number;
  /** JSON: name, attribution and `vector_layers`. */
  metadata: Record<string, unknown>;
};

const HEADER_BYTES = 127;
/** A reader fetches so much at once, and expects header and root directory in it. */
const FIRST_FETCH_BYTES = 16_384;
const FIRST_LEAF_ENTRIES = 4_096;
const GZIP = 2;
const VECTOR_TILES = 1;
const VERSION = 3;

/** The number of a tile: those of smaller zooms first, then along the Hilbert curve of its own (spec, section 4.1). */
export function tileIdOf({ z, x, y }: TileAddress): number {
  let [before, column, row, along] = [(4 ** z - 1) / 3, x, y, 0];
  for (let side = 2 ** z / 2; side >= 1; side /= 2) {
    const isRight = (column & side) > 0 ? 1 : 0;
    const isLow = (row & side) > 0 ? 1 : 0;
    along += side * side * ((3 * isRight) ^ isLow);
    if (isLow) continue;
    if (isRight) [column, row] = [side - 1 - column, side - 1 - row];
    [column, row] = [row, column];
  }
  before += along;
  return before;
}

/** Packs tiles into one archive. The same tiles give the same bytes, in whatever order they come. */
export function writePmtiles(tiles: Iterable<EncodedTile>, description: ArchiveDescription): Uint8Array {
  const { entries, data, contents } = packTiles(tiles);
  const { root, leaves } = directoriesOf(entries);
  const metadata = gzip(Buffer.from(JSON.stringify(description.metadata)));
  const [rootAt, metadataAt] = [HEADER_BYTES, HEADER_BYTES + root.length];
  const leavesAt = metadataAt + metadata.length;
  const dataAt = leavesAt + leaves.length;
  const header = headerOf(description, {
    places: [
      [rootAt, root.length],
      [metadataAt, metadata.length],
      [leavesAt, leaves.length],
      [dataAt, data.length],
    ],
    counts: [entries.reduce((sum, { runLength }) => sum + runLength, 0), entries.length, contents],
  });
  return Buffer.concat([header, root, metadata, leaves, data]);
}

/** Each content once, in the order of the tiles; neighbours with the same content share an entry. */
function packTiles(tiles: Iterable<EncodedTile>): { entries: Entry[]; data: Uint8Array; contents: number } {
  // Packed as they come, for unpacked they would fill the memory.
  const sorted = Array.from(tiles, tile => ({ tileId: tileIdOf(tile), packed: gzip(tile.bytes) })).sort(
    (one, other) => one.tileId - other.tileId,
  );
  const places = new Map<string, { offset: number; length: number }>();
  const parts: Uint8Array[] = [];
  const entries: Entry[] = [];
  let size = 0;
  for (const { tileId, packed } of sorted) {
    const content = Bun.SHA256.hash(packed, "hex");
    let place = places.get(content);
    if (!place) {
      place = { offset: size, length: packed.length };
      places.set(content, place);
      parts.push(packed);
      size += packed.length;
    }
    const last = entries.at(-1);
    if (last && last.offset === place.offset && last.tileId + last.runLength === tileId) last.runLength++;
    else entries.push({ tileId, runLength: 1, ...place });
  }
  return { entries, data: Buffer.concat(parts), contents: parts.length };
}

/** One directory when it fits into the first fetch; otherwise a root whose entries lead to leaves. */
function directoriesOf(entries: readonly Entry[]): { root: Uint8Array; leaves: Uint8Array } {
  const whole = encodeDirectory(entries);
  if (HEADER_BYTES + whole.length <= FIRST_FETCH_BYTES) return { root: whole, leaves: new Uint8Array() };
  for (let size = FIRST_LEAF_ENTRIES; ; size *= 2) {
    const rootEntries: Entry[] = [];
    const leaves: Uint8Array[] = [];
    let offset = 0;
    for (let from = 0; from < entries.length; from += size) {
      const leaf = encodeDirectory(entries.slice(from, from + size));
      rootEntries.push({ tileId: entries[from]?.tileId ?? 0, runLength: 0, length: leaf.length, offset });
      leaves.push(leaf);
      offset += leaf.length;
    }
    const root = encodeDirectory(rootEntries);
    if (HEADER_BYTES + root.length <= FIRST_FETCH_BYTES) return { root, leaves: Buffer.concat(leaves) };
  }
}

/** Columns of varints, ids as differences; an entry that begins where the one before ends has offset 0 (spec, section 4.2). */
function encodeDirectory(entries: readonly Entry[]): Uint8Array {
  const bytes: number[] = [];
  pushVarint(bytes, entries.length);
  let last = 0;
  for (const { tileId } of entries) {
    pushVarint(bytes, tileId - last);
    last = tileId;
  }
  for (const { runLength } of entries) pushVarint(bytes, runLength);
  for (const { length } of entries) pushVarint(bytes, length);
  entries.forEach(({ offset }, index) => {
    const before = entries[index - 1];
    pushVarint(bytes, before && offset === before.offset + before.length ? 0 : offset + 1);
  });
  return gzip(Uint8Array.from(bytes));
}

/** Seven bits a byte, lowest first; numbers may exceed 32 bits. */
function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

type Layout = {
  /** Where root directory, metadata, leaf directories and tiles lie, and how long they are. */
  places: [offset: number, length: number][];
  /** Tiles that can be asked for, entries, and different contents. */
  counts: number[];
};

function headerOf({ bounds, minZoom, maxZoom }: ArchiveDescription, { places, counts }: Layout): Uint8Array {
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  Buffer.from("PMTiles").forEach((byte, index) => {
    header.setUint8(index, byte);
  });
  header.setUint8(7, VERSION);
  [...places.flat(), ...counts].forEach((number, index) => {
    header.setBigUint64(8 + 8 * index, BigInt(number), true);
  });
  const isClustered = 1;
  [isClustered, GZIP, GZIP, VECTOR_TILES, minZoom, maxZoom].forEach((byte, index) => {
    header.setUint8(96 + index, byte);
  });
  bounds.forEach((degrees, index) => {
    header.setInt32(102 + 4 * index, e7(degrees), true);
  });
  const [west, south, east, north] = bounds;
  header.setUint8(118, Math.round((minZoom + maxZoom) / 2));
  header.setInt32(119, e7((west + east) / 2), true);
  header.setInt32(123, e7((south + north) / 2), true);
  return new Uint8Array(header.buffer);
}

const e7 = (degrees: number) => Math.round(degrees * 1e7);

/** The best compression: a map is built once and read often. */
const gzip = (bytes: Uint8Array): Uint8Array => gzipSync(bytes, { level: 9 });
