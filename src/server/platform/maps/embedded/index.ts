export { createEmbeddedMaps, type EmbeddedMaps } from "./embedded.maps.ts";
export { type PrepareEmbeddedMaps, prepareEmbeddedMaps } from "./prepare-index.ts";
