import "./leaflet-global.ts";
import L from "leaflet";
import { labelRules, leafletLayer, PmtilesSource, paintRules } from "protomaps-leaflet";
import type { BoundingBox } from "../../shared/geo.ts";
import type { RasterTiles } from "../../shared/maps/maps.schema.ts";
import { FLAVORS, type Theme } from "./flavors.ts";
import { RasterLayer } from "./raster-layer.ts";

const LANGUAGE = "fi";
const DEEPEST_DATA_ZOOM = 15;
/** A moment's trouble is over soon; what lasts is asked for seldom. */
const RETRY_MS = { first: 1_000, longest: 15_000 };

export const themeOfPage = (): Theme =>
  document.documentElement.dataset.theme === "dark" ? "dark" : "light";

type Tiles = PmtilesSource["p"];

/**
 * The tiles' file, telling when it cannot be read: the painter would paint a missing tile as empty land. Requests are
 * never cancelled: the painter hands a cancelled answer to the next tile that asks, which then stays blank.
 */
function watchedTiles(url: string, onFailure: () => void): Tiles {
  const tiles = new PmtilesSource(url, false).p;
  const getZxy: Tiles["getZxy"] = async (zoom, x, y) => {
    try {
      return await tiles.getZxy(zoom, x, y);
    } catch (error) {
      onFailure();
      throw error;
    }
  };
  return Object.assign(Object.create(tiles) as Tiles, { getZxy });
}

/** Empty squares with hairlines: what lies under the tiles, and what is left when there are none. */
const BlankGrid = L.GridLayer.extend({
  createTile: () => L.DomUtil.create("div", "map-blank-tile"),
}) as unknown as new (
  options: L.GridLayerOptions,
) => L.GridLayer;

/** Hides what lies beyond the data, so that the city ends in a clean edge. */
function surroundings([west, south, east, north]: BoundingBox): L.Polygon {
  const rectangle = (w: number, s: number, e: number, n: number): L.LatLngTuple[] => [
    [s, w],
    [n, w],
    [n, e],
    [s, e],
  ];
  const outer = rectangle(west - 1, south - 1, east + 1, north + 1);
  return L.polygon([outer, rectangle(west, south, east, north)], {
    className: "map-surroundings",
    pane: "tilePane",
    interactive: false,
  });
}

type Options = {
  url: string;
  bounds: BoundingBox;
  raster: RasterTiles | undefined;
  onHealth: (works: boolean) => void;
  /** The images of `raster` are what is seen, or no more. */
  onRaster: (isShown: boolean) => void;
};

/**
 * The base map of one Leaflet map: the images of another service while such come, otherwise vector tiles in the theme's
 * flavour over a blank grid. Without tiles the grid stays, `onHealth(false)` is called, and the tiles are tried again,
 * after a second at first and every 15 s in the end, and when the browser comes online.
 */
export class BaseMap {
  /** The newest last; an older one stays until the newest is drawn. */
  private layers: L.GridLayer[] = [];
  private isHealthy = true;
  private isRemoved = false;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private retryMs = RETRY_MS.first;
  private readonly ground: L.Layer[];
  private readonly raster: RasterLayer | null;
  private isVectorWanted: boolean;

  constructor(
    private readonly map: L.Map,
    private readonly options: Options,
    private theme: Theme,
  ) {
    this.ground = [
      new BlankGrid({ zIndex: 0, keepBuffer: 1 }).addTo(map),
      surroundings(options.bounds).addTo(map),
    ];
    window.addEventListener("online", this.load);
    const { raster, bounds } = options;
    this.raster = raster ? new RasterLayer(map, { raster, bounds, onShown: this.changeToRaster }) : null;
    this.isVectorWanted = !raster;
    void this.load();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    if (this.layers.length > 0) void this.load();
  }

  remove(): void {
    this.isRemoved = true;
    clearTimeout(this.retry);
    window.removeEventListener("online", this.load);
    this.raster?.remove();
    for (const layer of [...this.layers, ...this.ground]) layer.remove();
  }

  /** Reads the header first: with a missing file there is no sense in asking for each tile. */
  private load = async (): Promise<void> => {
    clearTimeout(this.retry);
    if (!this.isVectorWanted) return;
    const tiles = watchedTiles(this.options.url, () => this.report(false));
    const works = await tiles.getHeader().then(
      () => true,
      () => false,
    );
    if (this.isRemoved || !this.isVectorWanted) return;
    this.report(works);
    if (works) this.show(tiles);
  };

  private tryAgain = (): void => {
    this.retryMs = Math.min(RETRY_MS.longest, this.retryMs * 2);
    void this.load();
  };

  private changeToRaster = (isShown: boolean): void => {
    this.isVectorWanted = !isShown;
    this.options.onRaster(isShown);
    if (isShown) {
      for (const layer of this.layers) layer.remove();
      this.layers = [];
      this.report(true);
    } else void this.load();
  };

  /** The old layer leaves when the new one is drawn, so that a change of theme does not flash. */
  private show(tiles: Tiles): void {
    const old = this.layers;
    const flavor = FLAVORS[this.theme];
    const layer = leafletLayer({
      url: tiles,
      paintRules: paintRules(flavor),
      labelRules: labelRules(flavor, LANGUAGE),
      backgroundColor: flavor.background,
      lang: LANGUAGE,
      maxDataZoom: DEEPEST_DATA_ZOOM,
      attribution: "",
      zIndex: 1,
    }) as unknown as L.GridLayer;
    layer.once("load", () => {
      this.retryMs = RETRY_MS.first;
      for (const outdated of old) outdated.remove();
      this.layers = this.layers.filter(kept => !old.includes(kept));
    });
    this.layers = [...old, layer.addTo(this.map)];
  }

  private report(works: boolean): void {
    if (this.isRemoved) return;
    if (!works) {
      clearTimeout(this.retry);
      this.retry = setTimeout(this.tryAgain, this.retryMs);
    }
    if (works === this.isHealthy) return;
    this.isHealthy = works;
    this.options.onHealth(works);
    if (works) return;
    // Not at once: the layer is in the middle of drawing the tile that failed.
    const failed = this.layers;
    this.layers = [];
    queueMicrotask(() => {
      for (const layer of failed) layer.remove();
    });
  }
}
