export { default, default as CityMap } from "./lazy-city-map.tsx";
export type { MapDriver, MapRoute, MapStop, MapView } from "./map-model.ts";
