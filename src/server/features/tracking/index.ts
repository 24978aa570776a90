export { createEtaService } from "./eta.service.ts";
export { createTrackingService, type TrackingService } from "./tracking.service.ts";
