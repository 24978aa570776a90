import { EventEmitter } from "node:events";
import type { ServerWebSocket } from "bun";
import type { UserId } from "../../shared/ids.ts";
import type { CapName } from "../platform/limits/caps.ts";
import type { Timers } from "../platform/timers/timers.port.ts";
import type { Census } from "./ws-census.ts";
import type { ToldDirectly } from "./ws-direct.ts";
import { NOTHING_TO_SAY, type RequestLedger } from "./ws-requests.ts";

/** Close codes: RFC 6455, section 7.4.1, its IANA registry, and 4401 of our own for "sign in again". */
export const CLOSE = { policy: 1008, restart: 1012, slow: 1013, notText: 1003, signIn: 4401 } as const;
/** A peer that does not read does not see the close frame either. */
const LINGER_MS = 5_000;
const OPEN = 1;

/** What is known of a connection from its handshake on. */
export type Connection = { ip: string; url: string; userAgent: string | null; socket?: TrpcSocket };

type Parts = {
  raw: ServerWebSocket<Connection>;
  ledger: RequestLedger;
  place: ReturnType<Census["enter"]>;
  /** With more than this unsent the reader is too slow. It resumes where it was when it connects again. */
  bufferedBytes: number;
  timers: Timers;
  /** Hears which cap has sent the client away. */
  onCapped: (cap: CapName) => void;
};

/** What tRPC's handler needs of a `ws` socket, on one of Bun's. */
export class TrpcSocket extends EventEmitter {
  private isOpen = true;
  private readonly leftovers: (() => void)[] = [];

  constructor(private readonly parts: Parts) {
    super();
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
    else if (this.ledger.spend()) {
      this.emit("message", Buffer.from(message), false);
      for (const stopped of this.ledger.carryOutStops()) this.send(stopped);
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

  /** Bun answers bytes sent, -1 for queued, 0 for dropped: after a drop the stream would have a gap. */
  send(data: string | ToldDirectly): void {
    if (!this.isOpen) return;
    if (typeof data !== "string") {
      const stop = data.begin(text => this.send(text));
      // What it was told at once may have been more than it can take.
      if (this.isOpen) this.ledger.goesOn(data.id, stop);
      else stop();
      return;
    }
    if (data === NOTHING_TO_SAY) return;
    const { raw, bufferedBytes } = this.parts;
    const sent = raw.send(data);
    if (sent === 0 || (sent === -1 && raw.getBufferedAmount() > bufferedBytes))
      this.sendAway(CLOSE.slow, "too slow", "buffered-bytes");
    for (const message of this.ledger.takeRepeats()) this.emit("message", Buffer.from(message), false);
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

  /** What is to be done once the socket is gone, which it may be already. */
  whenGone(work: () => void): void {
    if (this.isOpen) this.leftovers.push(work);
    else work();
  }

  /** Ends everything that hangs on the socket at once, and once, however long the network takes to notice. */
  gone(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    for (const work of this.leftovers) work();
    this.ledger.stopAll();
    this.parts.place.leave();
    this.emit("close");
  }
}
