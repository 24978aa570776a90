import { afterAll, beforeAll, expect, test } from "bun:test";
import { systemTimers } from "../../../src/server/platform/timers/system.timers.ts";
import type { DurableMessage, LiveMessage } from "../../../src/shared/events.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { createPeople, PLACES } from "../../support/people.ts";
import { waitFor } from "../../support/wait-for.ts";

let app: TestApp;
let people: ReturnType<typeof createPeople>;
beforeAll(async () => {
  app = await createTestApp("realtime_positions", { timers: systemTimers });
  people = createPeople(app);
});
afterAll(() => app[Symbol.asyncDispose]());

/** Reads a stream in the background until it is disposed of; `failure` is what it ended with. */
function collect<Item>(open: (signal: AbortSignal) => AsyncIterable<Item>) {
  const abort = new AbortController();
  const items: Item[] = [];
  const state: { failure: { code?: unknown } | null } = { failure: null };
  const reading = (async () => {
    try {
      for await (const item of open(abort.signal)) items.push(item);
    } catch (error) {
      state.failure = error as { code?: unknown };
    }
  })();
  return {
    items,
    failure: () => state.failure?.code,
    async [Symbol.asyncDispose]() {
      abort.abort();
      await reading;
    },
  };
}

const locationsIn = (frames: readonly (readonly LiveMessage[])[]) =>
  frames.flat().filter(message => message.type === "driver_location");

/** What was done to an order, as its events tell. Those of before the subscription may still arrive after it. */
const actionsIn = (items: readonly { message: DurableMessage }[]) =>
  items.flatMap(({ message }) => ("action" in message ? [message.action] : []));
const seqsIn = (items: readonly { message: DurableMessage }[]) =>
  items.flatMap(({ message }) => ("seq" in message ? [message.seq] : []));

/** A fix on the way, each a little further east and a second later. */
let fixes = 0;
function aFix() {
  fixes += 1;
  app.time.advance(1_000);
  return {
    latitude: PLACES.pharmacy.latitude,
    longitude: PLACES.pharmacy.longitude + fixes * 0.0001,
    timestamp: app.time.clock.now().toISOString(),
  };
}

test("a position reaches the vendor, the driver and those who follow the order, and nobody else", async () => {
  const [vendor, stranger] = [await people.aVendor(), await people.aVendor()];
  const [driver, idle] = [await people.aDriver(vendor), await people.aDriver(vendor)];
  const order = await people.anAssignedOrder(vendor, driver);
  const { realtime, locations } = app.services;
  await locations.report(driver.actor, { points: [aFix()] });

  await using fleet = collect(signal =>
    realtime.vendorLocations(vendor.actor, { vendorId: vendor.vendorId, signal }),
  );
  await using own = collect(signal =>
    realtime.driverLocations(driver.actor, { driverId: driver.driverId, signal }),
  );
  await using followed = collect(signal =>
    realtime.orderLocations(vendor.actor, { orderId: order.id, signal }),
  );
  await using elsewhere = collect(signal =>
    realtime.vendorLocations(stranger.actor, { vendorId: stranger.vendorId, signal }),
  );
  const watchers = [fleet, own, followed];
  await waitFor("all to listen", () => [...watchers, elsewhere].every(({ items }) => items.length >= 1));
  for (const { items } of watchers) expect(locationsIn(items)).toMatchObject([{ driverId: driver.driverId }]);

  const fix = aFix();
  await locations.report(driver.actor, { points: [fix] });
  await locations.report(idle.actor, { points: [aFix()] });
  await waitFor("the vendor to see both", () => locationsIn(fleet.items).length === 3);
  for (const { items } of [own, followed])
    expect(
      locationsIn(items)
        .map(({ timestamp }) => timestamp)
        .at(-1),
    ).toBe(fix.timestamp);
  expect(locationsIn(followed.items).every(({ driverId }) => driverId === driver.driverId)).toBe(true);
  expect(elsewhere.items).toEqual([[]]);
});

test("a vendor who sends what his map shows hears of the drivers there, and of one who leaves once more", async () => {
  const vendor = await people.aVendor();
  const [near, far] = [await people.aDriver(vendor), await people.aDriver(vendor)];
  const { realtime, locations } = app.services;
  const { latitude, longitude } = PLACES.pharmacy;
  const at = (meters: number) => {
    app.time.advance(60_000);
    const timestamp = app.time.clock.now().toISOString();
    return { points: [{ latitude, longitude: longitude + meters / 55_400, timestamp }] };
  };
  await locations.report(near.actor, at(0));
  await locations.report(far.actor, at(600));
  const box = {
    west: longitude - 0.002,
    south: latitude - 0.002,
    east: longitude + 0.002,
    north: latitude + 0.002,
  };
  await using map = collect(signal =>
    realtime.vendorLocations(vendor.actor, { vendorId: vendor.vendorId, box, signal }),
  );
  await waitFor("the first frame", () => map.items.length === 1);
  await locations.report(far.actor, at(590));
  await locations.report(near.actor, at(500));
  await waitFor("the one who leaves", () => locationsIn(map.items).length === 2);
  await locations.report(near.actor, at(550));
  await locations.report(far.actor, at(20));
  await waitFor("the one who comes", () => locationsIn(map.items).length === 3);
  expect(locationsIn(map.items).map(({ driverId }) => driverId)).toEqual([
    near.driverId,
    near.driverId,
    far.driverId,
  ]);
});

test("the customer sees the driver from pickup to delivery, the vendor from the assignment on", async () => {
  const vendor = await people.aVendor();
  const driver = await people.aDriver(vendor);
  const customer = await people.aUser();
  const order = await people.anAssignedOrder(vendor, driver, customer);
  const { realtime, locations, orders } = app.services;
  await using theirs = collect(signal =>
    realtime.orderLocations(customer.actor, { orderId: order.id, signal }),
  );
  await using ours = collect(signal => realtime.orderLocations(vendor.actor, { orderId: order.id, signal }));
  await waitFor("both to listen", () => theirs.items.length >= 1 && ours.items.length >= 1);

  const report = async () => {
    const before = locationsIn(ours.items).length;
    await locations.report(driver.actor, { points: [aFix()] });
    await waitFor("the vendor to see it", () => locationsIn(ours.items).length > before);
  };
  await report();
  expect(locationsIn(theirs.items)).toEqual([]);

  await using events = collect(signal => realtime.order(customer.actor, { orderId: order.id, signal }));
  await waitFor("events", () => events.items.length >= 1);
  await orders.pickUp(driver.actor, { orderId: order.id });
  await waitFor("the pickup to be known", () => actionsIn(events.items).includes("pickUp"));
  await report();
  await waitFor("the customer to see it", () => locationsIn(theirs.items).length === 1);

  await orders.startDelivery(driver.actor, { orderId: order.id });
  await orders.deliver(driver.actor, { orderId: order.id });
  await waitFor("the delivery to be known", () => actionsIn(events.items).includes("deliver"));
  await using fleet = collect(signal =>
    realtime.vendorLocations(vendor.actor, { vendorId: vendor.vendorId, signal }),
  );
  await waitFor("the fleet", () => fleet.items.length >= 1);
  const before = locationsIn(fleet.items).length;
  await locations.report(driver.actor, { points: [aFix()] });
  await waitFor("the fleet to move", () => locationsIn(fleet.items).length > before);
  expect(locationsIn(theirs.items).length).toBe(1);
});

test("a driver from whom an order is taken hears so, and then nothing more of it", async () => {
  const vendor = await people.aVendor();
  const driver = await people.aDriver(vendor);
  const order = await people.anAssignedOrder(vendor, driver);
  const { realtime, orders } = app.services;
  await using events = collect(signal => realtime.order(driver.actor, { orderId: order.id, signal }));
  await using positions = collect(signal =>
    realtime.orderLocations(driver.actor, { orderId: order.id, signal }),
  );
  await waitFor("both to listen", () => events.items.length >= 1 && positions.items.length >= 1);
  await orders.unassign(vendor.actor, { orderId: order.id });
  await waitFor("both to end", () => events.failure() && positions.failure());
  expect([events.failure(), positions.failure()]).toEqual(["ORDER_NOT_FOUND", "ORDER_NOT_FOUND"]);
  const messages: DurableMessage[] = events.items.map(({ message }) => message);
  expect(messages.at(-1)).toMatchObject({ type: "order_status", action: "unassign" });
  expect(app.log.health().listeners).toBe(0);
});

test("a foreign vendor, order or driver answers as one that does not exist", async () => {
  const [vendor, stranger] = [await people.aVendor(), await people.aVendor()];
  const driver = await people.aDriver(vendor);
  const { id: orderId } = await people.anOrder(vendor, vendor.vendorId);
  const { vendorId } = vendor;
  const { driverId } = driver;
  const { realtime } = app.services;
  const attempts = [
    collect(signal => realtime.vendor(stranger.actor, { vendorId, signal })),
    collect(signal => realtime.vendorLocations(stranger.actor, { vendorId, signal })),
    collect(signal => realtime.order(stranger.actor, { orderId, signal })),
    collect(signal => realtime.orderLocations(stranger.actor, { orderId, signal })),
    collect(signal => realtime.driver(stranger.actor, { driverId, signal })),
    collect(signal => realtime.driverLocations(stranger.actor, { driverId, signal })),
  ];
  await waitFor("all to be refused", () => attempts.every(({ failure }) => failure()));
  const codes = ["VENDOR_NOT_FOUND", "ORDER_NOT_FOUND", "DRIVER_NOT_FOUND"];
  expect(attempts.map(({ failure }) => failure())).toEqual(codes.flatMap(code => [code, code]));
  expect(attempts.flatMap(({ items }) => items as unknown[])).toEqual([]);
  expect(app.log.health().listeners).toBe(0);
});

test("the customer hears of every change of the order, and not which drivers were asked", async () => {
  const vendor = await people.aVendor();
  const [first, second] = [await people.aDriver(vendor), await people.aDriver(vendor)];
  const customer = await people.aUser();
  const { realtime, orders } = app.services;
  const { id: orderId } = await people.anOrder(customer, vendor.vendorId);
  await using theirs = collect(signal => realtime.order(customer.actor, { orderId, signal }));
  await using ours = collect(signal => realtime.order(vendor.actor, { orderId, signal }));
  await waitFor("both to listen", () => theirs.items.length >= 1 && ours.items.length >= 1);
  await orders.accept(vendor.actor, { orderId });
  for (const driver of [first, second]) {
    const { assignmentId } = await orders.assign(vendor.actor, { orderId, driverId: driver.driverId });
    if (assignmentId) await orders.declineAssignment(driver.actor, { assignmentId });
  }
  await waitFor("all events", () => [theirs, ours].every(({ items }) => seqsIn(items).includes(6)));
  expect(seqsIn(theirs.items).filter(seq => seq > 1)).toEqual([2, 3, 4, 5, 6]);
  expect(ours.items.map(({ message }) => message.type)).toContain("new_assignment");
  const text = JSON.stringify(theirs.items);
  expect(text).not.toContain("assignment");
  for (const { driverId } of [first, second]) expect(text).not.toContain(driverId);
});
