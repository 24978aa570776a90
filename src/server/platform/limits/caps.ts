import { defaultsOf, numbersSetting } from "./numbers-setting.ts";

/** How much of something there may be at once. */
export const CAPS = {
  "body-bytes": { most: 512 * 1024, what: "a request's body; an upload has the limit of proofs, 10 MB" },
  "batch-calls": { most: 25, what: "calls in one HTTP request" },
  sockets: { most: 20_000, what: "sockets of this process" },
  "sockets-per-address": { most: 2_000, what: "sockets from one address (IPv6: one /64)" },
  "sockets-per-account": { most: 200, what: "sockets of one account" },
  "subscriptions-per-socket": { most: 100, what: "subscriptions under way on a socket" },
  "frame-bytes": { most: 64 * 1024, what: "a frame from a client" },
  "message-burst": { most: 200, what: "messages that a client may send at once" },
  "messages-per-second": { most: 50, what: "messages that a client may send steadily" },
  "buffered-bytes": { most: 1024 * 1024, what: "bytes that wait for a client who does not read" },
} as const;

export type CapName = keyof typeof CAPS;
export type Caps = Record<CapName, number>;

export const DEFAULT_CAPS: Caps = defaultsOf(CAPS);

/** `sockets=5000, batch-calls=10`: what differs from the defaults. */
export const CapsSetting = numbersSetting(CAPS);
