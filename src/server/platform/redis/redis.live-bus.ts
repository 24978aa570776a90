import { z } from "zod";
import { VendorId } from "../../../shared/ids.ts";
import type { LiveBus, LivePost, Reach } from "../live-bus/live-bus.port.ts";
import type { Channels } from "./channel.ts";
import type { ChannelState } from "./subscriber.ts";

/** As much as a process has to know of what another one says: what kind of message it is, and who hears it. */
const Posts = z.array(
  z.object({
    vendorId: VendorId,
    rooms: z.array(z.string().regex(/^(vendor|order|driver)_/)),
    message: z.looseObject({
      type: z.enum(["driver_location", "eta_update", "driver_presence", "order_watched"]),
    }),
  }),
);

/** The channel of a business, open while somebody here listens to one of its rooms. */
type VendorChannel = {
  users: number;
  followers: Set<(reach: Reach) => void>;
  reach(): Reach;
  close(): void;
};

const REACH = { open: "whole", opening: "opening", lost: "lost" } as const satisfies Record<
  ChannelState,
  Reach
>;

/**
 * Carries live messages to listeners here at once, and to those of all other processes through Redis: one channel a
 * business, so that a process hears of those alone that somebody watches at it. The id in braces is what a cluster places
 * a channel by: see redis.cache.ts.
 */
export function shareLiveBus(here: LiveBus, channels: Channels): LiveBus {
  const vendors = new Map<VendorId, VendorChannel>();

  function openChannel(vendorId: VendorId): VendorChannel {
    const followers = new Set<(reach: Reach) => void>();
    const channel = channels.open(nameOf(vendorId), {
      // The rest of a message is as our own kind has made it.
      hear: posts => here.publish(Posts.parse(posts) as unknown as LivePost[]),
      onState(state) {
        for (const follower of followers) follower(REACH[state]);
      },
    });
    return {
      users: 0,
      followers,
      reach: () => REACH[channel.state()],
      close: () => channel[Symbol.dispose](),
    };
  }

  /** Keeps the channel of a business open until the returned function is called. */
  function use(vendorId: VendorId): VendorChannel & { leave(): void } {
    const channel = vendors.get(vendorId) ?? openChannel(vendorId);
    vendors.set(vendorId, channel);
    channel.users += 1;
    const leave = () => {
      channel.users -= 1;
      if (channel.users > 0) return;
      vendors.delete(vendorId);
      channel.close();
    };
    return { ...channel, leave };
  }

  return {
    listen(where, listener) {
      const { leave } = use(where.vendorId);
      const stop = here.listen(where, listener);
      return once(() => {
        stop();
        leave();
      });
    },

    follow(vendorId, listener) {
      const { followers, reach, leave } = use(vendorId);
      followers.add(listener);
      listener(reach());
      return once(() => {
        followers.delete(listener);
        leave();
      });
    },

    publish(posts) {
      here.publish(posts);
      for (const [vendorId, those] of Map.groupBy(posts, post => post.vendorId))
        channels.say(nameOf(vendorId), those);
    },
  };
}

const nameOf = (vendorId: VendorId) => `live:{${vendorId}}`;

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}
