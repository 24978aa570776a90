import { expect, test } from "bun:test";
import fc from "fast-check";
import { compareCursors, type EventCursor } from "../../../src/server/features/events/event-cursor.ts";
import { createEventFeed, type EventDoc, startEventLog } from "../../../src/server/features/events/index.ts";
import { createPlaceWriter, type Placed } from "../../../src/server/features/events/place-writer.ts";
import type { ClusterTime, FeedListener } from "../../../src/server/platform/mongo/change-stream.ts";
import { type DurableEvent, vendorRoom } from "../../../src/shared/events.ts";
import { anOrderId, aVendorId, eventDoc } from "../../integration/realtime/event-writer.ts";
import { codeOf } from "../../support/errors.ts";
import { createManualTime } from "../../support/manual-time.ts";

type Commit = { time: ClusterTime; docs: EventDoc[] };
const ROOM = vendorRoom(aVendorId());
const { clock, timers } = createManualTime();

/** A database in memory: what was committed in its order, and the places that processes have written. */
function createStore() {
  const commits: Commit[] = [];
  const places = new Map<string, { cursor: EventCursor; event: DurableEvent; rooms: readonly string[] }>();
  let seconds = 1_700_000_000;
  const docs = () => commits.flatMap(commit => commit.docs);
  return {
    commits,
    docs,
    now: (): ClusterTime => ({ seconds, increment: 1 }),
    commit(added: EventDoc[]) {
      seconds += 1;
      commits.push({ time: { seconds, increment: 1 }, docs: added });
    },
    /** The prefix that the places are must never have a hole. */
    holes: () => docs().findIndex(({ _id }) => !places.has(_id)) - places.size,
    /** Where a process begins to read: not behind what is kept, nor behind what somebody owes. */
    begin(recentSeconds: number): ClusterTime {
      const recent = { seconds: seconds - recentSeconds, increment: 1 };
      if (places.size === docs().length) return recent;
      const last = [...places.values()]
        .map(({ cursor }) => cursor)
        .toSorted(compareCursors)
        .at(-1);
      const owed = last ?? { seconds: 1, increment: 1 };
      return owed.seconds < recent.seconds ? owed : recent;
    },
    async write(placed: readonly Placed[]) {
      for (const { id, cursor } of placed) {
        const doc = docs().find(({ _id }) => _id === id);
        if (doc && !places.has(id)) places.set(id, { cursor, event: doc.payload, rooms: doc.rooms });
      }
    },
    async page(room: string | null, after: EventCursor, limit: number) {
      return [...places.values()]
        .filter(({ cursor, rooms }) => compareCursors(cursor, after) > 0 && (!room || rooms.includes(room)))
        .toSorted((a, b) => compareCursors(a.cursor, b.cursor))
        .slice(0, limit);
    },
    beginning: async () => null,
  };
}

/** A process: its own log of a few events over the common store, told of commits when the test says so. */
async function startProcess(store: ReturnType<typeof createStore>) {
  let listener: FeedListener<EventDoc> | null = null;
  let isDatabaseAnswering = true;
  const log = startEventLog({
    feed: given => {
      listener = given;
      return { [Symbol.asyncDispose]: async () => {} };
    },
    clock,
    limits: { maxEvents: 4, maxAgeSeconds: 600, maxWaiting: 100 },
    writePlaces: async placed => {
      if (!isDatabaseAnswering) throw new Error("no primary");
      await store.write(placed);
    },
  });
  const from = store.begin(3);
  let next = store.commits.findIndex(({ time }) => time.seconds >= from.seconds);
  if (next < 0) next = store.commits.length;
  const said = () => listener as FeedListener<EventDoc> | null;
  const deliver = (count = Number.POSITIVE_INFINITY) => {
    for (const { time, docs } of store.commits.slice(next, next + count)) {
      for (const [index, doc] of docs.entries()) said()?.onInsert({ time, index: index + 1, doc });
      next += 1;
    }
    const isAll = next === store.commits.length;
    said()?.onHeard(isAll ? { ...store.now(), increment: 2 } : null);
  };
  said()?.onHistory(from);
  deliver();
  said()?.onCaughtUp();
  return {
    deliver,
    log,
    answer: (isAnswering: boolean) => {
      isDatabaseAnswering = isAnswering;
    },
    feed: createEventFeed({ log, places: store, clock, timers }),
  };
}

/** Lets writes that are under way end. */
const settle = () => new Promise<void>(resolve => setImmediate(resolve));

const STEP = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant("commit" as const), count: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("deliver" as const),
      to: fc.nat(1),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("read" as const),
      from: fc.nat(1),
      limit: fc.integer({ min: 1, max: 5 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("loseAnswer" as const),
      from: fc.nat(1),
      limit: fc.integer({ min: 1, max: 5 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("restart" as const), which: fc.nat(1) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("outage" as const), which: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("recover" as const), which: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("beginAnew" as const) }) },
);

test("a reader of the feed gets every event once, in order, from whichever process, however late it comes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { maxLength: 80 }), async steps => {
      const store = createStore();
      const processes = [await startProcess(store), await startProcess(store)];
      const orders = [anOrderId(), anOrderId()];
      const seqs = [0, 0];
      let commits = 0;
      let after: string | undefined;
      let read: DurableEvent[] = [];

      const at = (which: number) => processes[which % 2] ?? processes[0];
      const page = (which: number, limit: number) =>
        at(which)?.feed.read(ROOM, { after, limit, waitMs: 0, signal: undefined });

      for (const step of steps) {
        if (step.do === "commit") {
          const which = commits++ % 2;
          const vendor = ROOM.slice("vendor_".length) as Parameters<typeof eventDoc>[0];
          store.commit(
            Array.from({ length: step.count }, () => {
              seqs[which] = (seqs[which] ?? 0) + 1;
              return eventDoc(vendor, orders[which] ?? anOrderId(), seqs[which] ?? 0);
            }),
          );
          // Somebody else's events in between must not count.
          if (commits % 3 === 0) store.commit([eventDoc(aVendorId(), anOrderId(), 1)]);
        }
        if (step.do === "deliver") at(step.to)?.deliver(step.count);
        if (step.do === "restart") processes[step.which] = await startProcess(store);
        if (step.do === "outage") at(step.which)?.answer(false);
        if (step.do === "recover") {
          at(step.which)?.answer(true);
          at(step.which)?.deliver(0);
        }
        if (step.do === "beginAnew") {
          after = undefined;
          read = [];
        }
        if (step.do === "loseAnswer") await page(step.from, step.limit);
        if (step.do === "read") {
          const answer = await page(step.from, step.limit);
          read.push(...(answer?.items ?? []).map(({ event }) => event));
          after = answer?.nextCursor ?? after;
        }
        await settle();
        expect(store.holes()).toBeLessThanOrEqual(0);
      }

      for (const process of processes) process.answer(true);
      for (let round = 0; round < 100; round += 1) {
        for (const process of processes) process.deliver();
        await settle();
        const answer = await page(round, 3);
        if (answer?.items.length === 0 && round % 2 === 1) break;
        read.push(...(answer?.items ?? []).map(({ event }) => event));
        after = answer?.nextCursor ?? after;
      }
      const written = store.docs().filter(({ rooms }) => rooms.includes(ROOM));
      expect(read).toEqual(written.map(({ payload }) => payload));
      expect(processes.map(({ log }) => log.health().listeners)).toEqual([0, 0]);
    }),
    { numRuns: 1_500 },
  );
});

test("places that could not be written are written in their order once the database answers", async () => {
  const written: string[] = [];
  let isAnswering = false;
  const errors: unknown[] = [];
  const writer = createPlaceWriter(
    async placed => {
      if (!isAnswering) throw new Error("no primary");
      written.push(...placed.map(({ id }) => id));
    },
    error => errors.push(error),
  );
  const cursor = (seconds: number): EventCursor => ({ seconds, increment: 1, index: 1 });
  writer.put({ id: "a", cursor: cursor(1) });
  writer.put({ id: "b", cursor: cursor(2) });
  await writer.settled();
  expect([errors.length, writer.writtenUpTo(cursor(9)).seconds]).toEqual([1, 0]);
  isAnswering = true;
  writer.nudge();
  await writer.settled();
  expect(written).toEqual(["a", "b"]);
  expect(writer.writtenUpTo(cursor(9))).toEqual(cursor(9));
});

test("a reader who waits is answered by the first event, at the end of his time, or not at all when he goes", async () => {
  const time = createManualTime();
  const store = createStore();
  const { log, deliver } = await startProcess(store);
  const feed = createEventFeed({ log, places: store, clock: time.clock, timers: time.timers });
  const gone = new AbortController();
  const waiting = (signal?: AbortSignal) =>
    feed.read(ROOM, { after: "now", limit: 10, waitMs: 20_000, signal });
  const vendor = ROOM.slice("vendor_".length) as Parameters<typeof eventDoc>[0];

  const [first, aborted] = [waiting(), waiting(gone.signal)];
  await settle();
  expect(log.health().listeners).toBe(2);
  gone.abort();
  expect((await aborted).items).toEqual([]);
  store.commit([eventDoc(aVendorId(), anOrderId(), 1)]);
  store.commit([eventDoc(vendor, anOrderId(), 1)]);
  deliver();
  expect((await first).items).toHaveLength(1);

  const late = waiting();
  await settle();
  time.advance(20_000);
  expect((await late).items).toEqual([]);
  expect(log.health().listeners).toBe(0);
});

test("a cursor before what was given up, older than events are kept, or from elsewhere is refused in words", async () => {
  const store = createStore();
  const { log } = await startProcess(store);
  const { seconds } = store.now();
  const beginning = { seconds: seconds - 100, increment: 1, index: 0 };
  const feed = createEventFeed({
    log,
    places: { ...store, beginning: async () => beginning },
    clock: { now: () => new Date(seconds * 1_000) },
    timers,
  });
  const read = (after: string | undefined) =>
    feed.read(ROOM, { after, limit: 10, waitMs: 0, signal: undefined });
  for (const after of [`${seconds - 101}.1.1`, "1.1.1", "0.0.0", `${seconds + 10_000}.1.1`])
    expect(await codeOf(read(after))).toBe("CURSOR_UNKNOWN");
  for (const after of [`${seconds - 99}.1.1`, undefined]) expect((await read(after)).items).toEqual([]);
});
