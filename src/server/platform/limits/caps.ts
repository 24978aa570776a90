import { z } from "zod";

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
} as const satisfies Record<string, { most: number; what: string }>;

export type CapName = keyof typeof CAPS;
export type Caps = Record<CapName, number>;

export const DEFAULT_CAPS = Object.fromEntries(
  Object.entries(CAPS).map(([name, { most }]) => [name, most]),
) as Caps;

const isCapName = (name: string): name is CapName => Object.hasOwn(CAPS, name);

/** `sockets=5000, batch-calls=10`: what differs from the defaults. */
export const CapsSetting = z.string().transform((text, context) => {
  const caps = { ...DEFAULT_CAPS };
  for (const entry of text.split(",")) {
    const [name = "", most = ""] = entry.split("=").map(part => part.trim());
    if (!isCapName(name)) {
      const message = `knows no ${JSON.stringify(name)}; it knows ${Object.keys(CAPS).join(", ")}`;
      context.addIssue({ code: "custom", message });
    } else if (/^[1-9]\d{0,8}$/.test(most)) caps[name] = Number(most);
    else context.addIssue({ code: "custom", message: `${name} must be a whole number from 1` });
  }
  return caps;
});
