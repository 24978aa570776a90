export { createGeocodesRepo, geocodesCollection } from "./geocodes.repo.ts";
export { createMapsService, type MapsService } from "./maps.service.ts";
