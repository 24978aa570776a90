import { UserId } from "../../../shared/ids.ts";
import type { SessionEnds } from "../session-ends/session-ends.port.ts";
import type { Channels } from "./channel.ts";

const CHANNEL = "session-ended";

/** Tells listeners here at once, and those of all other processes through Redis. */
export function shareSessionEnds(here: SessionEnds, channels: Channels): SessionEnds {
  channels.open(CHANNEL, { hear: message => here.sessionEnded(UserId.parse(message)) });
  return {
    onSessionEnded: here.onSessionEnded,
    sessionEnded(userId) {
      here.sessionEnded(userId);
      channels.say(CHANNEL, userId);
    },
  };
}
