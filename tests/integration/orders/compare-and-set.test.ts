import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createDriversRepo } from "../../../src/server/features/drivers/index.ts";
import { createEventsRepo } from "../../../src/server/features/events/index.ts";
import {
  createOrdersRepo,
  type OrderDoc,
  type StoredEta,
} from "../../../src/server/features/orders/index.ts";
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

const anEta = (at: Date) =>
  ({
    state: "on_the_way" as const,
    nextStop: "delivery" as const,
    stopsBefore: 0,
    earliest: at,
    latest: new Date(at.getTime() + 300_000),
    pickup: null,
    approximate: false,
    arrivedAt: null,
    computedAt: at,
    fixAt: at,
  }) satisfies StoredEta;

/** An order that was told of 15 s before, or never, may be told of. */
const turnAt = (now: Date) => ({ now, lastToldBy: new Date(now.getTime() - 15_000) });

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

  test("takes of two estimates that were made at once the first, and the next one by who has seen that", async () => {
    const seen = await seenOrder();
    const now = app.time.clock.now();
    const later = new Date(now.getTime() + 1);
    const turn = turnAt(now);
    expect(await orders().saveEta(seen, anEta(now), turn)).toEqual({ lastToldAt: null });
    expect(await orders().saveEta(seen, anEta(later), turn)).toBeNull();
    const kept = await orders().findById(seen._id);
    expect(kept?.eta).toEqual(anEta(now));
    expect(kept?.version).toBe(seen.version);
    expect(await orders().saveEta({ ...seen, eta: kept?.eta ?? null }, anEta(later), turn)).not.toBeNull();
    const stale = {
      state: "stale",
      reason: "driver_silent",
      since: now,
      computedAt: later,
      fixAt: now,
    } as const;
    const { _id, version } = seen;
    expect(await orders().saveEta({ _id, version, eta: anEta(later) }, stale, turn)).not.toBeNull();
    const silent = await orders().findById(_id);
    expect(silent?.estimatedDeliveryTime).toEqual(anEta(later).latest);
    // Nothing of the one before is left in it.
    expect(silent?.eta).toEqual(stale);
  });

  test("is told of by one of all who wait for the turn, who gets the estimate that is kept by then", async () => {
    const seen = await seenOrder();
    const at = (seconds: number) => new Date(app.time.clock.now().getTime() + seconds * 1_000);
    expect(await orders().takeEtaTurn(seen._id, at(0), at(15))).toBeNull();
    expect(await orders().saveEta(seen, anEta(at(0)), turnAt(at(0)))).toEqual({ lastToldAt: null });
    const known = { ...seen, eta: anEta(at(0)) };
    // Within the pause: kept, and no turn taken.
    expect(await orders().saveEta(known, anEta(at(5)), turnAt(at(5)))).toEqual({ lastToldAt: at(0) });
    const turns = [1, 2, 3].map(() => orders().takeEtaTurn(seen._id, at(0), at(15)));
    expect((await Promise.all(turns)).filter(Boolean)).toEqual([anEta(at(5))]);
    const later = await orders().saveEta({ ...known, eta: anEta(at(5)) }, anEta(at(30)), turnAt(at(30)));
    expect(later).toEqual({ lastToldAt: at(15) });
    expect((await orders().findById(seen._id))?.etaToldAt).toEqual(at(30));
  });

  test("keeps the estimate it has", async () => {
    const seen = await seenOrder();
    await app.services.orders.accept(vendor.actor, { orderId: seen._id });
    const now = app.time.clock.now();
    expect(await orders().saveEta(seen, anEta(now), turnAt(now))).toBeNull();
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
