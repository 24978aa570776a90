export { middle } from "./gazetteer/boxes.ts";
export { createGazetteerCollector, type Gazetteer } from "./gazetteer/gazetteer.ts";
export { Geocoder } from "./geocoder.ts";
export { INDEX_VERSION } from "./search-index/schema.ts";
export { writeIndex } from "./search-index/writer.ts";
