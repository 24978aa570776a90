import L from "leaflet";
import type { Point } from "../../shared/geo.ts";
import type { BaseMapConfig } from "../../shared/maps/maps.schema.ts";
import { BaseMap, themeOfPage } from "./base-map.ts";
import { CrowdLayer } from "./crowd-layer.ts";
import { toLatLng } from "./lat-lng.ts";
import type { CityMapProps, MapCrowd, MapDriver, MapStop, MapView } from "./map-model.ts";
import { MarkerSet, type Routes } from "./marker-set.ts";
import { PinLayer } from "./pin-layer.ts";
import { RouteLayer } from "./route-layer.ts";
import { buildDriver, buildStop, paintDriver, paintStop } from "./signs.ts";

type Things = Pick<CityMapProps, "stops" | "drivers" | "routes" | "pin" | "fitRequest"> & {
  selectedId: string | null;
};

export type MapEvents = {
  onSelect: (id: string | null) => void;
  onTilesHealth: (works: boolean) => void;
  /** Images of another service are the base map, or no more. */
  onRaster: (isShown: boolean) => void;
  onView: (view: MapView) => void;
  /** The user took the map in hand, so it follows nobody any more. */
  onFollowEnd: () => void;
  /** Things that lie on each other have to be chosen from by name. */
  onCrowd: (crowd: MapCrowd, members: readonly { id: string; label: string }[]) => void;
};

/** Room around what is fitted, so that signs and their age labels are not cut off. */
const FIT_TOP_LEFT: L.PointTuple = [56, 56];
/** At the right stand the controls: nothing that is fitted lies under them. */
const FIT_BOTTOM_RIGHT: L.PointTuple = [92, 56];
const CLOSEST_FIT_ZOOM = 17;
/** Whole levels double the scale, too coarse to fit a small city; between them the tiles are scaled by 19 % at most. */
const ZOOM_STEP = 0.25;
/** Nearer to the edge of the view than this, a followed driver is brought back to its middle. */
const FOLLOW_MARGIN = 0.3;

const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** One Leaflet map and what is on it. React tells it what there is; it changes only what differs. */
export class MapController {
  private readonly map: L.Map;
  private readonly bounds: L.LatLngBounds;
  private readonly baseMap: BaseMap;
  private readonly routes: RouteLayer;
  private readonly pickups: MarkerSet<MapStop>;
  private readonly deliveries: CrowdLayer<MapStop>;
  private readonly drivers: CrowdLayer<MapDriver>;
  private readonly pin: PinLayer;
  private readonly watchers: { disconnect(): void }[] = [];
  private things: Things = { selectedId: null };
  private followedId: string | null = null;
  /** The view is ours until something was shown or the user touched it. */
  private isViewSettled = false;
  private isZooming = false;

  constructor(
    container: HTMLElement,
    private readonly config: BaseMapConfig,
    private readonly events: MapEvents,
  ) {
    const [west, south, east, north] = config.bounds;
    this.bounds = L.latLngBounds([south, west], [north, east]);
    this.map = L.map(container, {
      attributionControl: false,
      zoomControl: false,
      maxBounds: this.bounds.pad(0.25),
      maxBoundsViscosity: 0.8,
      minZoom: config.minZoom,
      maxZoom: config.maxZoom,
      zoomSnap: ZOOM_STEP,
      zoomAnimation: !isStill(),
      fadeAnimation: !isStill(),
      markerZoomAnimation: !isStill(),
    });
    this.map.setView(toLatLng(config.center), config.minZoom);
    const { tilesUrl: url, bounds, raster } = config;
    const { onTilesHealth: onHealth, onRaster } = events;
    this.baseMap = new BaseMap(this.map, { url, bounds, raster, onHealth, onRaster }, themeOfPage());
    this.routes = new RouteLayer(this.map);
    const onSelect = (id: string) => events.onSelect(id);
    const { onCrowd } = events;
    const look = { build: buildStop, paint: paintStop, canGlide: () => false, zIndex: 0 };
    this.pickups = new MarkerSet<MapStop>(this.map, { ...look, anchor: () => "middle" }, onSelect);
    this.deliveries = new CrowdLayer<MapStop>(this.map, {
      look: { ...look, anchor: () => "tip" },
      kind: "deliveries",
      noun: "deliveries",
      needsYou: ({ state }) => state === "attention",
      onSelect,
      onCrowd,
    });
    this.drivers = new CrowdLayer<MapDriver>(this.map, {
      look: {
        build: buildDriver,
        paint: paintDriver,
        anchor: () => "middle",
        canGlide: ({ ageLabel }) => ageLabel === undefined,
        zIndex: 1_000,
      },
      kind: "drivers",
      noun: "drivers",
      needsYou: ({ state }) => state === "late" || state === "silent",
      isOld: ({ ageLabel }) => ageLabel !== undefined,
      onSelect,
      onCrowd,
      onMove: id => this.keepInView(id),
    });
    this.pin = new PinLayer(this.map, this.bounds);
    this.listen(container);
    this.measure();
  }

  update(things: Things): void {
    const wasAskedToFit = things.fitRequest !== this.things.fitRequest;
    this.things = things;
    this.routes.update(things.routes ?? [], things.selectedId);
    const { pickup = [], delivery = [] } = Object.groupBy(things.stops ?? [], ({ kind }) => kind);
    this.pickups.update(pickup, things.selectedId);
    this.deliveries.update(delivery, things.selectedId);
    this.drivers.update(things.drivers ?? [], things.selectedId, driven(things.routes));
    this.pin.update(things.pin);
    if (wasAskedToFit || !this.isViewSettled) this.fitAll({ animate: wasAskedToFit && this.isViewSettled });
  }

  zoomBy(steps: number): void {
    this.map.zoomIn(steps);
  }

  /** Shows everything that is on the map; the whole city when nothing is. */
  fitAll({ animate }: { animate: boolean }): void {
    // In the middle of a zoom Leaflet would drop the request without a word.
    if (this.isZooming) return void this.map.once("zoomend", () => this.fitAll({ animate: false }));
    const points = this.points();
    if (points.length === 0) {
      this.map.fitBounds(this.bounds, { animate: false });
      return;
    }
    this.isViewSettled = true;
    this.map.fitBounds(L.latLngBounds(points.map(toLatLng)), {
      paddingTopLeft: FIT_TOP_LEFT,
      paddingBottomRight: FIT_BOTTOM_RIGHT,
      maxZoom: CLOSEST_FIT_ZOOM,
      animate: animate && !isStill(),
    });
  }

  /** Keeps a driver in view while he moves; null ends it. */
  follow(driverId: string | null): void {
    this.followedId = driverId;
    this.drivers.follow(driverId);
    const position = driverId ? this.drivers.shownAt(driverId) : null;
    if (position) this.map.panTo(position, { animate: !isStill() });
  }

  /** Puts the focus on the marker of a driver or delivery that is shown by itself. */
  focus(id: string): void {
    if (!this.drivers.focus(id)) this.deliveries.focus(id);
  }

  remove(): void {
    for (const watcher of this.watchers) watcher.disconnect();
    this.pickups.remove();
    this.deliveries.remove();
    this.drivers.remove();
    this.routes.remove();
    this.pin.remove();
    this.baseMap.remove();
    this.map.remove();
  }

  private listen(container: HTMLElement): void {
    this.map.on("click", event => {
      if (this.pin.isActive) this.pin.moveTo(event.latlng);
      else this.events.onSelect(null);
    });
    this.map.on("dragstart", () => {
      this.isViewSettled = true;
      this.follow(null);
      this.events.onFollowEnd();
    });
    this.map.on("moveend", () => {
      const view = this.map.getBounds();
      this.events.onView({
        west: view.getWest(),
        south: view.getSouth(),
        east: view.getEast(),
        north: view.getNorth(),
      });
    });
    this.map.on("zoomstart zoomend", ({ type }) => {
      this.isZooming = type === "zoomstart";
      this.drivers.pause(this.isZooming);
    });
    for (const type of ["wheel", "keydown", "pointerdown"])
      container.addEventListener(type, () => {
        this.isViewSettled = true;
      });
    const theme = new MutationObserver(() => this.baseMap.setTheme(themeOfPage()));
    theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const size = new ResizeObserver(() => this.measure());
    size.observe(container);
    this.watchers.push(theme, size);
  }

  /** At the smallest zoom the city and what stands at its edge are in view: beyond there is nothing to see. */
  private measure(): void {
    this.map.invalidateSize({ animate: false, pan: true });
    const whole = this.map.getBoundsZoom(this.bounds, false, L.point(FIT_TOP_LEFT).add(FIT_BOTTOM_RIGHT));
    if (Number.isFinite(whole)) this.setSmallestZoom(Math.max(this.config.minZoom, whole));
    if (!this.isViewSettled) this.fitAll({ animate: false });
  }

  /** `setMinZoom` alone would animate, and its next frame would undo a fit that has come meanwhile. */
  private setSmallestZoom(zoom: number): void {
    if (this.map.getZoom() < zoom) this.map.setView(this.map.getCenter(), zoom, { animate: false });
    this.map.setMinZoom(zoom);
  }

  private keepInView(driverId: string): void {
    if (driverId !== this.followedId) return;
    const position = this.drivers.shownAt(driverId);
    if (position && !this.map.getBounds().pad(-FOLLOW_MARGIN).contains(position))
      this.map.panTo(position, { animate: !isStill() });
  }

  private points(): Point[] {
    const { stops = [], drivers = [], routes = [], pin } = this.things;
    const [west, south, east, north] = this.config.bounds;
    return [
      ...stops.map(stop => stop.point),
      ...drivers.map(driver => driver.point),
      ...routes.flatMap(route => route.line.points),
      ...(pin ? [pin.point] : []),
    ].filter(
      ({ latitude, longitude }) =>
        latitude >= south && latitude <= north && longitude >= west && longitude <= east,
    );
  }
}

/** The routes that somebody is on, by driver; none where it does not follow streets. */
const driven = (routes: CityMapProps["routes"] = []): Routes =>
  new Map(
    routes.flatMap(({ driverId, line, isApproximate }) =>
      driverId && !isApproximate ? [[driverId, line] as const] : [],
    ),
  );
