import type { Encoder } from "@trpc/server/adapters/ws";

/** What one client asks for at the same time and how fast, read off the frames that pass by. */
export type RequestLedger = {
  /** For tRPC's handler: JSON, with the books kept. */
  encoder: Encoder;
  /** False when the client sends faster than it may. */
  spend(): boolean;
  /** Why the client has to go; null while all is well. */
  offence(): string | null;
  /** Subscriptions under way. */
  open(): number;
};

type Limits = { openRequests: number; messageBurst: number; messagesPerSecond: number };

type Frame = { id?: unknown; method?: unknown; result?: { type?: unknown }; error?: unknown };

/** Calls go over HTTP, which asks anew who calls each time; a socket knows only who connected. */
const CALLS: readonly unknown[] = ["query", "mutation"];

export function createRequestLedger(limits: Limits, now: () => Date): RequestLedger {
  /** The client's ids of the subscriptions under way. */
  const requests = new Set<unknown>();
  let credit = limits.messageBurst;
  let creditedAt = now().getTime();
  let offence: string | null = null;

  /** A bucket that holds a burst and fills up steadily. */
  function spend(): boolean {
    const at = now().getTime();
    const earned = (Math.max(0, at - creditedAt) / 1_000) * limits.messagesPerSecond;
    credit = Math.min(limits.messageBurst, credit + earned) - 1;
    creditedAt = at;
    return credit >= 0;
  }

  function noteRequest({ id, method }: Frame): void {
    if (CALLS.includes(method)) offence = "subscriptions only";
    if (method !== "subscription" || id === null || id === undefined) return;
    // Using an id twice would hide one of the two from the books.
    if (requests.has(id)) offence = "id in use";
    requests.add(id);
    if (requests.size > limits.openRequests) offence = "too many requests at once";
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
          if (index > 0 && !spend()) offence = "too many messages";
          if (typeof frame === "object" && frame !== null) noteRequest(frame);
        });
        // Nothing of a batch that goes too far is begun.
        if (offence) throw new Error(offence);
        return decoded;
      },
      encode(message) {
        noteAnswer(message as Frame);
        return JSON.stringify(message);
      },
    },
    spend,
    offence: () => offence,
    open: () => requests.size,
  };
}
