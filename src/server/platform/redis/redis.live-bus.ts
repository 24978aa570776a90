import { z } from "zod";
import type { LiveBus, LivePost } from "../live-bus/live-bus.port.ts";
import type { Channels } from "./channel.ts";

/** As much as a process has to know of what another one says: what kind of message it is, and who hears it. */
const Posts = z.array(
  z.object({
    rooms: z.array(z.string().regex(/^(vendor|order|driver)_/)),
    message: z.looseObject({
      type: z.enum(["driver_location", "eta_update", "driver_presence", "order_watched"]),
    }),
  }),
);

/** Carries live messages to listeners here at once, and to those of all other processes through Redis. */
export function shareLiveBus(here: LiveBus, channels: Channels): LiveBus {
  // The rest of a message is as our own kind has made it.
  const tellOthers = channels.open("live", posts =>
    here.publish(Posts.parse(posts) as unknown as LivePost[]),
  );
  return {
    listen: here.listen,
    publish(posts) {
      here.publish(posts);
      if (posts.length > 0) tellOthers(posts);
    },
  };
}
