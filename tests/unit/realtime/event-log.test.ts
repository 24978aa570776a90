import { expect, test } from "bun:test";
import fc from "fast-check";
import { compareCursors, parseCursor } from "../../../src/server/features/events/event-cursor.ts";
import { type EventDoc, startEventLog } from "../../../src/server/features/events/index.ts";
import type {
  ClusterTime,
  FeedListener,
  InsertFeed,
} from "../../../src/server/platform/mongo/change-stream.ts";
import { type DurableMessage, vendorRoom } from "../../../src/shared/events.ts";
import type { VendorId } from "../../../src/shared/ids.ts";
import { anOrderId, aVendorId, eventDoc } from "../../integration/realtime/event-writer.ts";
import { createManualTime } from "../../support/manual-time.ts";

/** A change stream by hand: commits of one event each, one second apart. */
function manualFeed() {
  let listener: FeedListener<EventDoc> | null = null;
  let time: ClusterTime = { seconds: 100, increment: 1 };
  const orderId = anOrderId();
  const feed: InsertFeed<EventDoc> = given => {
    listener = given;
    return { [Symbol.asyncDispose]: async () => {} };
  };
  return {
    feed,
    begin() {
      listener?.onHistory(time);
      listener?.onCaughtUp();
    },
    insert(vendorId: VendorId, seq: number) {
      time = { seconds: time.seconds + 1, increment: 1 };
      listener?.onInsert({ time, index: 1, doc: eventDoc(vendorId, orderId, seq) });
    },
    loseHistory() {
      time = { seconds: time.seconds + 1_000, increment: 1 };
      listener?.onHistory(time);
    },
    /** Nothing new up to some seconds later. */
    hear(seconds = 0) {
      time = { seconds: time.seconds + seconds, increment: 1 };
      listener?.onHeard(time);
    },
    fail: (message: string) => listener?.onError(new Error(message)),
  };
}

const placeOf = (cursor: string | null) =>
  parseCursor(cursor ?? "") ?? { seconds: 0, increment: 0, index: 0 };
const isBefore = (cursor: string | null, other: string) =>
  compareCursors(placeOf(cursor), placeOf(other)) < 0;

/** What a reader must have: each seq is the next, except right after `resync`. */
function expectNoSilentGap(messages: readonly DurableMessage[]): void {
  let last: number | null = null;
  for (const message of messages) {
    if (message.type === "resync" || message.type === "ready") last = null;
    else {
      if (last !== null) expect(message.seq).toBe(last + 1);
      last = message.seq;
    }
  }
}

test("whatever happens, a reader misses nothing without being told", async () => {
  const plan = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constant("insert" as const) },
      { weight: 4, arbitrary: fc.constant("read" as const) },
      { weight: 1, arbitrary: fc.constant("lose" as const) },
      { weight: 2, arbitrary: fc.constant("reconnect" as const) },
      { weight: 2, arbitrary: fc.constant("quiet" as const) },
    ),
    { maxLength: 80 },
  );
  await fc.assert(
    fc.asyncProperty(plan, fc.integer({ min: 1, max: 6 }), async (steps, maxWaiting) => {
      const { clock } = createManualTime();
      const stream = manualFeed();
      const limits = { maxEvents: 5, maxAgeSeconds: 600, maxWaiting };
      await using log = startEventLog({ feed: stream.feed, clock, limits });
      stream.begin();
      const vendorId = aVendorId();
      const room = vendorRoom(vendorId);
      const read: DurableMessage[] = [];
      let cursor: string | null = null;
      let abort = new AbortController();
      let reader = log.subscribe(room, { after: cursor, signal: abort.signal });
      const take = async () => {
        const { value } = await reader.next();
        if (!value) throw new Error("The subscription ended by itself");
        read.push(value.message);
        cursor = value.cursor;
      };
      await take();
      let seq = 0;
      /** The place of the newest thing to be told. */
      let newest = log.cursor();
      for (const step of steps) {
        if (step === "insert") {
          seq += 1;
          stream.insert(vendorId, seq);
          newest = log.cursor();
        } else if (step === "quiet") {
          stream.hear(3);
        } else if (step === "lose") {
          stream.loseHistory();
          newest = log.cursor();
        } else if (step === "read" && isBefore(cursor, newest)) {
          await take();
        } else if (step === "reconnect") {
          abort.abort();
          await reader.return();
          abort = new AbortController();
          reader = log.subscribe(room, { after: cursor, signal: abort.signal });
        }
      }
      while (isBefore(cursor, newest)) await take();
      expectNoSilentGap(read);
      const lastRead = read.findLast(message => "seq" in message);
      const lastIsTold = read.at(-1)?.type === "resync" || lastRead === undefined || lastRead.seq === seq;
      expect(lastIsTold || seq === 0).toBe(true);
      abort.abort();
      await reader.return();
      expect(log.health().listeners).toBe(0);
    }),
    { numRuns: 300 },
  );
});

test("the log is not ready before it has caught up, nor while the database says nothing", async () => {
  const time = createManualTime();
  const stream = manualFeed();
  await using log = startEventLog({ feed: stream.feed, clock: time.clock });
  expect(log.health().isReady).toBe(false);
  stream.begin();
  await log.ready();
  expect(log.health().isReady).toBe(true);
  time.advance(20_000);
  stream.fail("no primary");
  expect(log.health()).toMatchObject({ isReady: false, silentMs: 20_000, lastError: "no primary" });
  stream.hear();
  expect(log.health().isReady).toBe(true);
  // By a clock that was set back it would be silent for no time at all, however long that is.
  time.setClock(-600_000);
  expect(log.health().isReady).toBe(false);
  stream.hear();
  expect(log.health()).toMatchObject({ isReady: true, silentMs: 0 });
});

test("a subscriber waits until the log has caught up, and may give up meanwhile", async () => {
  const { clock } = createManualTime();
  const stream = manualFeed();
  await using log = startEventLog({ feed: stream.feed, clock });
  const room = vendorRoom(aVendorId());
  const abort = new AbortController();
  const impatient = log.subscribe(room, { after: null, signal: abort.signal }).next();
  const patient = log.subscribe(room, { after: null, signal: undefined });
  const first = patient.next();
  abort.abort();
  expect((await impatient).done).toBe(true);
  stream.begin();
  expect((await first).value?.message).toEqual({ type: "ready" });
  await patient.return();
});

test("who missed more than waits for one reader is told so once and goes on from now, and who missed just as much gets it", async () => {
  const { clock } = createManualTime();
  const stream = manualFeed();
  const limits = { maxEvents: 100, maxAgeSeconds: 600, maxWaiting: 3 };
  await using log = startEventLog({ feed: stream.feed, clock, limits });
  stream.begin();
  const [vendorId, other] = [aVendorId(), aVendorId()];
  /** Where the log is once so many events have happened. */
  const places = [log.cursor()];
  const happen = () => {
    stream.insert(vendorId, places.length);
    places.push(log.cursor());
    stream.insert(other, places.length);
  };
  /** What somebody hears who comes back, and the next event. */
  async function comeBack(after: string | undefined, missed: number) {
    await using reader = log.subscribe(vendorRoom(vendorId), { after, signal: undefined });
    const read: unknown[] = [];
    for (let left = missed + 1; left > 0; left -= 1) {
      if (left === 1) happen();
      const { value } = await reader.next();
      read.push(value && "seq" in value.message ? value.message.seq : value);
    }
    return read;
  }
  for (let count = 0; count < 4; count += 1) happen();
  const resync = { cursor: log.cursor(), message: { type: "resync" } };
  expect(await comeBack(places[0], 1)).toEqual([resync, 5]);
  expect(await comeBack(places[2], 3)).toEqual([3, 4, 5, 6]);
});
