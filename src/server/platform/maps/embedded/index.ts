export { createEmbeddedMaps, openEmbeddedMaps } from "./embedded.maps.ts";
export { buildParts, prepareEmbeddedMaps } from "./prepare-index.ts";
