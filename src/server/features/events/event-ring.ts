import { compareCursors, type EventCursor } from "./event-cursor.ts";

type Limits = {
  maxEvents: number;
  /** By the cluster's time, and counted from the newest event: a quiet hour takes nothing away. */
  maxAgeSeconds: number;
};

/** The newest entries of an ordered log. Everything after the floor is held. */
export type EventRing<Entry extends { cursor: EventCursor }> = {
  /** Forgets everything: history begins anew after `floor`. */
  reset(floor: EventCursor): void;
  /** Adds the next entry; false when it is not later than the last, and is left out. */
  push(entry: Entry): boolean;
  /** Entries later than `cursor`, oldest first; null when some of them may have been dropped already. */
  since(cursor: EventCursor): readonly Entry[] | null;
  /** Notes that nothing can come any more before `place`: the log goes on although it is quiet. */
  reach(place: EventCursor): void;
  /** How far the log is known: the place of the last entry, or a later one that was reached, or the floor. */
  latest(): EventCursor;
  size(): number;
};

export function createEventRing<Entry extends { cursor: EventCursor }>(limits: Limits): EventRing<Entry> {
  let floor: EventCursor = { seconds: 0, increment: 0, index: 0 };
  let reached = floor;
  let entries: Entry[] = [];
  /** Entries before this position are dropped; they are cut off when they are half of the array. */
  let head = 0;

  const last = () => entries.at(-1)?.cursor ?? floor;

  function dropOldest(newest: EventCursor): void {
    for (let oldest = entries[head]; oldest; oldest = entries[head]) {
      const isTooMany = entries.length - head > limits.maxEvents;
      const isTooOld = newest.seconds - oldest.cursor.seconds > limits.maxAgeSeconds;
      if (!isTooMany && !isTooOld) break;
      floor = oldest.cursor;
      head += 1;
    }
    if (head > 64 && head * 2 > entries.length) {
      entries = entries.slice(head);
      head = 0;
    }
  }

  /** Position of the first entry later than `cursor`. */
  function positionAfter(cursor: EventCursor): number {
    let low = head;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = entries[middle];
      if (entry && compareCursors(entry.cursor, cursor) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    reset(newFloor) {
      floor = newFloor;
      reached = newFloor;
      entries = [];
      head = 0;
    },
    push(entry) {
      if (compareCursors(entry.cursor, last()) <= 0) return false;
      entries.push(entry);
      dropOldest(entry.cursor);
      return true;
    },
    since: cursor => (compareCursors(cursor, floor) < 0 ? null : entries.slice(positionAfter(cursor))),
    reach(place) {
      if (compareCursors(place, reached) > 0) reached = place;
    },
    latest: () => (compareCursors(reached, last()) > 0 ? reached : last()),
    size: () => entries.length - head,
  };
}
