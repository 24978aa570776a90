import type { Clock } from "../clock/clock.port.ts";
import type { Logger } from "../logger/logger.ts";
import type { Timers } from "../timers/timers.port.ts";
import type { GeocodeCache } from "./geocode-cache.port.ts";
import { createGoogleMaps } from "./google/google.maps.ts";
import { createGoogleTiles } from "./google/map-tiles.ts";
import type { MapsPort } from "./maps.port.ts";
import type { MapsSettings } from "./maps-settings.ts";
import { createOsrmMaps } from "./osrm/osrm.maps.ts";
import type { RasterTileSource } from "./raster-tiles.port.ts";
import { backedMaps } from "./remote/backed-maps.ts";
import { type Budget, type BudgetBook, createBudget } from "./remote/budget.ts";
import { createCaller } from "./remote/caller.ts";
import { createHttp } from "./remote/http.ts";
import type { MapMeter } from "./remote/map-meter.ts";
import { sparingMaps } from "./remote/sparing-maps.ts";

type Deps = {
  settings: MapsSettings;
  embedded: MapsPort;
  geocodes: GeocodeCache;
  /** What all processes have spent. */
  book: BudgetBook;
  clock: Clock;
  timers: Timers;
  random: () => number;
  logger: Logger;
  meter: MapMeter;
};

type Maps = AsyncDisposable & {
  maps: MapsPort;
  /** Null: the vector map is the map. */
  rasterTiles: RasterTileSource | null;
  /** Null: nothing costs anything. */
  budget: Budget | null;
};

type SettingsOf<Provider> = Extract<MapsSettings, { provider: Provider }>;

/** The maps that were chosen, with the embedded one behind any other. */
export function chooseMaps(deps: Deps): Maps {
  const { settings } = deps;
  if (settings.provider === "google") return googleMaps(deps, settings);
  if (settings.provider === "osrm") return osrmMaps(deps, settings);
  return { maps: deps.embedded, rasterTiles: null, budget: null, [Symbol.asyncDispose]: async () => {} };
}

function googleMaps(
  deps: Deps,
  { apiKey, baseUrl, locale, drawsTiles, limits, budget: perDay }: SettingsOf<"google">,
): Maps {
  const { embedded, geocodes, book, clock, timers, logger, meter } = deps;
  const budget = createBudget({ book, perDay, clock, logger });
  const perSecond = {
    geocode: limits["geocodes-per-second"],
    route: limits["routes-per-second"],
    matrix: limits["elements-per-second"],
    tile: limits["tiles-per-second"],
  };
  const ask = createCaller({
    ...deps,
    provider: "google",
    http: createHttp(timers),
    limits,
    perSecond,
    budget,
  });
  const service = { ask, key: apiKey, baseUrl, locale };
  const area = embedded.serviceArea;
  const google = createGoogleMaps({ service, area, elementsAtOnce: perSecond.matrix });
  const keptRoutes = { most: limits["kept-routes"], keptMs: limits["google-route-seconds"] * 1_000 };
  const remote = sparingMaps({ remote: google, geocodes, keptRoutes, clock, logger, meter });
  const { minZoom, maxZoom } = embedded.config();
  const rasterTiles = drawsTiles ? createGoogleTiles({ ...deps, service, area, minZoom, maxZoom }) : null;
  if (!drawsTiles)
    logger.warn(
      "Google's routes are drawn on a map that is not Google's: its terms allow that only to customers in the EEA (docs/maps.md); GOOGLE_MAPS_TILES=true draws Google's",
    );
  const credit = "Addresses and routes: Google Maps";
  return {
    maps: backedMaps({ remote, embedded, credit, tiles: rasterTiles, meter }),
    rasterTiles,
    budget,
    [Symbol.asyncDispose]: async () => rasterTiles?.[Symbol.asyncDispose](),
  };
}

function osrmMaps(deps: Deps, { url, profiles, limits }: SettingsOf<"osrm">): Maps {
  const { embedded, geocodes, clock, timers, logger, meter } = deps;
  const ask = createCaller({
    ...deps,
    provider: "osrm",
    http: createHttp(timers),
    limits,
    perSecond: {},
    budget: null,
  });
  const osrm = createOsrmMaps({ ask, baseUrl: url, profiles });
  const keptRoutes = { most: limits["kept-routes"], keptMs: limits["osrm-route-seconds"] * 1_000 };
  const remote = sparingMaps({ remote: osrm, geocodes, keptRoutes, clock, logger, meter });
  return {
    maps: backedMaps({ remote, embedded, credit: null, tiles: null, meter }),
    rasterTiles: null,
    budget: null,
    [Symbol.asyncDispose]: async () => {},
  };
}
