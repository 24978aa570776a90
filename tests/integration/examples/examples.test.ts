import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createMedexClient, type MedexClient } from "../../../src/sdk/index.ts";
import { type TestDatabase, testDatabase } from "../../support/mongo.ts";
import {
  freshFolder,
  type RunningProgram,
  runProgram,
  startServer,
  type TestServer,
} from "../../support/process.ts";
import { waitFor } from "../../support/wait-for.ts";

let database: TestDatabase;
let server: TestServer;
let vendor: MedexClient;

beforeAll(async () => {
  database = await testDatabase("examples");
  server = await startServer({
    mongodbUrl: database.url,
    env: { MEDEX_DEMO: "seed" },
    readyTimeoutMs: 60_000,
  });
  vendor = createMedexClient({ url: server.url });
  await vendor.login("vendor@medex.test", "medex-demo");
}, 90_000);

afterAll(async () => {
  await vendor?.close();
  await server?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
});

const runExample = (args: string[], env: Record<string, string> = {}): RunningProgram =>
  runProgram(args, { MEDEX_URL: server.url, ...env });

async function succeeded(program: RunningProgram): Promise<string> {
  const exitCode = await program.exited;
  if (exitCode !== 0) throw new Error(`It ended with code ${exitCode}:\n${program.output()}`);
  return program.output();
}

const sessionsOfPrograms = () => database.db.collection("sessions").countDocuments({ userAgent: /Bun/ });

test("a customer's program and a courier's program together are one delivery, and leave nobody signed in", async () => {
  const before = await sessionsOfPrograms();
  await using courier = runExample(["examples/a-couriers-phone.ts"], { MEDEX_STEP_SECONDS: "0.05" });
  await courier.untilPrinted("waits for an offer");
  await using customer = runExample(["examples/place-and-follow-an-order.ts"]);
  const orderNumber = await waitFor(
    "the order to be followed",
    () => /following (ORD-\d{8})/.exec(customer.output())?.[1],
  );

  // Meanwhile at the pharmacy: the order is accepted and offered to the courier.
  const { items } = await vendor.orders.list.query({ query: orderNumber });
  const order = items[0];
  const drivers = await vendor.drivers.list.query({ query: "driver@medex.test" });
  if (!order || !drivers.items[0]) throw new Error("The pharmacy does not see the order or its driver");
  await vendor.orders.accept.mutate({ orderId: order.id });
  await vendor.orders.assign.mutate({ orderId: order.id, driverId: drivers.items[0].id });

  const [said, told] = await Promise.all([succeeded(courier), succeeded(customer)]);
  expect(said).toContain(`${orderNumber} is delivered`);
  for (const words of [
    "is pending; track it at /track/",
    "accept: accepted",
    "the courier is at",
    "deliver: delivered",
  ]) {
    expect(told).toContain(words);
  }
  expect(told.trimEnd()).toEndWith(`${orderNumber} is delivered`);

  const delivered = await vendor.orders.get.query({ orderId: order.id });
  expect(delivered.status).toBe("delivered");
  expect(delivered.proofPhotoUrl && delivered.signatureUrl).toBeTruthy();
  const trail = await vendor.drivers.trail.query({
    driverId: drivers.items[0].id,
    from: order.createdAt,
    to: delivered.deliveredAt ?? order.createdAt,
  });
  expect(trail.filter(({ orderId }) => orderId === order.id)).toHaveLength(42);
  expect(await sessionsOfPrograms()).toBe(before);
}, 60_000);

test("a customer's program stops following after its time", async () => {
  const output = await succeeded(
    runExample(["examples/place-and-follow-an-order.ts"], { MEDEX_FOLLOW_SECONDS: "0.2" }),
  );
  expect(output.trimEnd()).toMatch(/ORD-\d{8} is pending$/);
}, 30_000);

test("a program that follows every event goes on where it was stopped, and has each once", async () => {
  const folder = freshFolder("events");
  const file = join(folder, "events.jsonl");
  const written = () => (existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : []);
  try {
    const { id } = await vendor.vendors.me.query();
    const stored = await database.db.collection("events").countDocuments({ rooms: `vendor_${id}` });
    {
      await using first = runExample(["examples/follow-every-event.ts", file]);
      await waitFor("some events", () => written().length >= 20);
      await first.kill();
    }
    const before = written().length;
    const told = await succeeded(
      runExample(["examples/follow-every-event.ts", file], { MEDEX_FOLLOW_SECONDS: "3" }),
    );
    expect(told).toContain(before === stored ? "0 events written" : `${stored - before} events written`);
    expect(told).toContain("going on after ");
    const cursors = written().map(line => JSON.parse(line).cursor);
    expect(cursors).toHaveLength(stored);
    expect(new Set(cursors).size).toBe(stored);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 30_000);

test("the nightly export writes the deliveries of the day before to a file", async () => {
  const folder = freshFolder("export");
  try {
    const output = await succeeded(runExample(["examples/export-yesterdays-deliveries.ts", folder]));
    const [name = ""] = readdirSync(folder);
    expect(output).toContain(`Written to ${join(folder, name)}`);
    const rows = readFileSync(join(folder, name), "utf8").trim().split(/\r?\n/).slice(1);
    expect(output).toContain(`${rows.length} placed`);
    const numbers = rows.map(row => /ORD-\d{8}/.exec(row)?.[0]);
    const known = await database.db
      .collection("orders")
      .countDocuments({ orderNumber: { $in: numbers }, vendorName: "Aurora Pharmacy" });
    expect(known).toBe(rows.length);
    expect(known).toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 30_000);

test("the nightly export says in words why it may not", async () => {
  const program = runExample(["examples/export-yesterdays-deliveries.ts"], {
    MEDEX_PASSWORD: "a wrong password",
  });
  expect(await program.exited).toBe(1);
  expect(program.output()).toStartWith("INVALID_CREDENTIALS: ");
}, 30_000);
