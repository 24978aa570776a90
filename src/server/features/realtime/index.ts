export { createLatest, type LiveFrame } from "./latest.ts";
export { createLiveRooms, type LiveRooms } from "./live-rooms.ts";
export { showsPosition } from "./realtime.policy.ts";
export { createRealtimeService, type RealtimeService } from "./realtime.service.ts";
