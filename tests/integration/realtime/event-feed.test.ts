import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Db, MongoServerError } from "mongodb";
import {
  createEventFeed,
  createEventPlacesRepo,
  createEventsRepo,
  type EventDoc,
  eventFeedCollection,
  eventsCollection,
  startEventLog,
} from "../../../src/server/features/events/index.ts";
import { systemClock } from "../../../src/server/platform/clock/system.clock.ts";
import { createInsertFeed } from "../../../src/server/platform/mongo/change-stream.ts";
import { ensureCollections } from "../../../src/server/platform/mongo/collections.ts";
import { createTransactor } from "../../../src/server/platform/mongo/transactions.ts";
import { systemTimers } from "../../../src/server/platform/timers/system.timers.ts";
import { type EventsPage, vendorRoom } from "../../../src/shared/events.ts";
import { codeOf } from "../../support/errors.ts";
import { type TestDatabase, testDatabase } from "../../support/mongo.ts";
import { waitFor } from "../../support/wait-for.ts";
import {
  anOrderId,
  aVendorId,
  byOrder,
  createEventWriter,
  eventDoc,
  keyOf,
  storedKeys,
} from "./event-writer.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase("realtime_feed");
  await ensureCollections(database.db, [eventsCollection, eventFeedCollection]);
});
afterAll(() => database[Symbol.asyncDispose]());

const TINY = { maxEvents: 3, maxAgeSeconds: 600, maxWaiting: 1_000 };
const ROOMY = { maxEvents: 20_000, maxAgeSeconds: 600, maxWaiting: 20_000 };

/** The log and the feed as one more process would hold them. */
function startProcess({ limits = TINY, db = database.db }: { limits?: typeof TINY; db?: Db } = {}) {
  const places = createEventPlacesRepo(database.db);
  const log = startEventLog({
    feed: createInsertFeed<EventDoc>(db, eventsCollection.name, places.backlog),
    clock: systemClock,
    writePlaces: places.write,
    limits,
  });
  const feed = createEventFeed({ log, places, clock: systemClock, timers: systemTimers });
  return { log, feed, [Symbol.asyncDispose]: () => log[Symbol.asyncDispose]() };
}

type Process = ReturnType<typeof startProcess>;

/** Reads on until nothing more comes. */
async function readAll({ feed }: Process, vendorId: Parameters<typeof vendorRoom>[0], after?: string) {
  const items: EventsPage["items"] = [];
  for (let cursor = after; ; ) {
    const page = await feed.read(vendorRoom(vendorId), {
      after: cursor,
      limit: 7,
      waitMs: 0,
      signal: undefined,
    });
    if (page.items.length === 0) return items;
    items.push(...page.items);
    cursor = page.nextCursor;
  }
}

const keysOf = (items: EventsPage["items"]) => items.map(({ event }) => keyOf(event) ?? "");

test("transactions that commit in another order than they wrote are read in the order of their commits", async () => {
  const vendorId = aVendorId();
  const transact = createTransactor(database.client);
  const events = createEventsRepo(database.db);
  await using process = startProcess();
  await process.log.ready();

  const [early, late] = [eventDoc(vendorId, anOrderId(), 1), eventDoc(vendorId, anOrderId(), 1)];
  const held = Promise.withResolvers<void>();
  const written = Promise.withResolvers<void>();
  const slow = transact(async tx => {
    await events.append(tx, [early]);
    written.resolve();
    await held.promise;
  });
  await written.promise;
  await transact(tx => events.append(tx, [late]));
  const first = await waitFor("the event that was committed first", async () => {
    const items = await readAll(process, vendorId);
    return items.length > 0 && items;
  });
  expect(first.map(({ event }) => keyOf(event))).toEqual([`${late.orderId} 1`]);
  held.resolve();
  await slow;
  // It is older by its own time, and was not there when the reader passed: it must come behind the cursor.
  const next = await waitFor("the event that was committed last", async () => {
    const items = await readAll(process, vendorId, first[0]?.cursor);
    return items.length > 0 && items;
  });
  expect(keysOf(next)).toEqual([`${early.orderId} 1`]);

  // The same from the database alone, when the log of the process has forgotten both.
  await createEventWriter(database, aVendorId()).write(5);
  await waitFor("the places", async () => (await readAll(process, vendorId)).length === 2);
  expect(await readAll(process, vendorId)).toEqual([...first, ...next]);
});

test("readers of three processes that come and go miss nothing and read nothing twice, whatever the writers do", async () => {
  const vendorId = aVendorId();
  await using witness = startProcess({ limits: ROOMY });
  await witness.log.ready();
  const beginning = witness.log.cursor();
  const processes = [startProcess(), startProcess(), startProcess()];
  await using _ = {
    [Symbol.asyncDispose]: async () => {
      await Promise.all(processes.map(process => process[Symbol.asyncDispose]()));
    },
  };

  let isWriting = true;
  const writers = Array.from({ length: 6 }, () => createEventWriter(database, vendorId));
  const writing = writers.map(async writer => {
    while (isWriting) await writer.write(1 + Math.floor(Math.random() * 3));
  });

  const room = vendorRoom(vendorId);
  const readers = Array.from({ length: 4 }, async (_reader, number) => {
    const items: EventsPage["items"] = [];
    let after = beginning;
    for (let turn = number; isWriting || items.length < writtenBy(writers); turn += 1) {
      const process = processes[Math.floor(turn / 5) % processes.length];
      const input = { after, limit: 1 + ((turn * 7) % 20), waitMs: 200, signal: undefined };
      // A process that is being stopped answers nothing more; so does a network that is cut.
      const page = await Promise.race([process?.feed.read(room, input), Bun.sleep(400)]);
      if (!page || turn % 6 === 5) continue;
      items.push(...page.items);
      after = page.nextCursor;
    }
    return items;
  });
  for (let round = 0; round < 9; round += 1) {
    const until = writtenBy(writers) + 30;
    await waitFor("events to flow", () => writtenBy(writers) >= until);
    const which = round % processes.length;
    await processes[which]?.[Symbol.asyncDispose]();
    processes[which] = startProcess();
  }
  isWriting = false;
  await Promise.all(writing);

  const stored = await storedKeys(database.db, vendorId);
  await waitFor(
    "the witness",
    () => witness.log.since(room, parse(beginning))?.entries.length === stored.length,
  );
  const inOrder = witness.log
    .since(room, parse(beginning))
    ?.entries.map(({ text, event }) => ({ cursor: text, event }));
  for (const reader of readers) expect(await reader).toEqual(inOrder ?? []);
  expect(byOrder(keysOf(inOrder ?? []))).toEqual(stored);
  expect(await readAll(witness, vendorId)).toEqual(inOrder ?? []);
  for (const { log } of [witness, ...processes]) expect(log.health().listeners).toBe(0);
}, 60_000);

const writtenBy = (writers: { written(): number }[]) =>
  writers.reduce((sum, { written }) => sum + written(), 0);

const parse = (cursor: string) => {
  const [seconds = 0, increment = 0, index = 0] = cursor.split(".").map(Number);
  return { seconds, increment, index };
};

test("what was committed while no process lived is placed by the next one, before all that follows", async () => {
  const vendorId = aVendorId();
  const writer = createEventWriter(database, vendorId);
  await writer.write(3);
  {
    await using process = startProcess();
    await waitFor("places", async () => (await readAll(process, vendorId)).length === 3);
  }
  await writer.write(4);
  const backlog = createEventPlacesRepo(database.db).backlog;
  expect(await backlog.since()).not.toBeNull();
  await using process = startProcess();
  await process.log.ready();
  await writer.write(2);
  await waitFor("all", async () => (await readAll(process, vendorId)).length === 9);
  expect(keysOf(await readAll(process, vendorId))).toEqual(await storedKeys(database.db, vendorId));
  await waitFor("no backlog", async () => (await backlog.since()) === null);
});

test("events that fell out of the oplog unread are given up aloud: older cursors are refused, later ones miss nothing", async () => {
  const vendorId = aVendorId();
  const writer = createEventWriter(database, vendorId);
  let before = "";
  {
    await using process = startProcess();
    await process.log.ready();
    await writer.write(2);
    await waitFor("two", async () => (await readAll(process, vendorId)).length === 2);
    before = (await readAll(process, vendorId)).at(-1)?.cursor ?? "";
  }
  await writer.write(3);
  const written = await present(database.db);
  const lost = await waitFor("a later second", async () => {
    await database.db.collection("noise").insertOne({});
    const seconds = await present(database.db);
    return seconds > written && seconds;
  });
  await using process = startProcess({ db: forgetful(database.db, lost) });
  await process.log.ready();
  await writer.write(2);
  await waitFor("what follows", async () => (await readAll(process, vendorId)).length === 2);
  expect(keysOf(await readAll(process, vendorId))).toEqual(
    (await storedKeys(database.db, vendorId)).slice(5),
  );
  await createEventWriter(database, aVendorId()).write(4);
  await waitFor("the ring to forget", () => process.log.since(null, parse(before)) === null);
  expect(await codeOf(readAll(process, vendorId, before))).toBe("CURSOR_UNKNOWN");
  // It is said once, and the next start has nothing to make up for.
  await waitFor(
    "no backlog",
    async () => (await createEventPlacesRepo(database.db).backlog.since()) === null,
  );
});

const present = async (db: Db): Promise<number> => (await db.command({ ping: 1 })).operationTime.t;

/** A database whose oplog begins at that second: MongoDB's own is never smaller than 990 MB. */
function forgetful(db: Db, fromSeconds: number): Db {
  const watched = (collection: ReturnType<Db["collection"]>) =>
    new Proxy(collection, {
      get(target, name) {
        if (name !== "watch") return Reflect.get(target, name, target);
        return (pipeline: never, options: { startAtOperationTime?: { t: number } }) => {
          const at = options.startAtOperationTime?.t;
          if (at !== undefined && at < fromSeconds)
            throw new MongoServerError({ message: "the resume point is gone", code: 286 });
          return target.watch(pipeline, options as never);
        };
      },
    });
  return new Proxy(db, {
    get(target, name) {
      if (name === "collection") return (of: string) => watched(target.collection(of));
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
