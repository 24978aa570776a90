import { afterAll, beforeAll, expect, test } from "bun:test";
import {
  type EventDoc,
  type EventLog,
  eventsCollection,
  type LogMessage,
  startEventLog,
} from "../../../src/server/features/events/index.ts";
import { systemClock } from "../../../src/server/platform/clock/system.clock.ts";
import { createInsertFeed } from "../../../src/server/platform/mongo/change-stream.ts";
import { ensureCollections } from "../../../src/server/platform/mongo/collections.ts";
import { vendorRoom } from "../../../src/shared/events.ts";
import type { VendorId } from "../../../src/shared/ids.ts";
import { type TestDatabase, testDatabase } from "../../support/mongo.ts";
import { waitFor } from "../../support/wait-for.ts";
import { aVendorId, createEventWriter, keyOf, storedKeys } from "./event-writer.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase("realtime_log");
  await ensureCollections(database.db, [eventsCollection]);
});
afterAll(() => database[Symbol.asyncDispose]());

type Limits = { maxEvents: number; maxAgeSeconds: number; maxWaiting: number };

/** The log as one more process would hold it. */
const startLog = (limits?: Limits): EventLog =>
  startEventLog({
    feed: createInsertFeed<EventDoc>(database.db, eventsCollection.name),
    clock: systemClock,
    ...(limits ? { limits } : {}),
  });

/** Reads in the background until it is disposed of. */
function follow(log: EventLog, vendorId: VendorId, after: string | null = null) {
  const abort = new AbortController();
  const messages: LogMessage[] = [];
  const reading = (async () => {
    const room = vendorRoom(vendorId);
    for await (const message of log.subscribe(room, { after, signal: abort.signal })) messages.push(message);
  })();
  return {
    messages,
    keys: () => messages.map(({ message }) => keyOf(message)).filter(key => key !== null),
    types: () => messages.map(({ message }) => message.type),
    async [Symbol.asyncDispose]() {
      abort.abort();
      await reading;
    },
  };
}

test("every process gives the same event the same cursor, in the order of the commits", async () => {
  const vendorId = aVendorId();
  await using first = startLog();
  await using one = follow(first, vendorId);
  await waitFor("listening", () => one.messages.length === 1);
  const writer = createEventWriter(database, vendorId);
  for (let count = 1; count <= 4; count += 1) await writer.write(count);
  await using second = startLog();
  await waitFor("the first to have all", () => one.keys().length === 10);
  await using two = follow(second, vendorId, one.messages[0]?.cursor);
  await waitFor("the second to have all", () => two.keys().length === 10);
  expect(two.messages).toEqual(one.messages.slice(1));
  expect(one.keys()).toEqual(await storedKeys(database.db, vendorId));
});

test("a log that is written to without a pause is ready all the same, and tells what was there before", async () => {
  const vendorId = aVendorId();
  const writer = createEventWriter(database, vendorId);
  let isWriting = true;
  const writing = (async () => {
    while (isWriting) await writer.write();
  })();
  await waitFor("events to flow", () => writer.written() > 5);
  const before = writer.written();
  await using log = startLog();
  let held = 0;
  const ready = log.ready().then(() => {
    const aMinuteAgo = { seconds: systemClock.now().getTime() / 1_000 - 60, increment: 0, index: 0 };
    held = log.since(vendorRoom(vendorId), aMinuteAgo)?.entries.length ?? 0;
  });
  await waitFor("the log to be ready", () => held > 0).finally(() => {
    isWriting = false;
  });
  await Promise.all([ready, writing]);
  expect(held).toBeGreaterThanOrEqual(before);
});

test("after a restart the ring is refilled from the oplog, and a client goes on where it was", async () => {
  const vendorId = aVendorId();
  const writer = createEventWriter(database, vendorId);
  const before = startLog();
  let cursor: string | undefined;
  {
    await using client = follow(before, vendorId);
    await waitFor("listening", () => client.messages.length === 1);
    await writer.write(3);
    await waitFor("three events", () => client.keys().length === 3);
    cursor = client.messages.at(-1)?.cursor;
  }
  await before[Symbol.asyncDispose]();

  await writer.write(2);
  // Much of what an oplog holds is about other things.
  const noise = Array.from({ length: 20_000 }, (_, index) => ({ index }));
  await database.db.collection("noise").insertMany(noise as never[]);
  await writer.write(2);

  await using after = startLog();
  await after.ready();
  expect(after.health()).toMatchObject({ isReady: true, lastError: null });
  await using client = follow(after, vendorId, cursor);
  await waitFor("what was missed", () => client.keys().length === 4);
  expect(client.types()).not.toContain("resync");
  expect(client.keys()).toEqual((await storedKeys(database.db, vendorId)).slice(3));
});

test("a cursor that is too old, from elsewhere or no cursor at all answers resync and then goes on", async () => {
  const vendorId = aVendorId();
  const writer = createEventWriter(database, vendorId);
  await using log = startLog({ maxEvents: 3, maxAgeSeconds: 600, maxWaiting: 100 });
  await using watcher = follow(log, vendorId);
  await waitFor("listening", () => watcher.messages.length === 1);
  await writer.write(6);
  await waitFor("six events", () => watcher.keys().length === 6);

  for (const cursor of [watcher.messages[1]?.cursor ?? "", "1.1.1", "4294967295.1.1", "nonsense"]) {
    await using client = follow(log, vendorId, cursor);
    await waitFor("an answer", () => client.messages.length === 1);
    expect(client.types()).toEqual(["resync"]);
    const seen = writer.written();
    await writer.write();
    await waitFor("the next event", () => client.keys().length === 1);
    expect(client.keys()).toEqual([`${writer.orderId} ${seen + 1}`]);
  }
});

test("a client that comes from a faster process is not told anything twice", async () => {
  const vendorId = aVendorId();
  const writer = createEventWriter(database, vendorId);
  await using log = startLog();
  await using watcher = follow(log, vendorId);
  await waitFor("listening", () => watcher.messages.length === 1);
  await writer.write();
  await waitFor("the first event", () => watcher.keys().length === 1);
  const [seconds, increment] = (watcher.messages.at(-1)?.cursor ?? "").split(".").map(Number);
  await using client = follow(log, vendorId, `${(seconds ?? 0) + 60}.${increment}.1`);
  await writer.write();
  await waitFor("the second event", () => watcher.keys().length === 2);
  expect(client.messages).toEqual([]);
});

test("a change stream that the server kills is resumed without a gap or a repetition", async () => {
  const vendorId = aVendorId();
  const writer = createEventWriter(database, vendorId);
  await using log = startLog();
  await using client = follow(log, vendorId);
  await waitFor("listening", () => client.messages.length === 1);

  let isWriting = true;
  const writing = (async () => {
    while (isWriting) await writer.write(2);
  })();
  let killed = 0;
  for (let round = 0; round < 8; round += 1) {
    const until = client.keys().length + 4;
    await waitFor("events to flow", () => client.keys().length >= until);
    killed += await killCursors();
  }
  isWriting = false;
  await writing;
  await waitFor("the last event", () => client.keys().length >= writer.written());
  expect(killed).toBeGreaterThan(0);
  expect(client.types()).not.toContain("resync");
  expect(client.keys()).toEqual(await storedKeys(database.db, vendorId));
});

/** Kills the cursors that are open on the events of this database; answers how many there were. */
async function killCursors(): Promise<number> {
  const operations = await database.client
    .db("admin")
    .aggregate(
      [
        { $currentOp: { idleCursors: true, allUsers: true } },
        { $match: { ns: `${database.name}.${eventsCollection.name}`, "cursor.cursorId": { $exists: true } } },
      ],
      { readConcern: { level: "local" } },
    )
    .toArray();
  const cursors = operations.map(({ cursor }) => cursor.cursorId);
  if (cursors.length === 0) return 0;
  const answer = await database.db.command({ killCursors: eventsCollection.name, cursors });
  return answer.cursorsKilled.length;
}

test("a reader that stays behind is told to read again, and nobody else notices", async () => {
  const vendorId = aVendorId();
  const writer = createEventWriter(database, vendorId);
  await using log = startLog({ maxEvents: 1_000, maxAgeSeconds: 600, maxWaiting: 5 });
  await using quick = follow(log, vendorId);
  await waitFor("listening", () => quick.messages.length === 1);

  const abort = new AbortController();
  const slow = log.subscribe(vendorRoom(vendorId), { after: null, signal: abort.signal });
  expect((await slow.next()).value?.message).toEqual({ type: "ready" });
  for (let count = 0; count < 9; count += 1) await writer.write();
  await waitFor("nine events", () => quick.keys().length === 9);

  const behind = await slow.next();
  expect(behind.value?.message).toEqual({ type: "resync" });
  // The sixth did not fit: it and those before it are what has to be read again, the rest follows.
  const rest = [await slow.next(), await slow.next(), await slow.next()];
  expect(rest.map(({ value }) => value && keyOf(value.message))).toEqual(quick.keys().slice(6));
  expect(quick.types()).not.toContain("resync");
  abort.abort();
  await slow.return();
});

test("a subscription that was given up leaves nothing behind", async () => {
  const vendorId = aVendorId();
  await using log = startLog();
  {
    await using one = follow(log, vendorId);
    await using two = follow(log, vendorId);
    await waitFor("both to listen", () => one.messages.length + two.messages.length === 2);
    expect(log.health().listeners).toBe(2);
  }
  expect(log.health().listeners).toBe(0);
});

test("a log that is quiet knows that it is up to date, so a fresh client need not read again after a restart", async () => {
  const vendorId = aVendorId();
  const writer = createEventWriter(database, vendorId);
  const before = startLog();
  await before.ready();
  const start = before.cursor();
  // Somebody else's writes move the cluster's time; nothing of them concerns the log.
  await database.db.collection("noise").insertOne({});
  await waitFor("the log to go on", () => before.cursor() !== start);
  await using client = follow(before, vendorId);
  await waitFor("listening", () => client.messages.length === 1);
  await before[Symbol.asyncDispose]();
  await writer.write();
  await using after = startLog();
  await using resumed = follow(after, vendorId, client.messages[0]?.cursor);
  await waitFor("the event", () => resumed.messages.length === 1);
  expect(resumed.keys()).toEqual([`${writer.orderId} 1`]);
});
