import type { DurableEvent, DurableMessage, Room } from "../../../shared/events.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { InsertFeed } from "../../platform/mongo/change-stream.ts";
import type { EventDoc } from "./events.repo.ts";

export type LogMessage = { cursor: string; message: DurableMessage };

export type EventLogHealth = {
  isReady: boolean;
  /** How long the database has been silent, in milliseconds; it answers at least every second. */
  silentMs: number;
  /** How old the last event was when it arrived, in milliseconds. */
  lagMs: number;
  lastError: string | null;
  events: number;
  subscribers: number;
};

/** The events of the last minutes in the order of their commits, and everything that follows. */
export interface EventLog extends AsyncDisposable {
  /** Resolves once the events of the last minutes have been read. */
  ready(): Promise<void>;
  health(): EventLogHealth;
  /**
   * Events of the room from `after` on, or from now on, each once and in order, until `signal` aborts. Begins with
   * `ready` when it does not resume; `resync` stands for events that can no longer be delivered.
   */
  subscribe(
    room: Room,
    options: { after: string | null | undefined; signal: AbortSignal | undefined },
  ): AsyncGenerator<LogMessage, void, undefined>;
  /** Calls back with each new event of the room until the returned function is called. */
  listen(room: Room, listener: (event: DurableEvent, cursor: string) => void): () => void;
}

/** Starts following the events; the caller owns it. */
export function startEventLog(_deps: { feed: InsertFeed<EventDoc>; clock: Clock }): EventLog {
  throw new Error("not written yet");
}
