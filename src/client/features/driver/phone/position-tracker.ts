import type { FixQuality } from "../../../../shared/drivers/fix-quality.ts";
import { type Fix, isWorthSending, STOPPED_EVERY_MS } from "./sampling.ts";

export type PositionProblem = "denied" | "unavailable" | "unsupported";

export type TrackerState = {
  isOn: boolean;
  /** The phone has told a position to this page: some browsers never say so otherwise. */
  isAllowed: boolean;
  /** The last fix of any quality: where the driver sees himself. */
  here: Fix | null;
  /** Device time of the last fix that the server has stored. */
  lastSentMs: number | null;
  /** The server keeps the last sent fix and does not believe it: it moved further than the vehicle can have. */
  isDoubted: boolean;
  problem: PositionProblem | null;
};

type Deps = {
  geolocation: Geolocation | undefined;
  now: () => number;
  onFix: (fix: Fix) => void;
};

const OPTIONS: PositionOptions = { enableHighAccuracy: true, maximumAge: 2_000, timeout: 30_000 };

/** Follows the phone's position while on duty, and passes on what is worth sending. */
export function createPositionTracker({ geolocation, now, onFix }: Deps) {
  let state: TrackerState = {
    isOn: false,
    isAllowed: false,
    here: null,
    lastSentMs: null,
    isDoubted: false,
    problem: null,
  };
  let lastKept: Fix | null = null;
  let watchId: number | null = null;
  let heartbeat: ReturnType<typeof setInterval> | undefined;
  const listeners = new Set<() => void>();

  const become = (change: Partial<TrackerState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };

  const take = (position: GeolocationPosition) => {
    const fix = toFix(position, now());
    become({ here: fix, isAllowed: true, problem: null });
    if (!isWorthSending(fix, lastKept)) return;
    lastKept = fix;
    onFix(fix);
  };

  const refuse = ({ code }: GeolocationPositionError) => {
    const isDenied = code === GeolocationPositionError.PERMISSION_DENIED;
    become(isDenied ? { problem: "denied", isAllowed: false } : { problem: "unavailable" });
  };

  /** A phone that lies still may tell nothing: ask, so that "stopped here" does not look like "silent". */
  const beat = () => {
    if (lastKept && now() - lastKept.timestampMs < STOPPED_EVERY_MS) return;
    geolocation?.getCurrentPosition(take, refuse, OPTIONS);
  };

  return {
    get: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => {
      if (watchId !== null) return;
      if (!geolocation) return become({ problem: "unsupported" });
      become({ isOn: true });
      watchId = geolocation.watchPosition(take, refuse, OPTIONS);
      heartbeat = setInterval(beat, STOPPED_EVERY_MS / 3);
    },
    stop: () => {
      if (watchId !== null) geolocation?.clearWatch(watchId);
      clearInterval(heartbeat);
      watchId = null;
      lastKept = null;
      if (state.isOn) become({ isOn: false, here: null });
    },
    /** The first question to the phone; answers whether the driver let us know. */
    ask: (): Promise<PositionProblem | null> =>
      new Promise(resolve => {
        if (!geolocation) return resolve("unsupported");
        // Once allowed, the running watch may hear of a position long before this question is answered.
        listeners.add(function heard() {
          if (!state.isAllowed) return;
          listeners.delete(heard);
          resolve(null);
        });
        geolocation.getCurrentPosition(
          position => {
            take(position);
            resolve(null);
          },
          error => {
            refuse(error);
            resolve(state.problem);
          },
          OPTIONS,
        );
      }),
    sent: (fix: Fix, quality: FixQuality | null) =>
      become({
        lastSentMs: Math.max(state.lastSentMs ?? 0, fix.timestampMs),
        isDoubted: quality === "implausible",
      }),
  };
}

/** Some phones tell the time of the fix in another epoch; then it is now. */
function toFix({ coords, timestamp }: GeolocationPosition, nowMs: number): Fix {
  const isPlausible = Math.abs(nowMs - timestamp) < 10 * 60_000;
  return {
    latitude: coords.latitude,
    longitude: coords.longitude,
    timestampMs: isPlausible ? timestamp : nowMs,
    accuracyMeters: coords.accuracy,
    speedMps: coords.speed !== null && coords.speed >= 0 ? coords.speed : null,
    headingDegrees: coords.heading !== null && Number.isFinite(coords.heading) ? coords.heading : null,
  };
}
