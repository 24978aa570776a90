export type { DriverDoc, PositionUpdate, StoredFix } from "./drivers.doc.ts";
export { createDriversRepo, type DriversRepo, driversCollection } from "./drivers.repo.ts";
export { createDriversService, type DriversService } from "./drivers.service.ts";
export { toDriverSummary, toLastPosition } from "./drivers.view.ts";
