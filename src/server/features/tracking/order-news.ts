import { SILENT_AFTER_MS } from "../../../shared/drivers/driver.presence.ts";
import { orderRoom } from "../../../shared/events.ts";
import type { OrderId, VendorId } from "../../../shared/ids.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";
import type { EventLog } from "../events/index.ts";
import { createLatest, type LiveFrame, type LiveRooms } from "../realtime/index.ts";

/** What has become of an order since its reader last looked. Never more than one change and one frame wait. */
export type OrderNews = Disposable & {
  /** Resolves when there is something: the order itself is to be read anew, or a frame. Null after the abort. */
  next(): Promise<"changed" | LiveFrame | null>;
  /** Calls for another look when the driver, heard of at that time, has become silent. */
  expectSilence(heardAt: Date, now: Date): void;
  /** Calls for another look when the link has ended. */
  expectEnd(end: Date, now: Date): void;
};

/** Timers cannot wait for a month: a look that comes too early sets the next one. */
const LONGEST_WAIT_MS = 86_400_000;

type Deps = { log: EventLog; live: LiveRooms; timers: Timers };

export function followOrderNews(
  { log, live, timers }: Deps,
  { vendorId, orderId }: { vendorId: VendorId; orderId: OrderId },
  signal: AbortSignal | undefined,
): OrderNews {
  const room = orderRoom(orderId);
  const latest = createLatest();
  let isChanged = true;
  let wake: () => void = () => {};
  let cancelSilence: () => void = () => {};
  let cancelEnd: () => void = () => {};

  const change = () => {
    isChanged = true;
    wake();
  };
  const stopEvents = log.listen(room, change);
  const take = (frame: LiveFrame) => {
    latest.put(frame);
    wake();
  };
  const stopLive = live.listen({ vendorId, room }, take);
  const stopFollowing = live.follow(vendorId, reach => {
    if (reach === "whole") change();
    if (reach !== "opening") take([{ type: "live_state", isDegraded: reach === "lost" }]);
  });
  const onAbort = () => wake();
  signal?.addEventListener("abort", onAbort);

  return {
    async next() {
      while (!signal?.aborted) {
        if (isChanged) {
          isChanged = false;
          // Positions are stored before they are published: the order that is read now is not behind them.
          latest.begin(latest.take().filter(({ type }) => type === "live_state"));
          return "changed";
        }
        const frame = latest.take();
        if (frame.length > 0) return frame;
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      }
      return null;
    },

    expectSilence(heardAt, now) {
      cancelSilence();
      cancelSilence = timers.after(heardAt.getTime() + SILENT_AFTER_MS + 1 - now.getTime(), change);
    },

    expectEnd(end, now) {
      cancelEnd();
      cancelEnd = timers.after(Math.min(end.getTime() + 1 - now.getTime(), LONGEST_WAIT_MS), change);
    },

    [Symbol.dispose]() {
      stopEvents();
      stopLive();
      stopFollowing();
      cancelSilence();
      cancelEnd();
      signal?.removeEventListener("abort", onAbort);
    },
  };
}
