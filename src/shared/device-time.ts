import { IsoTime } from "./text.ts";

const isThisCentury = (time: string): boolean => /^20\d\d-/.test(new Date(time).toISOString());

/**
 * When something happened by the clock of the device that reports it: a courier's phone may be without a network for
 * an hour. It goes into the chain of custody beside the server's time; nothing is decided by it.
 */
export const DeviceTime = IsoTime.refine(isThisCentury, "must be a time of this century");
