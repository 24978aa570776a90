import type { LastPosition } from "../../../shared/drivers/driver.schema.ts";
import type { DriverId, TrackingToken } from "../../../shared/ids.ts";
import type { TrackingMessage, TrackingView } from "../../../shared/tracking/tracking.schema.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";
import type { EventLog } from "../events/index.ts";
import type { OrderDoc } from "../orders/index.ts";
import type { LiveRooms } from "../realtime/index.ts";

type Deps = {
  log: EventLog;
  live: LiveRooms;
  clock: Clock;
  timers: Timers;
  orderByToken: (token: TrackingToken) => Promise<OrderDoc | null>;
  lastPositionOf: (driverId: DriverId) => Promise<LastPosition | null>;
};

export type TrackingService = {
  /** What the holder of a tracking link may know. Errors: TRACKING_NOT_FOUND. */
  get(input: { token: TrackingToken }): Promise<TrackingView>;
  /** The view now and after each change, positions in between. Errors: TRACKING_NOT_FOUND. */
  watch(input: {
    token: TrackingToken;
    signal: AbortSignal | undefined;
  }): AsyncGenerator<{ cursor: string; message: TrackingMessage }, void, undefined>;
};

export function createTrackingService(_deps: Deps): TrackingService {
  throw new Error("not written yet");
}
