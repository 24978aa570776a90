import type { BoundingBox } from "../../../shared/geo.ts";
import type { BaseMapConfig, MapsSource } from "../../../shared/maps/maps.schema.ts";

/** The credit that goes with every map of this data (https://www.openstreetmap.org/copyright). */
export const OSM_ATTRIBUTION = "© OpenStreetMap contributors";

/** Zooms between which a client may begin: tiles are there from one zoom before, and closer nothing is left to see. */
const SMALLEST_ZOOM = { min: 11, max: 13 };
const LARGEST_ZOOM = 19;
/** At the smallest zoom a city is at least so long on the screen. */
const FEWEST_PIXELS = 128;
const PIXELS_OF_WORLD = 256;

/** What a client needs to draw the base map of an area. */
export function baseMapConfig(provider: MapsSource, bounds: BoundingBox, tilesUrl: string): BaseMapConfig {
  const [west, south, east, north] = bounds;
  return {
    provider,
    tilesUrl,
    attribution: OSM_ATTRIBUTION,
    bounds,
    center: { latitude: (south + north) / 2, longitude: (west + east) / 2 },
    minZoom: smallestZoom(bounds),
    maxZoom: LARGEST_ZOOM,
  };
}

/** Each zoom doubles the pixels of the world; further north a degree of latitude has more of them (Web Mercator). */
function smallestZoom([west, south, east, north]: BoundingBox): number {
  const stretch = 1 / Math.cos((((south + north) / 2) * Math.PI) / 180);
  const worlds = Math.max(east - west, (north - south) * stretch) / 360;
  const zoom = Math.ceil(Math.log2(FEWEST_PIXELS / (PIXELS_OF_WORLD * worlds)));
  return Math.min(SMALLEST_ZOOM.max, Math.max(SMALLEST_ZOOM.min, zoom));
}
