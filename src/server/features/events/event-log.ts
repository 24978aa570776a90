import type { DurableEvent, DurableMessage, Room } from "../../../shared/events.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Tell, TellDirectly } from "../../platform/direct/direct.port.ts";
import type { InsertFeed } from "../../platform/mongo/change-stream.ts";
import {
  compareCursors,
  cursorBefore,
  type EventCursor,
  formatCursor,
  latestCursor,
  parseCursor,
} from "./event-cursor.ts";
import { createEventRing } from "./event-ring.ts";
import type { EventDoc } from "./events.repo.ts";
import { Mailbox } from "./mailbox.ts";
import { createPlaceWriter, type Placed } from "./place-writer.ts";

export type LogMessage = { cursor: string; message: DurableMessage };

/** A new event of a room, or `resync` when events were lost for this process. */
export type LogListener = (message: LogMessage) => void;

export type EventLogHealth = {
  /** False until the log has caught up, and while the database does not answer. */
  isReady: boolean;
  /** How long the database has been silent, in milliseconds; it answers several times a second. */
  silentMs: number;
  /** How old the last event was when it arrived, in milliseconds. */
  lagMs: number;
  /** Why the stream last broke, until it delivers again. */
  lastError: string | null;
  events: number;
  listeners: number;
};

/** The events of the last minutes in the order of their commits, and everything that follows. */
export interface EventLog extends AsyncDisposable {
  /** Resolves once the events of the last minutes have been read. */
  ready(): Promise<void>;
  health(): EventLogHealth;
  /**
   * Events of the room after the cursor `after`, or from now on, each once and in order, until `signal` aborts.
   * Begins with `ready` when it does not resume; `resync` stands for events that can no longer be delivered, or are more
   * than wait for one reader.
   */
  subscribe(
    room: Room,
    options: {
      after: string | null | undefined;
      signal: AbortSignal | undefined;
      tellDirectly?: TellDirectly | undefined;
    },
  ): AsyncGenerator<LogMessage, void, undefined>;
  /** Calls back with each new event of the room, or of all, until the returned function is called. */
  listen(room: Room | null, listener: LogListener): () => void;
  /** How far the log is known. */
  cursor(): string;
  /** Events of the room, or all, after `from`, and how far that reaches; null when the log does not go back so far. */
  since(room: Room | null, from: EventCursor): { entries: readonly Entry[]; upTo: EventCursor } | null;
  /** Up to here every event has its place in the database. */
  placedUpTo(): EventCursor;
}

export type Entry = { cursor: EventCursor; text: string; event: DurableEvent; rooms: readonly Room[] };

type Deps = {
  feed: InsertFeed<EventDoc>;
  clock: Clock;
  /** Keeps the places of events, in the order of the log; called again with the same ones after a failure. */
  writePlaces?: (places: readonly Placed[]) => Promise<void>;
  limits?: { maxEvents: number; maxAgeSeconds: number; maxWaiting: number };
};

const DEFAULT_LIMITS = { maxEvents: 20_000, maxAgeSeconds: 600, maxWaiting: 1_000 };
/** A database that has not answered for so long is not being followed. */
const SILENT_AFTER_MS = 10_000;
/** A cursor this far ahead of all that was seen comes from another database, not from a faster process. */
export const MAX_AHEAD_SECONDS = 3_600;
/** Stands for all rooms among those that are listened to. */
const ALL = null;

/** Said to listeners in place of an entry when history was lost. */
const LOST = Symbol("lost");
type Hear = (heard: Entry | typeof LOST) => void;

const resyncAt = (cursor: string): LogMessage => ({ cursor, message: { type: "resync" } });

/** Who hears a room: each of them would have to keep its name otherwise. */
type Audience = { room: Room | typeof ALL; hearers: Set<Hear> };

/** Starts following the events; the caller owns it. */
export function startEventLog({ feed, clock, writePlaces, limits = DEFAULT_LIMITS }: Deps): EventLog {
  const ring = createEventRing<Entry>(limits);
  const rooms = new Map<Room | typeof ALL, Audience>();
  const caughtUp = Promise.withResolvers<void>();
  let isCaughtUp = false;
  let heardAt = clock.now();
  let lagMs = 0;
  let lastError: string | null = null;

  const waiting = { capacity: limits.maxWaiting, onOverflow: (last: LogMessage) => resyncAt(last.cursor) };
  // A clock that was set either way says nothing until the database has been heard again, which is at once.
  const silentMs = () => Math.abs(clock.now().getTime() - heardAt.getTime());
  const here = () => formatCursor(ring.latest());
  const fail = (error: unknown) => {
    lastError = error instanceof Error ? error.message : String(error);
  };
  const places = createPlaceWriter(writePlaces ?? (async () => {}), fail);

  const following = feed({
    onHistory(from) {
      ring.reset(cursorBefore(from));
      places.begin(cursorBefore(from));
      for (const { hearers } of rooms.values()) for (const hear of hearers) hear(LOST);
    },
    onInsert({ time, index, doc }) {
      const cursor = { ...time, index };
      const entry = { cursor, text: formatCursor(cursor), event: doc.payload, rooms: doc.rooms };
      lastError = null;
      if (!ring.push(entry)) return;
      places.put({ id: doc._id, cursor });
      lagMs = Math.max(0, clock.now().getTime() - doc.at.getTime());
      for (const room of [...entry.rooms, ALL])
        for (const hear of rooms.get(room)?.hearers ?? []) hear(entry);
    },
    onCaughtUp() {
      isCaughtUp = true;
      caughtUp.resolve();
    },
    onHeard(upTo) {
      heardAt = clock.now();
      if (upTo) ring.reach(cursorBefore(upTo));
      places.nudge();
    },
    onError: fail,
  });

  function hearRoom(room: Room | typeof ALL, hear: Hear): () => void {
    const audience = rooms.get(room) ?? { room, hearers: new Set<Hear>() };
    rooms.set(room, audience);
    audience.hearers.add(hear);
    return () => {
      audience.hearers.delete(hear);
      if (audience.hearers.size === 0 && rooms.get(audience.room) === audience) rooms.delete(audience.room);
    };
  }

  /**
   * Puts what is heard of a room into the mailbox. A client that comes from a faster process has seen what is only
   * arriving here: what is not after `from` is left out. Not part of the generator: what it was given would be held with it.
   */
  function deliver(room: Room, mailbox: Mailbox<LogMessage>, from: EventCursor | null): () => void {
    return hearRoom(room, heard => {
      if (heard === LOST) mailbox.replaceAll(resyncAt(here()));
      else if (!from || compareCursors(heard.cursor, from) > 0) mailbox.push(toMessage(heard));
    });
  }

  /** What the room has heard since; null when the cursor is not known any more, or never was, or it is too much. */
  function missedSince(room: Room, from: EventCursor | null): readonly Entry[] | null {
    if (!from || from.seconds - ring.latest().seconds > MAX_AHEAD_SECONDS) return null;
    const missed = ring.since(from)?.filter(({ rooms }) => rooms.includes(room)) ?? null;
    return missed && missed.length > limits.maxWaiting ? null : missed;
  }

  return {
    ready: () => caughtUp.promise,
    cursor: here,
    placedUpTo: () => places.writtenUpTo(ring.latest()),

    since(room, from) {
      const entries = ring.since(from);
      if (!entries) return null;
      return {
        entries: room === ALL ? entries : entries.filter(({ rooms }) => rooms.includes(room)),
        upTo: latestCursor(from, ring.latest()),
      };
    },

    listen: (room, listener) =>
      hearRoom(room, heard => listener(heard === LOST ? resyncAt(here()) : toMessage(heard))),

    health: () => ({
      isReady: isCaughtUp && silentMs() < SILENT_AFTER_MS,
      silentMs: silentMs(),
      lagMs,
      lastError,
      events: ring.size(),
      listeners: [...rooms.values()].reduce((sum, { hearers }) => sum + hearers.size, 0),
    }),

    async *subscribe(room, { after, signal, tellDirectly }) {
      // Once it has caught up nobody waits: a race and a listener of each of ten thousand would be garbage for nothing.
      if (!isCaughtUp) await Promise.race([caughtUp.promise, abortOf(signal)]);
      if (signal?.aborted) return;
      const mailbox = new Mailbox(waiting);
      const from = after ? parseCursor(after) : null;
      const missed = missedSince(room, from);
      // All of this is one step, so nothing can be committed to the ring between the replay and the listening.
      if (!after) mailbox.push({ cursor: here(), message: { type: "ready" } });
      else if (!missed) mailbox.push(resyncAt(here()));
      for (const entry of missed ?? []) mailbox.push(toMessage(entry));
      const stop = deliver(room, mailbox, missed && from);
      let isTold = false;
      const begin = (tell: Tell<LogMessage>) => {
        isTold = true;
        mailbox.forward(tell);
        return stop;
      };
      try {
        if (tellDirectly) yield* mailbox.take();
        if (tellDirectly && !signal?.aborted) {
          // No message, but on its way with the others.
          yield { cursor: here(), message: tellDirectly(begin) as never };
        }
        if (!isTold) yield* mailbox.items(signal);
      } finally {
        if (!isTold) stop();
      }
    },

    async [Symbol.asyncDispose]() {
      await following[Symbol.asyncDispose]();
      await places.settled();
    },
  };
}

const toMessage = ({ text, event }: Entry): LogMessage => ({ cursor: text, message: event });

const abortOf = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise(resolve => {
    if (signal?.aborted) resolve();
    signal?.addEventListener("abort", () => resolve(), { once: true });
  });
