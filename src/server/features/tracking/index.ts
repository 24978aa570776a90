export { createEtaService, type EtaService } from "./eta.service.ts";
export { trackingRouter } from "./tracking.router.ts";
export { createTrackingService, type TrackingService } from "./tracking.service.ts";
