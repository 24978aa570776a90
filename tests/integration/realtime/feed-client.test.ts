import { expect, test } from "bun:test";
import { createMedexClient, type FeedItem, isTransient } from "../../../src/sdk/index.ts";
import { MAX_FEED_WAIT_MS } from "../../../src/shared/events.ts";
import { layCable } from "../../support/cable.ts";
import { createTestApp } from "../../support/harness.ts";
import { testDatabase } from "../../support/mongo.ts";
import { createPeople, PASSWORD } from "../../support/people.ts";
import { startServer } from "../../support/process.ts";
import { anOrderFor, createServerWorld } from "../../support/server-world.ts";
import { waitFor } from "../../support/wait-for.ts";
import { byOrder, keyOf } from "./event-writer.ts";

const keysOf = (items: readonly FeedItem[]) =>
  items.map(({ event }) => keyOf(event)).filter(key => key !== null);

test("each role reads what concerns it, and the customer no offers", async () => {
  await using app = await createTestApp("feed_roles");
  const people = createPeople(app);
  const [vendor, other] = [await people.aVendor(), await people.aVendor()];
  const [driver, idle] = [await people.aDriver(vendor), await people.aDriver(vendor)];
  const [customer, stranger, admin] = [await people.aUser(), await people.aUser(), await people.anAdmin()];
  const { id: orderId } = await customer.api.orders.create({
    ...anOrderFor(vendor.vendorId),
    vendorId: vendor.vendorId,
  });
  await vendor.api.orders.accept({ orderId });
  await vendor.api.orders.assign({ orderId, driverId: driver.driverId });
  const [assignment] = (await driver.api.assignments.mine()).items;
  if (!assignment) throw new Error("no offer");
  await driver.api.assignments.accept({ assignmentId: assignment.id });
  await other.api.orders.create({ ...anOrderFor(other.vendorId), vendorId: other.vendorId });
  // The last that was written: whatever came before it is there too.
  await waitFor("the log", async () => (await other.api.orders.events({})).items.length > 0);

  const read = async ({ api }: { api: typeof admin.api }) => {
    const { items } = await api.orders.events({});
    return items.map(({ event }) => `${event.type} ${event.seq}`).filter(text => !text.startsWith("driver"));
  };
  expect(await read(vendor)).toEqual([
    "order_status 1",
    "order_status 2",
    "new_assignment 3",
    "order_status 4",
  ]);
  expect(await read(customer)).toEqual([1, 2, 3, 4].map(seq => `order_status ${seq}`));
  expect(await read(driver)).toEqual(["new_assignment 3", "order_status 4"]);
  for (const outsider of [idle, stranger]) expect(await read(outsider)).toEqual([]);
  expect(await read(other)).toEqual(["order_status 1"]);
  expect((await read(admin)).length).toBe(5);
  expect(JSON.stringify(await customer.api.orders.events({}))).not.toContain("new_assignment");

  // Each page begins behind the one before, and the end of the last is where the next event will come.
  const first = await vendor.api.orders.events({ limit: 1 });
  const second = await vendor.api.orders.events({ limit: 100, after: first.nextCursor });
  expect([...first.items, ...second.items]).toEqual((await vendor.api.orders.events({})).items);
  expect((await vendor.api.orders.events({ after: second.nextCursor })).items).toEqual([]);
  expect((await vendor.api.orders.events({ after: "now" })).items).toEqual([]);
}, 30_000);

test("a program follows every event through cuts, a killed server and its own restarts", async () => {
  await using database = await testDatabase("feed_client");
  let server = await startServer({ mongodbUrl: database.url, env: { MEDEX_DEMO: "off" } });
  await using cable = await layCable(server.port);
  await using world = await createServerWorld(
    { ...server, url: `http://127.0.0.1:${cable.port}` },
    database.url,
    { drivers: 1 },
  );
  const read: FeedItem[] = [];
  const errors: unknown[] = [];

  /** The program: it keeps each event with its cursor, and stops after `count` of them, or when told. */
  async function run(signal: AbortSignal, count = Number.POSITIVE_INFINITY): Promise<void> {
    const client = createMedexClient({ url: `http://127.0.0.1:${cable.port}` });
    await client.login("vendor@world.test", PASSWORD);
    let left = count;
    for await (const item of client.events({ after: read.at(-1)?.cursor, signal })) {
      read.push(item);
      left -= 1;
      if (left <= 0) break;
    }
    await client.close();
  }
  const stop = new AbortController();
  const following = (async () => {
    // Signing in is not repeated by the client; a program that could not is started again.
    while (!stop.signal.aborted)
      await run(stop.signal, 5).catch(error => !isTransient(error) && errors.push(error));
  })();

  async function anOrder(): Promise<void> {
    const { id: orderId } = await world.vendor.orders.create.mutate({
      ...anOrderFor(world.vendorId),
      idempotencyKey: crypto.randomUUID(),
    });
    await world.vendor.orders.accept.mutate({ orderId, idempotencyKey: crypto.randomUUID() });
  }
  for (let round = 0; round < 6; round += 1) {
    await Promise.all([anOrder(), anOrder()]);
    cable.cut();
  }
  const { dataDir } = server;
  await server.kill();
  const next = startServer({ mongodbUrl: database.url, dataDir, env: { MEDEX_DEMO: "off" } });
  server = await next;
  cable.leadTo(server.port);
  await Promise.all([anOrder(), anOrder(), anOrder()]);

  const stored = await database.db
    .collection("events")
    .find({ orderId: { $type: "string" } })
    .sort({ orderId: 1, seq: 1 })
    .toArray();
  await waitFor("all events", () => errors.length > 0 || keysOf(read).length >= stored.length, 30_000);
  // Whoever waits for news does not keep the server from ending.
  const stopping = performance.now();
  expect(await server.stop()).toBe(0);
  expect(performance.now() - stopping).toBeLessThan(MAX_FEED_WAIT_MS);
  stop.abort();
  await following;
  expect(errors).toEqual([]);
  expect(byOrder(keysOf(read))).toEqual(stored.map(({ orderId, seq }) => `${orderId} ${seq}`));
  expect(new Set(read.map(({ cursor }) => cursor)).size).toBe(read.length);
}, 120_000);
