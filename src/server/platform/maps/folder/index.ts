export { type BuildObserver, buildMap } from "./build-map.ts";
export { type MapDescription, readMapFolder } from "./map-file.ts";
export { openMap } from "./open-map.ts";
