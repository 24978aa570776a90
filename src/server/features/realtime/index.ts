export { createLatest } from "./latest.ts";
export { createLiveRooms, type LiveRooms } from "./live-rooms.ts";
export type { LiveFrame } from "./pacer.ts";
export { showsPosition } from "./realtime.policy.ts";
export { createRealtimeService, type RealtimeService } from "./realtime.service.ts";
