import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Db } from "mongodb";
import { createDemoRepo, type DemoWorld, prepareDemo } from "../../../src/server/features/demo/index.ts";
import { createLogger } from "../../../src/server/platform/logger/logger.ts";
import { createTransactor } from "../../../src/server/platform/mongo/transactions.ts";
import { systemTimers } from "../../../src/server/platform/timers/system.timers.ts";
import { createServices } from "../../../src/server/services.ts";
import type { OrderView } from "../../../src/shared/orders/order.schema.ts";
import { isWhole } from "../../../src/shared/orders/whole.ts";
import { aRequest, createTestApp, type TestApp } from "../../support/harness.ts";

const PEOPLE = ["admin@medex.test", "vendor@medex.test", "driver@medex.test", "customer@medex.test"];
const COUNTED = [
  "users",
  "vendors",
  "drivers",
  "orders",
  "events",
  "assignments",
  "proofs",
  "locationEvents",
];

/** Lets the telling break off at the `limit`th delivery, as a crash would. */
const breakingAt = (limit: number) => {
  let deliveries = 0;
  return (orders: TestApp["services"]["orders"]): TestApp["services"]["orders"] => ({
    ...orders,
    deliver: (...args) => {
      if (++deliveries >= limit) throw new Error("the power went off");
      return orders.deliver(...args);
    },
  });
};

const demoOf = (
  app: TestApp,
  { keptOrders, orders = all => all }: { keptOrders?: number; orders?: ReturnType<typeof breakingAt> } = {},
): Promise<DemoWorld | null> =>
  prepareDemo({
    ...app.platform,
    mode: "seed",
    repo: createDemoRepo(app.db),
    transact: createTransactor(app.client),
    keptOrders,
    servicesAt: async clock => {
      const built = await createServices({ ...app.platform, clock });
      return { ...built, services: { ...built.services, orders: orders(built.services.orders) } };
    },
  });

/** Phones send their positions in groups, which real timers close. */
const aDemoApp = (name: string) =>
  createTestApp(name, { timers: systemTimers, logger: createLogger("silent") });

async function counts(db: Db): Promise<Record<string, number>> {
  const entries = COUNTED.map(async name => [name, await db.collection(name).countDocuments()] as const);
  return Object.fromEntries(await Promise.all(entries));
}

let app: TestApp;
let world: DemoWorld;
let board: OrderView[];

beforeAll(async () => {
  app = await aDemoApp("demo_seed");
  const made = await demoOf(app);
  if (!made) throw new Error("There is no demo world");
  world = made;
  board = (await (await signedIn("vendor@medex.test")).orders.list({ limit: 100 })).items.filter(isWhole);
}, 60_000);

afterAll(() => app?.[Symbol.asyncDispose]());

async function signedIn(email: string) {
  const { auth } = app.services;
  const { accessToken } = await auth.login(aRequest(), { email, password: "medex-demo", client: "api" });
  return app.with(accessToken);
}

test("the vendor's board shows every state, and every reason to act", () => {
  const statuses = new Set(board.map(({ status }) => status));
  expect(statuses.size).toBe(7);
  const reasons = new Set(board.map(({ attention }) => attention));
  for (const reason of ["new", "unassigned", "declined", "unanswered"] as const) {
    expect(reasons).toContain(reason);
  }
  expect(
    board.some(({ assignment, status }) => status === "accepted" && assignment?.status === "pending"),
  ).toBe(true);
});

test("one delivery runs late, and some of the past did", async () => {
  const admin = await signedIn("admin@medex.test");
  const open = await admin.orders.list({ status: ["out_for_delivery"], limit: 100 });
  expect(open.items.filter(({ attention }) => attention === "late")).toHaveLength(1);
  const to = app.time.clock.now();
  const from = new Date(to.getTime() - 5 * 86_400_000);
  const { current } = await admin.reports.summary({ from: from.toISOString(), to: to.toISOString() });
  expect(current.delivered).toBeGreaterThan(25);
  expect(current.cancelled).toBe(5);
  expect(current.onTimeRate ?? 0).toBeWithin(0.6, 0.99);
  expect(current.distanceKm).toBeGreaterThan(5);
});

test("whom people play can begin: the customer has open and past orders, the driver is free to go on duty", async () => {
  const customer = await signedIn("customer@medex.test");
  const statuses = (await customer.orders.list({ limit: 100 })).items.map(({ status }) => status);
  expect(statuses).toEqual(expect.arrayContaining(["pending", "driver_assigned", "delivered", "cancelled"]));
  const driver = await signedIn("driver@medex.test");
  const me = await driver.drivers.me();
  expect(me.status).toBe("offline");
  expect(me.totalDeliveries).toBeGreaterThan(0);
  expect(await driver.assignments.mine()).toEqual({ items: [] });
});

test("the printed tracking link leads to the customer's parcel on its way", async () => {
  const token = world.trackingToken;
  if (!token) throw new Error("There is no tracking link");
  const view = await app.as(null).tracking.get({ token });
  expect(view.status).toBe("driver_assigned");
  expect(view.vendorName).toBe("Aurora Pharmacy");
});

test("a delivered order has its photo and signature, its custody, and an honest distance", async () => {
  const vendor = await signedIn("vendor@medex.test");
  const delivered = board.find(({ status }) => status === "delivered");
  if (!delivered) throw new Error("Nothing was delivered");
  const { items } = await vendor.orders.timeline({ orderId: delivered.id });
  expect(items.map(({ seq }) => seq)).toEqual(items.map((_, index) => index + 1));
  expect(items.at(-1)?.at).toBe(delivered.deliveredAt ?? "");
  expect(items.every(({ at }) => new Date(at) < app.time.clock.now())).toBe(true);
  expect(delivered.actualDistanceKm ?? 0).toBeWithin(
    delivered.estimatedDistanceKm * 0.4,
    delivered.estimatedDistanceKm * 1.2,
  );
  const files = await app.db.collection("proofs").countDocuments({ orderId: delivered.id as never });
  expect(files).toBe(2);
});

test("drivers' totals are the sum of what they delivered", async () => {
  const { items } = await (await signedIn("admin@medex.test")).drivers.list({ limit: 100 });
  const delivered = await app.db
    .collection("orders")
    .aggregate([
      { $match: { status: "delivered" } },
      { $group: { _id: "$driverId", count: { $sum: 1 }, cents: { $sum: "$deliveryFeeCents" } } },
    ])
    .toArray();
  for (const driver of items) {
    const sum = delivered.find(({ _id }) => (_id as string) === driver.id);
    expect([driver.totalDeliveries, driver.totalEarningsCents]).toEqual([sum?.count ?? 0, sum?.cents ?? 0]);
  }
});

test("nobody was left signed in by the seed", async () => {
  await using fresh = await aDemoApp("demo_sessions");
  await demoOf(fresh);
  expect(await fresh.db.collection("sessions").countDocuments()).toBe(0);
  const users = await fresh.db
    .collection("users")
    .find({ email: { $in: PEOPLE } })
    .toArray();
  expect(users).toHaveLength(PEOPLE.length);
}, 60_000);

describe("seeding again", () => {
  test("changes nothing when the world is there", async () => {
    const before = await counts(app.db);
    const again = await demoOf(app);
    expect(again?.vendorIds).toEqual(world.vendorIds);
    expect(await counts(app.db)).toEqual(before);
  });

  test("completes a world that was interrupted, and it is as if nothing had happened", async () => {
    await using other = await aDemoApp("demo_interrupted");
    await expect(demoOf(other, { orders: breakingAt(12) })).rejects.toThrow("the power went off");
    const half = await counts(other.db);
    expect(half.orders).toBeGreaterThan(0);
    other.time.advance(3_600_000);
    await demoOf(other);
    expect(await counts(other.db)).toEqual(await counts(app.db));
  }, 60_000);
});

test("old orders of simulated people are forgotten beyond a bound, with their files; those of people stay", async () => {
  await using small = await aDemoApp("demo_trim");
  const smallWorld = await demoOf(small, { keptOrders: 5 });
  const orders = small.db.collection<{ _id: string; status: string }>("orders");
  const people = await small.db
    .collection("users")
    .find({ email: { $in: PEOPLE } })
    .toArray();
  const ofPeople = { userId: { $in: people.map(({ _id }) => _id) } } as never;
  const [open, own] = await Promise.all([
    orders.countDocuments({ status: { $nin: ["delivered", "cancelled"] } }),
    orders.countDocuments(ofPeople),
  ]);

  expect(await smallWorld?.trim()).toBeGreaterThan(0);
  expect(await smallWorld?.trim()).toBe(0);
  expect(await orders.countDocuments({ status: { $nin: ["delivered", "cancelled"] } })).toBe(open);
  expect(await orders.countDocuments(ofPeople)).toBe(own);
  const left = (await orders.find().toArray()).map(({ _id }) => _id);
  for (const name of ["events", "assignments", "proofs"]) {
    const strays = { orderId: { $nin: [...left, null] } } as never;
    expect(await small.db.collection(name).countDocuments(strays)).toBe(0);
  }
}, 60_000);
