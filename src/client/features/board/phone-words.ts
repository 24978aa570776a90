import { FRESH_MS } from "../../../shared/drivers/driver.presence.ts";
import type { DriverView } from "../../../shared/drivers/driver.schema.ts";
import type { DriverPresenceMessage } from "../../../shared/events.ts";
import { duration, shortTime } from "../../ui/time-format.ts";

/**
 * What a dispatcher should know of a driver's phone, in words: that it is away and since when, that it has gone silent,
 * or how old the position is that he sees. Null while all is well, and for those who are not at work.
 */
export function phoneWords(
  driver: Pick<DriverView, "status" | "isSilent" | "lastLocationUpdate">,
  { presence, positionAt }: { presence: DriverPresenceMessage | undefined; positionAt: string | undefined },
  nowMs: number,
): { text: string; isUrgent: boolean } | null {
  if (driver.status !== "available" && driver.status !== "busy") return null;
  const heard = [driver.lastLocationUpdate, presence?.lastLocationUpdate, positionAt].flatMap(at =>
    at ? Date.parse(at) : [],
  );
  const ageMs = heard.length > 0 ? nowMs - Math.max(...heard) : null;
  const isSilent = presence ? presence.isSilent : driver.isSilent;
  if (presence && !presence.isConnected && (isSilent || ageMs === null || ageMs > FRESH_MS)) {
    const since = presence.lastSeenAt;
    return {
      text: since ? `Phone offline since ${shortTime(since, nowMs)}` : "Phone offline",
      isUrgent: isSilent,
    };
  }
  if (isSilent) {
    // A phone that is there and whose positions are not believed says more than one that says nothing.
    const word = presence?.isConnected ? "No good GPS" : "Silent";
    return { text: ageMs === null ? "No GPS yet" : `${word} for ${duration(ageMs)}`, isUrgent: true };
  }
  if (ageMs !== null && ageMs > FRESH_MS) return { text: `GPS ${duration(ageMs)} old`, isUrgent: false };
  return null;
}
