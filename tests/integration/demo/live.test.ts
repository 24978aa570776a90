import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { createMedexClient, type MedexClient } from "../../../src/sdk/index.ts";
import { processIdentity } from "../../../src/server/platform/startup/running-process.ts";
import type { VendorId } from "../../../src/shared/ids.ts";
import { type TestDatabase, testDatabase } from "../../support/mongo.ts";
import { startServer, type TestServer } from "../../support/process.ts";
import { waitFor } from "../../support/wait-for.ts";

const PROGRAM = join(import.meta.dir, "../../../src/server/features/demo/simulation/simulation.program.ts");
const PEOPLE = ["admin@medex.test", "vendor@medex.test", "driver@medex.test", "customer@medex.test"];
/** A delivery of a quarter of an hour takes some ten seconds. */
const SPEED = 90;

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase("demo_live");
  await using seeded = await serve("seed");
  expect(simulationOf(seeded)).toBeNull();
}, 90_000);

afterAll(() => database?.[Symbol.asyncDispose]());

const serve = (mode: "off" | "seed" | "live"): Promise<TestServer> =>
  startServer({ mongodbUrl: database.url, env: { MEDEX_DEMO: mode }, readyTimeoutMs: 60_000 });

/** The process of the simulation that a server has started, or null. */
function simulationOf(server: TestServer): number | null {
  const found = Bun.spawnSync(["pgrep", "-P", String(server.pid), "-f", "simulation.program"]);
  const pid = Number(found.stdout.toString().trim());
  return pid > 0 ? pid : null;
}

const isGone = (pid: number) => processIdentity(pid) === null;

async function signedIn(server: TestServer, email: string): Promise<MedexClient> {
  const client = createMedexClient({ url: server.url });
  await client.login(email, "medex-demo");
  return client;
}

test("within 10 s of the start a driver moves on the vendor's board; after a kill -9 nobody is left", async () => {
  await using server = await serve("live");
  const pid = await waitFor("the simulation to run", () => simulationOf(server));
  await server.untilPrinted("Simulated drivers and customers are at work");
  const vendor = await signedIn(server, "vendor@medex.test");
  const { id: vendorId } = await vendor.vendors.me.query();
  const heard: string[] = [];
  vendor.realtime.vendorLocations.subscribe(
    { vendorId },
    {
      onData: messages =>
        heard.push(...messages.flatMap(m => (m.type === "driver_location" ? m.timestamp : []))),
    },
  );
  const openedAt = new Date().toISOString();
  await waitFor(
    "a position recorded after the board was opened",
    () => heard.some(at => at > openedAt),
    10_000,
  );
  await vendor.close();

  await server.kill();
  await waitFor("the simulation to end with the server", () => isGone(pid));
}, 60_000);

test("the simulation comes back when it dies, and ends when the server is asked to", async () => {
  await using server = await serve("live");
  const first = await waitFor("the simulation to run", () => simulationOf(server));
  process.kill(first, "SIGKILL");
  const second = await waitFor("another simulation to run", () => {
    const pid = simulationOf(server);
    return pid !== first && pid;
  });
  expect(await server.stop()).toBe(0);
  expect(isGone(second)).toBe(true);
}, 60_000);

test("an empty house when the demo is off: nobody is made and nobody moves", async () => {
  await using empty = await testDatabase("demo_off");
  await using server = await startServer({ mongodbUrl: empty.url, env: { MEDEX_DEMO: "off" } });
  expect(simulationOf(server)).toBeNull();
  expect(await empty.db.collection("users").countDocuments()).toBe(0);
  expect(server.output()).not.toContain("medex-demo");
}, 60_000);

test("simulated people alone bring orders from their placing to the door, and leave people's accounts alone", async () => {
  const begunAt = new Date();
  const peopleIds = (
    await database.db
      .collection("users")
      .find({ email: { $in: PEOPLE } })
      .toArray()
  ).map(({ _id }) => _id as unknown as string);
  const signIns = () =>
    database.db.collection("audit").countDocuments({ action: "auth.login", "actor.id": { $in: peopleIds } });
  const signInsBefore = await signIns();
  await using server = await serve("seed");
  const world = await database.db.collection<{ vendorIds: Record<string, VendorId> }>("demo").findOne({});
  await using simulation = Bun.spawn([process.execPath, PROGRAM], {
    stdin: "pipe",
    stdout: "inherit",
    stderr: "pipe",
    env: {},
  });
  const config = {
    url: server.url,
    vendorIds: world?.vendorIds,
    password: "medex-demo",
    speed: SPEED,
    seed: "test",
  };
  simulation.stdin.write(`${JSON.stringify(config)}\n`);
  await simulation.stdin.flush();

  const order = await waitFor(
    "an order placed and delivered",
    () => database.db.collection("orders").findOne({ createdAt: { $gte: begunAt }, status: "delivered" }),
    60_000,
  );
  const events = await database.db
    .collection("events")
    .find({ orderId: order._id })
    .sort({ seq: 1 })
    .toArray();
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  const actors = new Set(events.map(({ actor }) => actor.role));
  expect(actors).toContain("driver");
  expect(
    await database.db
      .collection("events")
      .countDocuments({ at: { $gte: begunAt }, "actor.id": { $in: peopleIds } }),
  ).toBe(0);
  expect(await signIns()).toBe(signInsBefore);

  await simulation.stdin.end();
  expect(await simulation.exited).toBe(0);
}, 120_000);
