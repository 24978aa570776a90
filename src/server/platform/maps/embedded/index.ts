export { createEmbeddedMaps, openEmbeddedMaps } from "./embedded.maps.ts";
export { prepareEmbeddedMaps } from "./prepare-index.ts";
