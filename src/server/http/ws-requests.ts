import type { Encoder } from "@trpc/server/adapters/ws";
import type { CapName, Caps } from "../platform/limits/caps.ts";
import { toldDirectly } from "./ws-direct.ts";
import { frameText } from "./ws-frame.ts";

/** `cap` is the bound that was broken, if it is one of those. */
type Offence = { reason: string; cap: CapName | null };

type Frame = {
  id?: unknown;
  method?: unknown;
  result?: { type?: unknown; data?: unknown; id?: unknown };
  error?: unknown;
};

/** In place of a frame: nothing goes to the client. */
export const NOTHING_TO_SAY = "";

/** Calls go over HTTP, which asks anew who calls each time; a socket knows only who connected. */
const CALLS: readonly unknown[] = ["query", "mutation"];
const NONE: readonly unknown[] = [];
const NO_MESSAGES: readonly string[] = [];

/**
 * What one client asks for at the same time and how fast, read off the frames that pass by: for tRPC's handler it is
 * the encoder, JSON with the books kept. One for each of ten thousand sockets, so it is a class and keeps one map.
 */
export class RequestLedger implements Encoder {
  /** Subscriptions under way by the client's ids of them; of those that are told directly, how they are stopped. */
  private readonly requests = new Map<unknown, (() => void) | null>();
  private credit: number;
  private creditedAt: number;
  private broken: Offence | null = null;
  private stops = NONE;
  /** Those that were to be stopped and are not yet. */
  private takenBack = NONE;
  private repeats = NONE;

  constructor(
    private readonly caps: Caps,
    private readonly now: () => Date,
  ) {
    this.credit = caps["message-burst"];
    this.creditedAt = now().getTime();
  }

  decode(data: unknown): unknown {
    const decoded: unknown = JSON.parse(typeof data === "string" ? data : "null");
    const frames = Array.isArray(decoded) ? decoded : [decoded];
    frames.forEach((frame: unknown, index) => {
      if (index > 0) this.spend();
      if (typeof frame === "object" && frame !== null) this.noteRequest(frame);
    });
    // Nothing of a batch that goes too far is begun.
    if (this.broken) throw new Error(this.broken.reason);
    return decoded;
  }

  encode(message: unknown): string {
    const frame = message as Frame;
    // The socket knows what it is given; tRPC only passes it on.
    const rest = toldDirectly(frame) as unknown as string | null;
    if (rest) return rest;
    // The generator has ended, and not the stream.
    if (frame.result?.type === "stopped" && this.requests.get(frame.id)) return NOTHING_TO_SAY;
    if (frame.error !== undefined || frame.result?.type === "stopped") this.strikeOff(frame.id);
    else if (frame.result?.type === "started" && this.takenBack.includes(frame.id))
      this.repeats = [...this.repeats, frame.id];
    return frameText(frame);
  }

  /** False when the client sends faster than it may: a bucket that holds a burst and fills up steadily. */
  spend(): boolean {
    const at = this.now().getTime();
    const earned = (Math.max(0, at - this.creditedAt) / 1_000) * this.caps["messages-per-second"];
    this.credit = Math.min(this.caps["message-burst"], this.credit + earned) - 1;
    this.creditedAt = at;
    if (this.credit < 0) this.broken = { reason: "too many messages", cap: "message-burst" };
    return this.credit >= 0;
  }

  /** Why the client has to go; null while all is well. */
  offence(): Offence | null {
    return this.broken;
  }

  /** Subscriptions under way. */
  open(): number {
    return this.requests.size;
  }

  /** A subscription goes on without its generator until it is stopped. */
  goesOn(id: unknown, stop: () => void): void {
    this.requests.set(id, stop);
  }

  /** Stops what the client has asked to be stopped of those that went on; answers the frames that say so. */
  carryOutStops(): string[] {
    const asked = this.stops;
    this.stops = NONE;
    return asked.flatMap(id => {
      const stop = this.requests.get(id);
      if (stop === null) this.takenBack = [...this.takenBack, id];
      if (!stop) return [];
      stop();
      this.strikeOff(id);
      return [frameText({ id, result: { type: "stopped" } })];
    });
  }

  /**
   * Messages that the client has sent before their subscription had begun: tRPC does not hear a stop then, and the
   * subscription would run on. To be passed on once more.
   */
  takeRepeats(): readonly string[] {
    if (this.repeats.length === 0) return NO_MESSAGES;
    const messages = this.repeats.map(id => JSON.stringify({ id, method: "subscription.stop" }));
    this.repeats = NONE;
    return messages;
  }

  /** Stops all that went on. */
  stopAll(): void {
    for (const stop of this.requests.values()) stop?.();
  }

  private strikeOff(id: unknown): void {
    this.requests.delete(id);
    if (this.takenBack.length > 0) this.takenBack = this.takenBack.filter(other => other !== id);
  }

  private noteRequest({ id, method }: Frame): void {
    if (CALLS.includes(method)) this.broken = { reason: "subscriptions only", cap: null };
    // One that is passed on once more is known already: were it noted again, it would end the next with this id.
    if (method === "subscription.stop" && !this.takenBack.includes(id)) this.stops = [...this.stops, id];
    if (method !== "subscription" || id === null || id === undefined) return;
    // Using an id twice would hide one of the two from the books.
    if (this.requests.has(id)) this.broken = { reason: "id in use", cap: null };
    else this.requests.set(id, null);
    if (this.requests.size > this.caps["subscriptions-per-socket"])
      this.broken = { reason: "too many requests at once", cap: "subscriptions-per-socket" };
  }
}
