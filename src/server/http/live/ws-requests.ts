import type { CapName, Caps } from "../../platform/limits/caps.ts";
import type { Frame } from "./ws-direct.ts";
import { frameText } from "./ws-frame.ts";

/** `cap` is the bound that was broken, if it is one of those. */
type Offence = { reason: string; cap: CapName | null };

/** A subscription under way by the client's id of it; if it is told directly, how it is stopped. */
type UnderWay = { id: unknown; stop: (() => void) | null };

/** Calls go over HTTP, which asks anew who calls each time; a socket knows only who connected. */
const CALLS: readonly unknown[] = ["query", "mutation"];
const NOTHING_UNDER_WAY: readonly UnderWay[] = [];
const NONE: readonly unknown[] = [];
const NO_MESSAGES: readonly string[] = [];
/** Clients count their requests; tRPC takes numbers and texts. The books of a socket are bounded by this too. */
const LONGEST_ID = 128;

/**
 * What one client asks for at the same time and how fast, read off the frames that pass by. One for each of ten
 * thousand sockets, so it is a class, and keeps a list where a map would take half a kilobyte.
 */
export class RequestLedger {
  private requests = NOTHING_UNDER_WAY;
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

  /** Notes a message of the client. False when it goes too far, and nothing of it may be begun. */
  asks(message: string): boolean {
    for (const [index, frame] of framesOf(message).entries()) {
      if (index > 0) this.spend();
      if (typeof frame === "object" && frame !== null) this.noteRequest(frame);
      // Nobody reads a thousand frames to the end to find out that the first was one too many.
      if (this.broken) return false;
    }
    return this.broken === null;
  }

  /** Notes a frame to the client. False when he is not to have it: the generator has ended, and not the stream. */
  tells(frame: Frame): boolean {
    const { id, result, error } = frame;
    if (result?.type === "stopped" && this.find(id)?.stop) return false;
    if (error !== undefined || result?.type === "stopped") this.strikeOff(id);
    else if (result?.type === "started" && this.takenBack.includes(id)) this.repeats = [...this.repeats, id];
    return true;
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
    return this.requests.length;
  }

  /** A subscription goes on without its generator until it is stopped. */
  goesOn(id: unknown, stop: () => void): void {
    this.requests = [...this.otherThan(id), { id, stop }];
  }

  /** Stops what the client has asked to be stopped of those that went on; answers the frames that say so. */
  carryOutStops(): string[] {
    const asked = this.stops;
    this.stops = NONE;
    return asked.flatMap(id => {
      const stop = this.find(id)?.stop;
      if (stop === null && !this.takenBack.includes(id)) this.takenBack = [...this.takenBack, id];
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
    for (const { stop } of this.requests) stop?.();
  }

  private find(id: unknown): UnderWay | undefined {
    return this.requests.find(request => request.id === id);
  }

  private otherThan(id: unknown): readonly UnderWay[] {
    return this.requests.filter(request => request.id !== id);
  }

  private strikeOff(id: unknown): void {
    this.requests = this.otherThan(id);
    if (this.takenBack.length > 0) this.takenBack = this.takenBack.filter(other => other !== id);
  }

  private noteRequest({ id, method }: { id?: unknown; method?: unknown }): void {
    if (CALLS.includes(method)) this.broken = { reason: "subscriptions only", cap: null };
    if (method === "subscription.stop") this.stops = [...this.stops, id];
    if (method !== "subscription" || id === null || id === undefined) return;
    // Using an id twice would hide one of the two from the books.
    if (!isId(id)) this.broken = { reason: "no id", cap: null };
    else if (this.find(id)) this.broken = { reason: "id in use", cap: null };
    else this.requests = [...this.requests, { id, stop: null }];
    if (this.requests.length > this.caps["subscriptions-per-socket"])
      this.broken = { reason: "too many requests at once", cap: "subscriptions-per-socket" };
  }
}

const isId = (id: unknown): boolean =>
  typeof id === "number" || (typeof id === "string" && id.length <= LONGEST_ID);

/** What is no JSON is answered by tRPC, as pings are. */
function framesOf(message: string): readonly unknown[] {
  if (message === "PING" || message === "PONG") return NONE;
  try {
    return [JSON.parse(message)].flat();
  } catch {
    return NONE;
  }
}
