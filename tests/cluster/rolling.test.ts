import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Db } from "mongodb";
import { createMedexClient, type MedexClient } from "../../src/sdk/index.ts";
import type { EventDoc } from "../../src/server/features/events/index.ts";
import { type Cable, type Cut, layCable } from "../support/cable.ts";
import { busiest, nextDigest, startCrowd } from "../support/crowd.ts";
import { cursorsAfter } from "../support/log-order.ts";
import { anOrderFor } from "../support/server-world.ts";
import { tally } from "../support/tally.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Cluster, startCluster } from "./cluster.ts";

/*
 * Two processes behind NGINX are restarted, killed and cut off while orders go their ways. Nobody may miss an event, or
 * see one twice, or find a command undone that was acknowledged.
 */

const CUTS = Number(process.env.CLUSTER_CUTS ?? 1_000);
const READERS = 60;
/** One cut in so many is not told to anybody: nothing comes any more, and that has to be noticed. */
const SILENT_ONE_IN = 50;
/** So far nobody may be behind: whoever misses a thousand events is told to load anew instead. */
const MOST_BEHIND = 800;
/** Whoever was cut off without a word notices by a missing sign of life, and then waits his turn. */
const SILENCE_MS = 90_000;
const CROWD = 1_000;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster("cluster_rolling", { drivers: 1 });
}, 90_000);
afterAll(() => cluster?.[Symbol.asyncDispose](), 60_000);

/** Somebody who follows the business through the SDK; what he has seen, by its cursors. */
function follow(client: MedexClient) {
  const cursors: string[] = [];
  const reader = { began: "", cursors, resyncs: 0, errors: [] as unknown[] };
  client.realtime.vendor.subscribe(
    { vendorId: cluster.world.vendorId },
    {
      onData: ({ id, data }) => {
        if (data.type === "ready") reader.began = id;
        else if (data.type === "resync") reader.resyncs += 1;
        else cursors.push(id);
      },
      onError: error => reader.errors.push(error),
    },
  );
  return reader;
}

/**
 * Takes one order after the other through its life, until told to stop: each step when somebody has heard of the one
 * before. Every command must be done in the end, whatever becomes of the process that it was sent to.
 */
async function deliverOrders(signal: AbortSignal, heard: () => number | Promise<number>): Promise<void> {
  const { vendor, vendorId, drivers } = cluster.world;
  const [driver] = drivers;
  if (!driver) throw new Error("no driver");
  let done = 0;
  const once = async <Answer>(command: (key: { idempotencyKey: string }) => Promise<Answer>) => {
    const answer = await command({ idempotencyKey: crypto.randomUUID() });
    done += 1;
    await waitFor("somebody to hear of it", async () => (await heard()) >= done, SILENCE_MS);
    return answer;
  };
  while (!signal.aborted) {
    const { id: orderId } = await once(key =>
      vendor.orders.create.mutate({ ...anOrderFor(vendorId), ...key }),
    );
    await once(key => vendor.orders.accept.mutate({ orderId, ...key }));
    const { driverId } = driver;
    const offer = await once(key => vendor.orders.assign.mutate({ orderId, driverId, ...key }));
    const assignmentId = String(offer.assignmentId);
    await once(key => driver.client.assignments.accept.mutate({ assignmentId, ...key }));
    for (const step of ["pickUp", "startDelivery", "deliver"] as const)
      await once(key => driver.client.orders[step].mutate({ orderId, ...key }));
  }
}

/** In the log each order's events follow each other from the first on, as they were made. */
async function expectContiguous(db: Db): Promise<void> {
  const events = await db
    .collection<EventDoc>("events")
    .find({ orderId: { $type: "string" } })
    .sort({ place: 1 })
    .toArray();
  for (const own of Map.groupBy(events, ({ orderId }) => orderId).values())
    expect(own.map(({ seq }) => seq)).toEqual(own.map((_, index) => index + 1));
}

test(`cut at ${CUTS} random points, with a rolling restart in the middle, readers over sockets, streams and pages see every event once`, async () => {
  await using cable = await layCable(cluster.nginx.port);
  await using noSockets = await layCable(cluster.nginx.port, { upgrades: "refuse" });
  await using stack = new AsyncDisposableStack();
  const clientAt = ({ url }: Cable) => {
    const client = createMedexClient({ url });
    stack.defer(() => client.close());
    client.session.accept(cluster.credentials());
    return client;
  };
  const readers = Array.from({ length: READERS }, (_, number) =>
    follow(clientAt(number % 2 ? cable : noSockets)),
  );
  await waitFor("everybody to listen", () => readers.every(({ began }) => began !== ""), 30_000);
  expect(noSockets.refused()).toBeGreaterThan(READERS);

  const began = readers[0]?.began ?? "";
  const stop = new AbortController();
  const program: string[] = [];
  const reading = (async () => {
    const { signal } = stop;
    for await (const { cursor } of clientAt(cable).events({ after: began, signal })) program.push(cursor);
  })();
  const written = new AbortController();
  const writing = deliverOrders(written.signal, () => {
    const counts = readers.map(({ cursors }) => cursors.length);
    const furthest = Math.max(...counts);
    return furthest - Math.min(...counts) > MOST_BEHIND ? 0 : furthest;
  });
  const received = () => readers.reduce((sum, { cursors }) => sum + cursors.length, 0);
  const cuts = () => cable.cuts() + noSockets.cuts();

  /** Cuts somebody after so many further messages, in the middle of whatever is under way then. */
  async function cutUntil(count: number): Promise<void> {
    while (cuts() < count) {
      const until = received() + Math.floor(Math.random() * READERS);
      await waitFor("events to flow", () => received() >= until, SILENCE_MS);
      const [one, other] = Math.random() < 0.5 ? [cable, noSockets] : [noSockets, cable];
      const told: Cut = Math.random() < 0.5 ? "now" : "midway";
      const how = cuts() % SILENT_ONE_IN === 0 ? "silent" : told;
      const cutOne = (at: Cable) => at.cutOne(Math.random(), how);
      await waitFor("somebody to cut", () => cutOne(one) || cutOne(other), 30_000);
    }
  }
  const cutting = cutUntil(CUTS);
  await waitFor("a third of the cuts", () => cuts() > CUTS / 3, SILENCE_MS);
  await cluster.restart(0);
  await cluster.restart(1);
  await cutting;
  written.abort();
  await writing;

  const expected = await cursorsAfter(cluster.db, cluster.room, began);
  const everybody = [...readers.map(({ cursors }) => cursors), program];
  const hasAll = (cursors: readonly string[]) => cursors.length >= expected.length;
  // Who lacks something even then is told apart by what follows.
  await waitFor("the last event", () => everybody.every(hasAll), SILENCE_MS).catch(() => {});
  stop.abort();
  await reading;
  expect(program).toEqual(expected);
  const told = readers.map(({ cursors, errors, resyncs }, number) => ({
    by: number % 2 ? "socket" : "stream",
    number,
    errors,
    resyncs,
    missed: expected.length - cursors.length,
  }));
  expect(told.filter(({ errors, resyncs, missed }) => errors.length + resyncs + missed > 0)).toEqual([]);
  for (const { cursors } of readers) expect(cursors).toEqual(expected);
  await expectContiguous(cluster.db);
  tally("connections cut", cuts());
  tally("events received through cuts", received());
}, 240_000);

test(`${CROWD} clients move to the other process and back, one after the other and without a gap, and again when one is killed`, async () => {
  await using crowd = await startCrowd({
    url: cluster.nginx.url,
    token: cluster.credentials().accessToken,
    vendorId: cluster.world.vendorId,
    count: CROWD,
  });
  const isAllLive = async () => (await crowd.report()).live === CROWD;
  await waitFor("everybody to listen", isAllLive, 60_000);
  const { began } = await crowd.report();
  const stop = new AbortController();
  const writing = deliverOrders(stop.signal, async () => (await crowd.report()).heardByHalf);

  /** Sends away whoever is at this process; how many that were, and when they came to the other. */
  async function move(which: 0 | 1, away: (which: 0 | 1) => Promise<void>) {
    const moved = await cluster.sockets(which);
    await crowd.takeAttempts();
    await away(which);
    await waitFor("everybody to listen again", isAllLive, 60_000);
    const attempts = await crowd.takeAttempts();
    const most = `${busiest(attempts, 100)} in a tenth of a second, ${busiest(attempts, 500)} in half of one`;
    console.log(`${moved} clients moved with ${attempts.length} sockets, at most ${most}`);
    tally("clients moved to another process", moved);
    return { moved, attempts };
  }
  const half = await move(0, cluster.restart);
  const all = await move(1, cluster.restart);
  const killed = await move(0, cluster.kill);
  stop.abort();
  await writing;

  expect(half.moved).toBeGreaterThan(CROWD / 3);
  for (const { moved, attempts } of [all, killed]) {
    expect(moved).toBe(CROWD);
    // Nobody tries in vain more than now and then.
    expect(attempts.length).toBeLessThan(CROWD * 1.5);
  }
  // By themselves they come within 0.4 s; a process that leaves spreads them over three. Of a busy machine some wait.
  expect(busiest(all.attempts, 500)).toBeLessThan(CROWD * 0.6);

  const expected = await cursorsAfter(cluster.db, cluster.room, began);
  await waitFor("the last event", async () => (await crowd.report()).heardByAll >= expected.length, 30_000);
  const { digests, resyncs, errors } = await crowd.report();
  expect({ digests, resyncs, errors }).toEqual({
    digests: [String(expected.reduce(nextDigest, 0n))],
    resyncs: 0,
    errors: 0,
  });
}, 180_000);
