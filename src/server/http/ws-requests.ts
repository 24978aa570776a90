import type { Encoder } from "@trpc/server/adapters/ws";

/** What one client asks for at the same time and how fast, read off the frames that pass by. */
export type RequestLedger = {
  /** For tRPC's handler: JSON, with the books kept. */
  encoder: Encoder;
  /** False when the client sends faster than it may. */
  spend(): boolean;
  /** Why the client has to go; null while all is well. */
  offence(): string | null;
  /** Requests under way. */
  open(): number;
};

type Limits = { openRequests: number; messageBurst: number; messagesPerSecond: number };

type Frame = { id?: unknown; method?: unknown; result?: { type?: unknown }; error?: unknown };

const REQUESTS: readonly unknown[] = ["subscription", "query", "mutation"];

export function createRequestLedger(limits: Limits, now: () => Date): RequestLedger {
  /** Methods of the requests under way, by the client's ids. */
  const requests = new Map<unknown, unknown>();
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
    if (!REQUESTS.includes(method) || id === null || id === undefined) return;
    // Using an id twice would hide one of the two from the books.
    if (requests.has(id)) offence = "id in use";
    requests.set(id, method);
    if (requests.size > limits.openRequests) offence = "too many requests at once";
  }

  function noteAnswer({ id, result, error }: Frame): void {
    const isOver = error !== undefined || result?.type === "stopped" || requests.get(id) !== "subscription";
    if (isOver) requests.delete(id);
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
