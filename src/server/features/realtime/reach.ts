import type { LiveBus, LiveRoom } from "../../platform/live-bus/live-bus.port.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";
import { createLatest, isNewer, keyOf, type LiveFrame } from "./latest.ts";

type Deps = {
  bus: Pick<LiveBus, "follow">;
  timers: Timers;
  listen: (where: LiveRoom, listener: (frame: LiveFrame) => void) => () => void;
};

type Reader = { known: () => Promise<LiveFrame>; tell: (frame: LiveFrame) => void };

const RETRY_MS = 1_000;

const DEGRADED: LiveFrame = [{ type: "live_state", isDegraded: true }];
const WHOLE: LiveFrame = [{ type: "live_state", isDegraded: false }];

/**
 * Tells a reader when messages of other processes are missing, and, each time that they come again, what is known by
 * then: some were published while nobody here could hear them. Until the returned function is called.
 */
export function followReach(
  { bus, timers, listen }: Deps,
  where: LiveRoom,
  { known, tell }: Reader,
): () => void {
  // The reader takes it that nothing is missing until he is told.
  let isDegraded = false;
  /** How often that has changed: what was read for an earlier state is of no use. */
  let changes = 0;
  let cancelRetry = () => {};

  /** Passes on what was read, which is the same for the whole room, and how it stands if the reader does not know. */
  function pass(frame: LiveFrame, isDegradedNow: boolean): void {
    if (frame.length > 0) tell(frame);
    if (isDegradedNow === isDegraded) return;
    isDegraded = isDegradedNow;
    tell(isDegraded ? DEGRADED : WHOLE);
  }

  async function catchUp(change: number): Promise<void> {
    const meanwhile = createLatest();
    const stopHearing = listen(where, meanwhile.put);
    const frame = await known().catch(() => null);
    stopHearing();
    if (change !== changes) return;
    if (!frame) {
      cancelRetry = timers.after(RETRY_MS, () => void catchUp(change));
      return;
    }
    pass(withoutHeard(frame, meanwhile.take()), false);
  }

  const stopFollowing = bus.follow(where.vendorId, reach => {
    const isBeginning = changes === 0;
    changes += 1;
    cancelRetry();
    if (reach === "lost") pass([], true);
    // Who begins while all is well reads by himself what is known.
    if (reach === "whole" && !isBeginning) void catchUp(changes);
  });

  return () => {
    changes += 1;
    cancelRetry();
    stopFollowing();
  };
}

/** What was heard while it was read has been told already. */
function withoutHeard(frame: LiveFrame, heard: LiveFrame): LiveFrame {
  if (heard.length === 0) return frame;
  const told = new Map(heard.map(message => [keyOf(message), message]));
  return frame.filter(message => {
    const later = told.get(keyOf(message));
    return !later || isNewer(message, later);
  });
}
