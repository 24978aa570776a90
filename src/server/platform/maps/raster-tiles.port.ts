import type { RasterTiles } from "../../../shared/maps/maps.schema.ts";
import type { TileAddress } from "./tile-grid.ts";

export type RasterTile = {
  /** Null: as the caller has it. */
  bytes: Uint8Array | null;
  contentType: string;
  /** How long it may be kept, in the words of whoever made it. */
  cacheControl: string;
  etag: string | null;
};

/** Images of the map that a service draws. */
export type RasterTileSource = AsyncDisposable & {
  /** What a client needs to know of them; null while the service gives none. */
  tiles(): RasterTiles | null;
  /** Null where there is none, and outside of the served area. Errors: MapsFailure. */
  tile(address: TileAddress, knownEtag: string | null): Promise<RasterTile | null>;
};
