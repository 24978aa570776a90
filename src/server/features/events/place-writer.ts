import { type EventCursor, latestCursor } from "./event-cursor.ts";

export type Placed = { id: string; cursor: EventCursor };

/** Writes the places of events behind the log, many at once while one write is under way. */
export type PlaceWriter = {
  /** The log begins here: everything before has its place already. */
  begin(from: EventCursor): void;
  /** The next event of the log. */
  put(placed: Placed): void;
  /** Goes on after a failure; called as often as the database answers. */
  nudge(): void;
  /** Up to here all places are written, given that the log is known up to `latest`. */
  writtenUpTo(latest: EventCursor): EventCursor;
  /** Resolves when nothing is being written. */
  settled(): Promise<void>;
};

const AT_ONCE = 500;

export function createPlaceWriter(
  write: (places: readonly Placed[]) => Promise<void>,
  onError: (error: unknown) => void,
): PlaceWriter {
  /** Everything that is not known to be written, in the order of the log. */
  let waiting: Placed[] = [];
  let written: EventCursor = { seconds: 0, increment: 0, index: 0 };
  let writing: Promise<void> | null = null;

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, AT_ONCE);
      await write(batch);
      waiting = waiting.slice(batch.length);
      written = batch.at(-1)?.cursor ?? written;
    }
  }

  function nudge(): void {
    if (writing || waiting.length === 0) return;
    writing = writeAll()
      .catch(onError)
      .finally(() => {
        writing = null;
      });
  }

  return {
    nudge,
    begin(from) {
      written = latestCursor(written, from);
    },
    put(placed) {
      waiting.push(placed);
      nudge();
    },
    writtenUpTo: latest => (waiting.length > 0 ? written : latest),
    settled: async () => void (await writing),
  };
}
