export { createGeocodesRepo, geocodesCollection } from "./geocodes.repo.ts";
export { createMapsService, type EtaResult, type MapsService } from "./maps.service.ts";
