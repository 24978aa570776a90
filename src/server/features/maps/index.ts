export { createGeocodesRepo, geocodesCollection } from "./geocodes.repo.ts";
export { createMapsService, type MapsService, normalise } from "./maps.service.ts";
