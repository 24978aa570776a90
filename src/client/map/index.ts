export { default, default as CityMap } from "./lazy-city-map.tsx";
export type { CityMapProps, MapDriver, MapPin, MapRoute, MapStop } from "./map-model.ts";
