export { type BuildObserver, buildMap } from "./build-map.ts";
export type { MapDescription } from "./map-file.ts";
export { openMap } from "./open-map.ts";
export { readWholeMap } from "./whole-map.ts";
