import { IsoTime } from "./text.ts";

/** False for what is no time at all, too: a check hears of values that another one has refused. */
function isThisCentury(time: string): boolean {
  const at = Date.parse(time);
  return at >= Date.UTC(2000) && at < Date.UTC(2100);
}

/**
 * When something happened by the clock of the device that reports it: a courier's phone may be without a network for
 * an hour. It goes into the chain of custody beside the server's time; nothing is decided by it.
 */
export const DeviceTime = IsoTime.refine(isThisCentury, "must be a time of this century");
