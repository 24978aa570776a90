export { createGeocodesRepo, geocodesCollection } from "./geocodes.repo.ts";
export { createMapBills, type MapBills } from "./map-bill.ts";
export { createMapBudgetRepo, mapBudgetsCollection } from "./map-budget.repo.ts";
export { createMapCallsRepo, mapCallsCollection } from "./map-calls.repo.ts";
export { createMapsService, type MapsService } from "./maps.service.ts";
