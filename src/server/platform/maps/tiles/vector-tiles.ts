import { fromGeojsonVt } from "@maplibre/vt-pbf";
import GeoJSONVT, { type LegacyFeature } from "geojson-vt";
import type { BoundingBox } from "../../../../shared/geo.ts";
import { doOverlap, extentOfTile, type TileAddress, tilesOver } from "../tile-grid.ts";
import type { DrawnFeature, Geometry } from "./features.ts";
import type { Position } from "./geometry.ts";
import { LAYERS, ZOOMS } from "./layers.ts";

export type EncodedTile = TileAddress & { bytes: Uint8Array };

/** Tiles below one of this zoom are cut together; what lies elsewhere need not be in memory then. */
const CHUNK_ZOOM = 12;
/** Units of a tile's side (Mapbox Vector Tile Specification 2.1, section 4.1). */
const EXTENT = 4_096;
/** How far past its edge a tile is drawn, in its units: half of the widest road. */
const BUFFER = 64;
/**
 * How far a simplified line may lie from the true one, in units of the tile: a third of a pixel, and for outlines less.
 * The painter writes a street's name where it is straight, and slight bends would leave no room for it.
 */
const TOLERANCE = { roads: 4, others: 2 };

/** Features that appear at the same zoom. */
type Group = { layer: DrawnFeature["layer"]; minZoom: number; features: DrawnFeature[] };

/**
 * Cuts features into vector tiles over the box, one after the other. `onProgress` is told the part that is done, 0 to 1.
 */
export function* cutTiles(
  bounds: BoundingBox,
  features: readonly DrawnFeature[],
  onProgress: (fraction: number) => void = () => {},
): Generator<EncodedTile> {
  const extents = features.map(({ geometry }) => extentOf(geometry));
  const [min, max] = [ZOOMS.min, ZOOMS.max];
  const jobs = [
    ...tilesOver(bounds, min).map(tile => ({ tile, deepest: CHUNK_ZOOM - 1 })),
    ...tilesOver(bounds, CHUNK_ZOOM).map(tile => ({ tile, deepest: max })),
  ];
  for (const [index, { tile, deepest }] of jobs.entries()) {
    const area = aroundTile(tile);
    const within = features.filter(
      ({ minZoom }, feature) => minZoom <= deepest && doOverlap(extents[feature] as BoundingBox, area),
    );
    yield* cutBelow(tile, deepest, bounds, groupsOf(within));
    onProgress((index + 1) / jobs.length);
  }
}

function* cutBelow(
  top: TileAddress,
  deepest: number,
  bounds: BoundingBox,
  groups: readonly Group[],
): Generator<EncodedTile> {
  const cutters = groups.map(({ layer, minZoom, features }) => ({
    layer,
    minZoom,
    index: new GeoJSONVT(
      {
        type: "FeatureCollection",
        features: features.map(({ geometry, properties }) => ({ type: "Feature", geometry, properties })),
      },
      {
        // The library does not simplify its largest zoom, which is beyond ours for that reason.
        maxZoom: ZOOMS.max + 1,
        indexMaxZoom: 0,
        tolerance: layer === "roads" ? TOLERANCE.roads : TOLERANCE.others,
        extent: EXTENT,
        buffer: BUFFER,
      },
    ),
  }));
  for (const { z, x, y } of tilesBelow(top, deepest)) {
    if (!doOverlap(extentOfTile({ z, x, y }), bounds)) continue;
    const layers = new Map<string, LegacyFeature[]>();
    for (const { layer, minZoom, index } of cutters) {
      if (minZoom > z) continue;
      const drawn = (index.getTile(z, x, y)?.features ?? []).flatMap(withoutStubs);
      if (drawn.length > 0) layers.set(layer, [...(layers.get(layer) ?? []), ...drawn]);
    }
    if (layers.size > 0) yield { z, x, y, bytes: encode(layers) };
  }
}

function encode(layers: ReadonlyMap<string, LegacyFeature[]>): Uint8Array {
  const named = [...layers].map(([layer, features]) => [layer, { features }] as const);
  return fromGeojsonVt(Object.fromEntries(named), { version: 2, extent: EXTENT });
}

/** Simplified rings of fewer than four positions enclose nothing. */
function withoutStubs(feature: LegacyFeature): LegacyFeature[] {
  if (feature.type !== 3) return [feature];
  const geometry = feature.geometry.filter(ring => ring.length > 3);
  return geometry.length > 0 ? [{ ...feature, geometry }] : [];
}

function groupsOf(features: readonly DrawnFeature[]): Group[] {
  const groups = Map.groupBy(features, ({ layer, minZoom }) => `${layer} ${minZoom}`);
  return [...groups.values()]
    .flatMap(members => (members[0] ? [{ ...members[0], features: members }] : []))
    .toSorted(
      (one, other) => LAYERS.indexOf(one.layer) - LAYERS.indexOf(other.layer) || one.minZoom - other.minZoom,
    );
}

function tilesBelow(top: TileAddress, deepest: number): TileAddress[] {
  const tiles: TileAddress[] = [];
  for (let z = top.z; z <= deepest; z++) {
    const scale = 2 ** (z - top.z);
    for (let y = top.y * scale; y < (top.y + 1) * scale; y++)
      for (let x = top.x * scale; x < (top.x + 1) * scale; x++) tiles.push({ z, x, y });
  }
  return tiles;
}

/** A tile with what is drawn past its edge, generously. */
function aroundTile(tile: TileAddress): BoundingBox {
  const [west, south, east, north] = extentOfTile(tile);
  const [marginX, marginY] = [(east - west) / 16, (north - south) / 16];
  return [west - marginX, south - marginY, east + marginX, north + marginY];
}

function extentOf(geometry: Geometry): BoundingBox {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const [x, y] of outlineOf(geometry)) {
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  return [west, south, east, north];
}

function outlineOf(geometry: Geometry): Position[] {
  switch (geometry.type) {
    case "Point":
      return [geometry.coordinates];
    case "LineString":
      return geometry.coordinates;
    case "Polygon":
      return geometry.coordinates[0];
    case "MultiPolygon":
      return geometry.coordinates.flatMap(([outer]) => outer);
  }
}
