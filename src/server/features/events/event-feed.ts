import { DomainError } from "../../../shared/errors.ts";
import type { EventsPage, ReadEventsInput, Room } from "../../../shared/events.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";
import { compareCursors, type EventCursor, formatCursor, latestCursor, parseCursor } from "./event-cursor.ts";
import { type EventLog, MAX_AHEAD_SECONDS } from "./event-log.ts";
import type { EventPlacesRepo } from "./event-places.repo.ts";
import { RETENTION_SECONDS } from "./events.repo.ts";

type Deps = {
  log: Pick<EventLog, "ready" | "cursor" | "since" | "placedUpTo" | "listen">;
  places: Pick<EventPlacesRepo, "page" | "beginning">;
  clock: Clock;
  timers: Timers;
};

/** The log as pages, from any place since events are kept: the newest out of memory, all others out of the database. */
export type EventFeed = {
  /**
   * Events of the room, or of all, after the cursor, oldest first. Waits at most `waitMs` for the first; an abort ends
   * the wait. Errors: CURSOR_UNKNOWN when events after the cursor are no longer there, or when it is not of this log.
   */
  read(room: Room | null, input: ReadEventsInput & { signal: AbortSignal | undefined }): Promise<EventsPage>;
};

type Page = {
  items: { cursor: EventCursor; event: EventsPage["items"][number]["event"] }[];
  upTo: EventCursor;
};

const BEGINNING: EventCursor = { seconds: 0, increment: 0, index: 0 };

export function createEventFeed({ log, places, clock, timers }: Deps): EventFeed {
  async function pageAfter(room: Room | null, from: EventCursor, limit: number): Promise<Page> {
    const held = log.since(room, from);
    if (!held) return storedAfter(room, from, limit);
    const items = held.entries.slice(0, limit);
    const isAll = items.length === held.entries.length;
    return { items, upTo: isAll ? held.upTo : (items.at(-1)?.cursor ?? from) };
  }

  /** What is stored is the log without gaps, but it may end earlier: so how far that was is asked before reading. */
  async function storedAfter(room: Room | null, from: EventCursor, limit: number): Promise<Page> {
    const placed = log.placedUpTo();
    const beginning = (await places.beginning()) ?? BEGINNING;
    if (from !== BEGINNING && compareCursors(from, beginning) < 0) throw new DomainError("CURSOR_UNKNOWN");
    const items = await places.page(room, latestCursor(from, beginning), limit);
    const last = items.at(-1)?.cursor ?? from;
    return { items, upTo: items.length < limit ? latestCursor(last, placed) : last };
  }

  function cursorOf(after: ReadEventsInput["after"]): EventCursor {
    if (after === undefined) return BEGINNING;
    const known = parseCursor(log.cursor()) ?? BEGINNING;
    const cursor = after === "now" ? known : parseCursor(after);
    const oldestKept = clock.now().getTime() / 1_000 - RETENTION_SECONDS;
    if (!cursor || cursor.seconds < oldestKept || cursor.seconds > known.seconds + MAX_AHEAD_SECONDS)
      throw new DomainError("CURSOR_UNKNOWN");
    return cursor;
  }

  return {
    async read(room, { after, limit, waitMs, signal }) {
      await log.ready();
      using news = createWait(waitMs, signal);
      // Listening first: what happens while a page is read is not waited for in vain.
      using _ = { [Symbol.dispose]: log.listen(room, news.come) };
      let page = await pageAfter(room, cursorOf(after), limit);
      while (page.items.length === 0 && (await news.next())) page = await pageAfter(room, page.upTo, limit);
      return {
        items: page.items.map(({ cursor, event }) => ({ cursor: formatCursor(cursor), event })),
        nextCursor: formatCursor(page.upTo),
      };
    },
  };

  /** Waits for news until the time is over or the reader has gone. */
  function createWait(waitMs: number, signal: AbortSignal | undefined) {
    let isNews = false;
    let isOver = waitMs === 0 || signal?.aborted === true;
    let wake: () => void = () => {};
    const come = () => {
      isNews = true;
      wake();
    };
    const end = () => {
      isOver = true;
      wake();
    };
    const cancel = isOver ? () => {} : timers.after(waitMs, end);
    signal?.addEventListener("abort", end, { once: true });
    return {
      come,
      /** True when there may be something, false when nothing more is waited for. */
      async next(): Promise<boolean> {
        while (!isNews && !isOver) {
          await new Promise<void>(resolve => {
            wake = resolve;
          });
        }
        const isAny = isNews && signal?.aborted !== true;
        isNews = false;
        return isAny;
      },
      [Symbol.dispose]() {
        cancel();
        signal?.removeEventListener("abort", end);
      },
    };
  }
}
