export { openEmbeddedMaps } from "./embedded.maps.ts";
