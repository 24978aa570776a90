export {
  createLocationsRepo,
  type LocationEventDoc,
  locationEventsCollection,
  locationEventsKept,
} from "./locations.repo.ts";
export {
  createLocationsService,
  type DriverPosition,
  type LocationsService,
} from "./locations.service.ts";
