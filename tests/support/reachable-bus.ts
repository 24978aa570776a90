import type { LiveBus, Reach } from "../../src/server/platform/live-bus/live-bus.port.ts";
import { createMemoryLiveBus } from "../../src/server/platform/live-bus/memory.live-bus.ts";

/** A bus inside one process that says of itself what a test wants it to. */
export function createReachableBus(first: Reach = "whole"): LiveBus & { become(reach: Reach): void } {
  const followers = new Set<(reach: Reach) => void>();
  let reach = first;
  return {
    ...createMemoryLiveBus(),
    follow(_vendorId, listener) {
      followers.add(listener);
      listener(reach);
      return () => followers.delete(listener);
    },
    become(now) {
      reach = now;
      for (const follower of followers) follower(now);
    },
  };
}
