export { createLocationsRepo, type LocationsRepo, locationEventsCollection } from "./locations.repo.ts";
export {
  createLocationsService,
  type DriverPosition,
  type LocationsService,
  type TrailPoint,
} from "./locations.service.ts";
