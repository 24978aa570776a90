export type { DriverDoc, SilentDriver } from "./drivers.doc.ts";
export { createDriversRepo, type DriversRepo, driversCollection } from "./drivers.repo.ts";
export { createDriversService, type DriversService } from "./drivers.service.ts";
export { toLastPosition } from "./drivers.view.ts";
export { createFleet } from "./fleet.ts";
