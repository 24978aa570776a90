import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createDriversRepo } from "../../../src/server/features/drivers/index.ts";
import { createEventsRepo } from "../../../src/server/features/events/index.ts";
import { createOrdersRepo, type OrderDoc } from "../../../src/server/features/orders/index.ts";
import { createTransactor } from "../../../src/server/platform/mongo/transactions.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { type Business, createPeople, type People } from "../../support/people.ts";

/*
 * Transactions already let one of two writers win, so commands alone would not show that the filters hold. They are
 * what protects a writer who read before his transaction, as housekeeping and estimates do.
 */
let app: TestApp;
let people: People;
let vendor: Business;

beforeAll(async () => {
  app = await createTestApp("compare_and_set");
  people = createPeople(app);
  vendor = await people.aVendor();
});
afterAll(() => app[Symbol.asyncDispose]());

const orders = () => createOrdersRepo(app.db);
const transact: ReturnType<typeof createTransactor> = work => createTransactor(app.client)(work);

async function seenOrder(): Promise<OrderDoc> {
  const { id } = await people.anOrder(vendor, vendor.vendorId);
  const order = await orders().findById(id);
  if (!order) throw new Error("The order was not stored");
  return order;
}

describe("an order that has moved on", () => {
  test("is not changed by who saw another version of it", async () => {
    const seen = await seenOrder();
    await app.services.orders.update(vendor.actor, { orderId: seen._id, notes: "Ring twice" });
    expect(await transact(tx => orders().advance(tx, seen, { status: "accepted" }))).toBeNull();
    expect(await orders().findById(seen._id)).toMatchObject({ status: "pending", version: 2 });
  });

  test("is not changed by who saw it in another status", async () => {
    const seen = await seenOrder();
    const elsewhere = { ...seen, status: "accepted" } as const;
    expect(await transact(tx => orders().advance(tx, elsewhere, { status: "cancelled" }))).toBeNull();
    expect(await transact(tx => orders().advance(tx, seen, { status: "accepted" }))).toMatchObject({
      status: "accepted",
      version: 2,
    });
  });

  test("keeps the estimate it has", async () => {
    const seen = await seenOrder();
    await app.services.orders.accept(vendor.actor, { orderId: seen._id });
    const now = app.time.clock.now();
    await orders().saveEta(seen, { earliest: now, latest: now, approximate: true, computedAt: now });
    expect(await orders().findById(seen._id)).toMatchObject({
      eta: null,
      estimatedDeliveryTime: seen.estimatedDeliveryTime,
    });
  });
});

test("a driver whose profile is closed takes no work, whatever his duty says", async () => {
  const driver = await people.aDriver(vendor);
  const repo = createDriversRepo(app.db, { events: createEventsRepo(app.db), ids: app.platform.ids });
  const now = app.time.clock.now();
  const actor = { id: null, role: "system", name: "test" } as const;
  for (const status of ["available", "busy"]) {
    await app.db
      .collection<{ _id: string }>("drivers")
      .updateOne({ _id: driver.driverId }, { $set: { isActive: false, status } });
    expect(await transact(tx => repo.takeWork(tx, { driverId: driver.driverId, actor, now }))).toBeNull();
  }
});
