import type { ServerWebSocket } from "bun";
import type { UserId } from "../../../shared/ids.ts";
import type { CapName } from "../../platform/limits/caps.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";
import type { Guarded } from "./session-judge.ts";
import type { Place } from "./ws-census.ts";
import { type Frame, type ToldDirectly, toldDirectly } from "./ws-direct.ts";
import { frameText } from "./ws-frame.ts";
import type { RequestLedger } from "./ws-requests.ts";

/** Close codes: RFC 6455, section 7.4.1, its IANA registry, and 4401 of our own for "sign in again". */
export const CLOSE = { policy: 1008, restart: 1012, slow: 1013, notText: 1003, signIn: 4401 } as const;
/** A peer that does not read does not see the close frame either. */
const LINGER_MS = 5_000;
const OPEN = 1;
const RECONNECT = JSON.stringify({ id: null, method: "reconnect" });

/** What is known of a connection from its handshake on. */
export type Connection = { ip: string; url: string; userAgent: string | null; socket?: TrpcSocket };

type Parts = {
  raw: ServerWebSocket<Connection>;
  ledger: RequestLedger;
  place: Place;
  /** With more than this unsent the reader is too slow. It resumes where it was when it connects again. */
  bufferedBytes: number;
  timers: Timers;
  /** Hears which cap has sent the client away. */
  onCapped: (cap: CapName) => void;
};

const nothing = (): void => {};
type Hear = (data: Buffer, isBinary: boolean) => void;

/** What tRPC's handler needs of a `ws` socket, on one of Bun's. */
export class TrpcSocket implements Guarded {
  private isOpen = true;
  private hear: Hear = nothing;
  private hearClose = nothing;
  private forget = nothing;

  constructor(private readonly parts: Parts) {}

  /** tRPC listens once for each, and errors are none of ours: Bun closes. */
  on(event: "message" | "close" | "error", listener: Hear & (() => void)): void {
    if (event === "message") this.hear = listener;
    else if (event === "close") this.hearClose = listener;
  }

  once(event: "close", listener: () => void): void {
    this.on(event, listener);
  }

  get connection(): Connection {
    return this.parts.raw.data;
  }

  get ledger(): RequestLedger {
    return this.parts.ledger;
  }

  get readyState(): number {
    return this.isOpen ? this.parts.raw.readyState : OPEN + 1;
  }

  receive(message: string | Buffer): void {
    if (!this.isOpen) return;
    if (typeof message !== "string") this.close(CLOSE.notText, "text only");
    else if (this.ledger.spend() && this.ledger.asks(message)) {
      this.hear(Buffer.from(message), false);
      for (const stopped of this.ledger.carryOutStops()) this.say(stopped);
    }
    const offence = this.ledger.offence();
    if (offence) this.sendAway(CLOSE.policy, offence.reason, offence.cap);
  }

  /** Closes for what the client did; `cap` says which of our bounds it broke, if it is one of those. */
  sendAway(code: number, reason: string, cap: CapName | null): void {
    if (this.isOpen && cap) this.parts.onCapped(cap);
    this.close(code, reason);
  }

  /** Says whose the socket is. */
  claim(account: UserId): void {
    // It may have gone while the token was being checked: its place is given back already.
    if (!this.isOpen) return;
    if (!this.parts.place.claim(account))
      this.sendAway(CLOSE.slow, "too many connections", "sockets-per-account");
  }

  /** For tRPC: a frame, or its answer to a ping. */
  send(said: string | Frame): void {
    if (!this.isOpen) return;
    if (typeof said === "string") {
      this.say(said);
      return;
    }
    const rest = toldDirectly(said);
    if (rest) this.goOn(rest);
    else if (this.ledger.tells(said)) this.say(frameText(said));
    for (const message of this.ledger.takeRepeats()) this.hear(Buffer.from(message), false);
  }

  handOver(): void {
    this.say(RECONNECT);
  }

  end(reason: string): void {
    this.close(CLOSE.signIn, reason);
  }

  close(code?: number, reason?: string): void {
    if (!this.isOpen) return;
    this.parts.raw.close(code, reason);
    this.gone();
    this.parts.timers.after(LINGER_MS, () => this.parts.raw.terminate());
  }

  terminate(): void {
    this.parts.raw.terminate();
  }

  /** Calls `forget` once the socket is gone, which it may be already. */
  whenGone(forget: () => void): void {
    if (this.isOpen) this.forget = forget;
    else forget();
  }

  /** Ends everything that hangs on the socket at once, and once, however long the network takes to notice. */
  gone(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.forget();
    this.ledger.stopAll();
    this.parts.place.leave();
    this.hearClose();
  }

  private goOn({ id, begin }: ToldDirectly): void {
    const stop = begin(text => this.say(text));
    // What it was told at once may have been more than it can take.
    if (this.isOpen) this.ledger.goesOn(id, stop);
    else stop();
  }

  /** Bun answers bytes sent, -1 for queued, 0 for dropped: after a drop the stream would have a gap. */
  private say(text: string): void {
    if (!this.isOpen) return;
    const { raw, bufferedBytes } = this.parts;
    const sent = raw.send(text);
    if (sent === 0 || (sent === -1 && raw.getBufferedAmount() > bufferedBytes))
      this.sendAway(CLOSE.slow, "too slow", "buffered-bytes");
  }
}
