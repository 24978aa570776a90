import L from "leaflet";
import type { BoundingBox } from "../../shared/geo.ts";
import type { RasterTiles } from "../../shared/maps/maps.schema.ts";

/** Addresses count zooms for tiles of 256 pixels; of larger ones fewer are needed. */
const PLAIN_TILE_PX = 256;
/** The service that draws them is away, or has drawn enough for today: it is asked again after so long. */
const RETRY_MS = 60_000;

/** Images of a map that another service draws, for as long as they come; the first that does not come ends it for a while. */
export class RasterLayer {
  private layer: L.TileLayer | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly map: L.Map,
    private readonly options: {
      raster: RasterTiles;
      bounds: BoundingBox;
      /** Whether the images are what is seen: then their makers are named, and otherwise another map is needed. */
      onShown: (isShown: boolean) => void;
    },
  ) {
    this.show();
  }

  remove(): void {
    clearTimeout(this.retry);
    this.layer?.remove();
    this.layer = null;
  }

  private show(): void {
    const { raster, bounds, onShown } = this.options;
    const [west, south, east, north] = bounds;
    const layer = L.tileLayer(raster.url, {
      tileSize: raster.tileSize,
      zoomOffset: -Math.log2(raster.tileSize / PLAIN_TILE_PX),
      minZoom: raster.minZoom,
      maxNativeZoom: raster.maxZoom,
      maxZoom: this.map.getMaxZoom(),
      bounds: L.latLngBounds([south, west], [north, east]),
      attribution: "",
      zIndex: 1,
    });
    layer.once("tileload", () => layer === this.layer && onShown(true));
    layer.once("tileerror", () => {
      // Not at once: the layer is in the middle of drawing the tile that failed.
      queueMicrotask(() => this.giveUp(layer));
    });
    this.layer = layer.addTo(this.map);
  }

  private giveUp(layer: L.TileLayer): void {
    if (layer !== this.layer) return;
    this.remove();
    this.retry = setTimeout(() => this.show(), RETRY_MS);
    this.options.onShown(false);
  }
}
