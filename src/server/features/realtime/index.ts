export { createLiveRooms, type LiveRooms } from "./live-rooms.ts";
export { realtimeRouter } from "./realtime.router.ts";
export { createRealtimeService, type RealtimeService } from "./realtime.service.ts";
