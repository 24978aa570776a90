export { buildParts } from "./build-parts.ts";
export { openEmbeddedMaps } from "./embedded.maps.ts";
