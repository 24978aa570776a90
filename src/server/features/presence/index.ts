export { createPresenceService, type PresenceService } from "./presence.service.ts";
