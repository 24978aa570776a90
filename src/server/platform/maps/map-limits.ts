import { defaultsOf, numbersSetting } from "../limits/numbers-setting.ts";
import type { MapCallKind } from "./maps.port.ts";

/** How a map service is asked. What counts a second counts in each process. */
export const MAP_LIMITS = {
  "geocodes-per-second": { most: 50, what: "addresses and points asked of the Geocoding API" },
  "routes-per-second": { most: 50, what: "routes asked of the Routes API" },
  "elements-per-second": { most: 100, what: "origins times destinations asked of the Routes API" },
  "tiles-per-second": { most: 100, what: "images asked of the Map Tiles API" },
  "call-ms": { most: 3_000, what: "milliseconds until one call is given up" },
  "question-ms": { most: 6_000, what: "milliseconds until a question is given up, with all its tries" },
  "answer-bytes": { most: 2 * 1024 * 1024, what: "bytes of an answer" },
  "kept-routes": { most: 5_000, what: "routes that a process remembers" },
  "osrm-route-seconds": { most: 3_600, least: 0, what: "seconds that a route of OSRM is remembered" },
  "google-route-seconds": {
    most: 0,
    least: 0,
    what: "seconds that a route of Google is remembered: its terms allow none, unless yours say otherwise",
  },
} as const;

export type MapLimits = Record<keyof typeof MAP_LIMITS, number>;
export const DEFAULT_MAP_LIMITS: MapLimits = defaultsOf(MAP_LIMITS);
/** `routes-per-second=25, call-ms=2000`: what differs from the defaults. */
export const MapLimitsSetting = numbersSetting(MAP_LIMITS);

/** What may be spent in a day (UTC), by all processes together; what is over is answered by the embedded map. */
export const MAP_BUDGET = {
  geocode: { most: 1_000, least: 0, what: "calls of the Geocoding API" },
  route: { most: 2_000, least: 0, what: "routes of the Routes API" },
  matrix: { most: 5_000, least: 0, what: "elements of matrices of the Routes API" },
  tile: { most: 20_000, least: 0, what: "images of the Map Tiles API" },
} as const satisfies Record<MapCallKind, { most: number; least: number; what: string }>;

export type MapBudgetLimits = Record<MapCallKind, number>;
export const DEFAULT_MAP_BUDGET: MapBudgetLimits = defaultsOf(MAP_BUDGET);
/** `route=5000, tile=0`: what differs from the defaults. */
export const MapBudgetSetting = numbersSetting(MAP_BUDGET);
