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

  /** Passes on what was read, and how it stands now if the reader does not know that yet. */
  function pass(frame: LiveFrame, isDegradedNow: boolean): void {
    const state: LiveFrame =
      isDegradedNow === isDegraded ? [] : [{ type: "live_state", isDegraded: isDegradedNow }];
    isDegraded = isDegradedNow;
    if (frame.length + state.length > 0) tell([...frame, ...state]);
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
    // What was heard while it was read has been told already.
    const heard = new Map(meanwhile.take().map(message => [keyOf(message), message]));
    const news = frame.filter(message => {
      const later = heard.get(keyOf(message));
      return !later || isNewer(message, later);
    });
    pass(news, false);
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
