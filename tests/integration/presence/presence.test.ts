import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { callOf } from "../../../src/server/features/auth/index.ts";
import { systemTimers } from "../../../src/server/platform/timers/system.timers.ts";
import type { LiveMessage } from "../../../src/shared/events.ts";
import { TrackingToken } from "../../../src/shared/ids.ts";
import { aRequest, createTestApp, type TestApp } from "../../support/harness.ts";
import { type Business, type Courier, createPeople, PLACES } from "../../support/people.ts";
import { waitFor } from "../../support/wait-for.ts";

let app: TestApp;
let people: ReturnType<typeof createPeople>;
beforeAll(async () => {
  app = await createTestApp("presence", { timers: systemTimers });
  people = createPeople(app);
});
afterAll(() => app[Symbol.asyncDispose]());

/** Reads a stream in the background until it is stopped. */
function follow<Item>(open: (signal: AbortSignal) => AsyncIterable<Item>) {
  const abort = new AbortController();
  const items: Item[] = [];
  const reading = (async () => {
    for await (const item of open(abort.signal)) items.push(item);
  })();
  const stop = async () => {
    abort.abort();
    await reading;
  };
  return { items, stop, [Symbol.asyncDispose]: stop };
}

const followFleet = ({ actor, vendorId }: Business) =>
  follow(signal => app.services.realtime.vendorLocations(actor, { vendorId, signal }));
const followWork = ({ actor, driverId }: Courier) =>
  follow(signal => app.services.realtime.driver(actor, { driverId, signal }));

const ofDrivers = (frames: readonly (readonly LiveMessage[])[]) =>
  frames.flat().filter(message => message.type === "driver_presence");
const lastOf = (frames: readonly (readonly LiveMessage[])[], { driverId }: Courier) =>
  ofDrivers(frames).findLast(message => message.driverId === driverId);
const watchersIn = (frames: readonly (readonly LiveMessage[])[]) =>
  frames.flat().flatMap(message => (message.type === "order_watched" ? [message.watchers] : []));

const report = (driver: Courier) =>
  app.services.locations.report(driver.actor, {
    points: [{ ...PLACES.pharmacy, timestamp: app.time.clock.now().toISOString() }].map(
      ({ address: _address, ...point }) => point,
    ),
  });

describe("a driver's phone", () => {
  test("is up while his application follows his work, and down at once when it does not", async () => {
    const vendor = await people.aVendor();
    const driver = await people.aDriver(vendor);
    await using fleet = followFleet(vendor);
    await waitFor("the first frame", () => lastOf(fleet.items, driver)?.isConnected === false);
    expect(lastOf(fleet.items, driver)?.lastSeenAt).toBeNull();

    const [phone, tablet] = [followWork(driver), followWork(driver)];
    await waitFor("the phone to be up", () => lastOf(fleet.items, driver)?.isConnected);
    const cameAt = app.time.clock.now().toISOString();
    expect(lastOf(fleet.items, driver)?.lastSeenAt).toBe(cameAt);
    await tablet.stop();
    app.time.advance(60_000);
    await phone.stop();
    const wentAt = app.time.clock.now().toISOString();
    await waitFor("the phone to be down, and when", () => {
      const told = lastOf(fleet.items, driver);
      return told?.isConnected === false && told.lastSeenAt === wentAt;
    });
    expect((await app.platform.presence.at(vendor.vendorId)).places.size).toBe(0);
  });

  test("is told of to whoever opens the board later, and to no other business", async () => {
    const [vendor, stranger] = [await people.aVendor(), await people.aVendor()];
    const driver = await people.aDriver(vendor);
    await using _phone = followWork(driver);
    await waitFor(
      "the phone to be up",
      async () => (await app.platform.presence.at(vendor.vendorId)).places.size === 1,
    );
    await using elsewhere = followFleet(stranger);
    await using fleet = followFleet(vendor);
    await waitFor("both boards", () => fleet.items.length > 0 && elsewhere.items.length > 0);
    expect(lastOf(fleet.items, driver)).toMatchObject({ isConnected: true, isSilent: false });
    expect(ofDrivers(elsewhere.items)).toEqual([]);
  });

  test("is not up because somebody of the business follows the driver", async () => {
    const vendor = await people.aVendor();
    const { driverId } = await people.aDriver(vendor);
    await using watching = follow(signal => app.services.realtime.driver(vendor.actor, { driverId, signal }));
    await waitFor("the stream to begin", () => watching.items.length > 0);
    expect((await app.platform.presence.at(vendor.vendorId)).places.size).toBe(0);
  });

  test("that falls silent is told of without anybody asking, and when it is heard again", async () => {
    const vendor = await people.aVendor();
    const driver = await people.aDriver(vendor);
    await report(driver);
    const heardAt = app.time.clock.now().toISOString();
    await using fleet = followFleet(vendor);
    await waitFor("the first frame", () => lastOf(fleet.items, driver)?.isSilent === false);
    app.time.advance(180_001);
    await app.tellSilences();
    await waitFor("the silence", () => lastOf(fleet.items, driver)?.isSilent);
    expect(lastOf(fleet.items, driver)).toMatchObject({ lastLocationUpdate: heardAt, lastSeenAt: heardAt });
    const told = ofDrivers(fleet.items).length;
    await app.tellSilences();
    await report(driver);
    await app.tellSilences();
    await waitFor("the return", () => lastOf(fleet.items, driver)?.isSilent === false);
    expect(ofDrivers(fleet.items).length).toBe(told + 1);
  });
});

describe("an order's tracking page", () => {
  test("shows the business how many have it open, and neither the driver nor other businesses", async () => {
    const [vendor, stranger] = [await people.aVendor(), await people.aVendor()];
    const driver = await people.aDriver(vendor);
    const order = await people.anAssignedOrder(vendor, driver);
    const token = TrackingToken.parse(order.trackingToken);
    await using fleet = followFleet(vendor);
    await using elsewhere = followFleet(stranger);
    await using own = follow(signal =>
      app.services.realtime.driverLocations(driver.actor, { driverId: driver.driverId, signal }),
    );
    await using followed = follow(signal =>
      app.services.realtime.orderLocations(driver.actor, { orderId: order.id, signal }),
    );
    await waitFor("all to listen", () =>
      [fleet, elsewhere, own, followed].every(({ items }) => items.length > 0),
    );

    const pages = [1, 2].map(() =>
      follow(signal => app.services.tracking.watch({ call: callOf(aRequest()), token, signal })),
    );
    await waitFor("both pages", () => watchersIn(fleet.items).at(-1) === 2);
    await using later = followFleet(vendor);
    await waitFor("a later board", () => watchersIn(later.items).at(-1) === 2);
    for (const page of pages) await page.stop();
    await waitFor("nobody", () => watchersIn(fleet.items).at(-1) === 0);
    for (const { items } of [elsewhere, own, followed]) {
      expect(watchersIn(items)).toEqual([]);
      expect(ofDrivers(items)).toEqual([]);
    }
  });
});
