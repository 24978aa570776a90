import type { Encoder } from "@trpc/server/adapters/ws";
import type { CapName, Caps } from "../platform/limits/caps.ts";
import { frameText } from "./ws-frame.ts";
import { handedOver } from "./ws-hand-over.ts";

/** What one client asks for at the same time and how fast, read off the frames that pass by. */
export type RequestLedger = {
  /** For tRPC's handler: JSON, with the books kept. */
  encoder: Encoder;
  /** False when the client sends faster than it may. */
  spend(): boolean;
  /** Why the client has to go; null while all is well. */
  offence(): Offence | null;
  /** Subscriptions under way. */
  open(): number;
};

/** `cap` is the bound that was broken, if it is one of those. */
type Offence = { reason: string; cap: CapName | null };

type Frame = {
  id?: unknown;
  method?: unknown;
  result?: { type?: unknown; data?: unknown; id?: unknown };
  error?: unknown;
};

/** Calls go over HTTP, which asks anew who calls each time; a socket knows only who connected. */
const CALLS: readonly unknown[] = ["query", "mutation"];

export function createRequestLedger(caps: Caps, now: () => Date): RequestLedger {
  /** The client's ids of the subscriptions under way. */
  const requests = new Set<unknown>();
  let credit = caps["message-burst"];
  let creditedAt = now().getTime();
  let offence: Offence | null = null;

  /** A bucket that holds a burst and fills up steadily. */
  function spend(): boolean {
    const at = now().getTime();
    const earned = (Math.max(0, at - creditedAt) / 1_000) * caps["messages-per-second"];
    credit = Math.min(caps["message-burst"], credit + earned) - 1;
    creditedAt = at;
    if (credit < 0) offence = { reason: "too many messages", cap: "message-burst" };
    return credit >= 0;
  }

  function noteRequest({ id, method }: Frame): void {
    if (CALLS.includes(method)) offence = { reason: "subscriptions only", cap: null };
    if (method !== "subscription" || id === null || id === undefined) return;
    // Using an id twice would hide one of the two from the books.
    if (requests.has(id)) offence = { reason: "id in use", cap: null };
    requests.add(id);
    if (requests.size > caps["subscriptions-per-socket"])
      offence = { reason: "too many requests at once", cap: "subscriptions-per-socket" };
  }

  function noteAnswer({ id, result, error }: Frame): void {
    if (error !== undefined || result?.type === "stopped") requests.delete(id);
  }

  return {
    encoder: {
      decode(data) {
        const decoded: unknown = JSON.parse(typeof data === "string" ? data : "null");
        const frames = Array.isArray(decoded) ? decoded : [decoded];
        frames.forEach((frame: unknown, index) => {
          if (index > 0) spend();
          if (typeof frame === "object" && frame !== null) noteRequest(frame);
        });
        // Nothing of a batch that goes too far is begun.
        if (offence) throw new Error(offence.reason);
        return decoded;
      },
      encode(message) {
        noteAnswer(message as Frame);
        // The socket knows what it is given; tRPC only passes it on.
        return (handedOver(message as Frame) as string | null) ?? frameText(message as object);
      },
    },
    spend,
    offence: () => offence,
    open: () => requests.size,
  };
}
