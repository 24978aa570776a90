import type { BoundingBox } from "../../../shared/geo.ts";

/*
 * The usual grid of tiles in Web Mercator: zoom, column from the west, row from the north
 * (https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames).
 */

export type TileAddress = { z: number; x: number; y: number };

export function extentOfTile({ z, x, y }: TileAddress): BoundingBox {
  const side = 2 ** z;
  const longitude = (column: number) => (column / side) * 360 - 180;
  const latitude = (row: number) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / side))) * 180) / Math.PI;
  return [longitude(x), latitude(y + 1), longitude(x + 1), latitude(y)];
}

/** Tiles of one zoom that overlap the box. */
export function tilesOver([west, south, east, north]: BoundingBox, z: number): TileAddress[] {
  const side = 2 ** z;
  const tiles: TileAddress[] = [];
  const column = (longitude: number) => Math.floor(((longitude + 180) / 360) * side);
  const row = (latitude: number) => {
    const radians = (latitude * Math.PI) / 180;
    return Math.floor(((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * side);
  };
  for (let y = row(north); y <= row(south); y++)
    for (let x = column(west); x <= column(east); x++) tiles.push({ z, x, y });
  return tiles;
}

/** True also when they touch. */
export const doOverlap = (one: BoundingBox, other: BoundingBox): boolean =>
  one[0] <= other[2] && one[2] >= other[0] && one[1] <= other[3] && one[3] >= other[1];
