export { middle } from "./boxes.ts";
export { createGazetteerCollector, type Gazetteer } from "./gazetteer.ts";
export { Geocoder } from "./geocoder.ts";
export { INDEX_VERSION } from "./index-schema.ts";
export { writeIndex } from "./index-writer.ts";
