import { afterEach, beforeEach, expect, test } from "bun:test";
import { createDriversRepo } from "../../../src/server/features/drivers/index.ts";
import { createEventsRepo } from "../../../src/server/features/events/index.ts";
import { isSilent, SILENT_AFTER_MS } from "../../../src/shared/drivers/driver.presence.ts";
import { DriverStatus } from "../../../src/shared/drivers/driver.schema.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { createPeople, type People, type Person } from "../../support/people.ts";

let app: TestApp;
let people: People;
let admin: Person;

// It counts the whole platform: each test has one of its own.
beforeEach(async () => {
  app = await createTestApp("admin_overview");
  people = createPeople(app);
  admin = await people.anAdmin();
});
afterEach(() => app[Symbol.asyncDispose]());

const HOUR = 3_600_000;

test("the overview counts what is going on", async () => {
  const vendor = await people.aVendor();
  const driver = await people.aDriver(vendor);
  await people.aDriver(vendor, { onDuty: false });
  await people.anOrder(vendor, vendor.vendorId);
  const { id: orderId } = await people.anAssignedOrder(vendor, driver);

  expect(await admin.api.admin.overview()).toEqual({
    ordersToday: 2,
    deliveredToday: 0,
    openOrders: {
      pending: 1,
      accepted: 0,
      driver_assigned: 1,
      picked_up: 0,
      out_for_delivery: 0,
      delivered: 0,
      cancelled: 0,
    },
    lateOrders: 0,
    driversOnDuty: 1,
    silentDrivers: 1,
    vendorsWaiting: 0,
    users: 5,
    isLiveDegraded: false,
  });

  app.time.advance(2 * HOUR);
  expect((await admin.api.admin.overview()).lateOrders).toBe(2);
  await driver.api.orders.pickUp({ orderId });
  await driver.api.orders.startDelivery({ orderId });
  await driver.api.orders.deliver({ orderId });
  expect(await admin.api.admin.overview()).toMatchObject({
    deliveredToday: 1,
    lateOrders: 1,
    silentDrivers: 0,
  });

  app.time.advance(24 * HOUR);
  expect(await admin.api.admin.overview()).toMatchObject({ ordersToday: 0, deliveredToday: 0 });
});

test("today is the reader's day, which begins at another moment than that of UTC", async () => {
  const vendor = await people.aVendor();
  // As the administrator's calendar has it: one day began before the order was made, the next one after it.
  const before = app.time.clock.now().toISOString();
  app.time.advance(HOUR);
  const { ordersToday } = await admin.api.admin.overview({ todayFrom: before });
  await people.anOrder(vendor, vendor.vendorId);
  app.time.advance(HOUR);
  const after = app.time.clock.now().toISOString();
  expect(await admin.api.admin.overview({ todayFrom: before })).toMatchObject({
    ordersToday: ordersToday + 1,
  });
  expect(await admin.api.admin.overview({ todayFrom: after })).toMatchObject({ ordersToday: 0 });
});

test("silent drivers are counted as the board shows them", async () => {
  const vendor = await people.aVendor();
  const now = app.time.clock.now();
  const repo = createDriversRepo(app.db, { events: createEventsRepo(app.db), ids: app.platform.ids });
  const heard = [null, 0, SILENT_AFTER_MS - 1, SILENT_AFTER_MS, SILENT_AFTER_MS + 1];
  let silent = 0;
  for (const status of DriverStatus.options) {
    for (const agoMs of heard) {
      const { driverId } = await people.aDriver(vendor, { onDuty: false });
      const lastLocationUpdate = agoMs === null ? null : new Date(now.getTime() - agoMs);
      await app.db
        .collection("drivers")
        .updateOne({ _id: driverId as never }, { $set: { status, lastLocationUpdate } });
      const driver = await repo.findById(driverId);
      if (driver && isSilent(driver, now)) silent += 1;
    }
  }
  expect(silent).toBe(3);
  expect((await admin.api.admin.overview()).silentDrivers).toBe(silent);
});
