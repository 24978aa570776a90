import type L from "leaflet";
import type { Point } from "../../shared/geo.ts";

/** A point as Leaflet takes it. */
export const toLatLng = ({ latitude, longitude }: Point): L.LatLngTuple => [latitude, longitude];
