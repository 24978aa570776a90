import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { EtaLogDoc } from "../../../src/server/features/eta/index.ts";
import type { OrderDoc } from "../../../src/server/features/orders/index.ts";
import { createServices } from "../../../src/server/services.ts";
import type { EtaUpdateMessage } from "../../../src/shared/events.ts";
import { orderRoom } from "../../../src/shared/events.ts";
import { pointOf } from "../../../src/shared/geo.ts";
import type { OrderId } from "../../../src/shared/ids.ts";
import type { LiveEta } from "../../../src/shared/orders/order.schema.ts";
import { askedOfMongo } from "../../support/asked-of-mongo.ts";
import { demoCityMaps } from "../../support/demo-city.ts";
import { createPaidMap } from "../../support/eta-drives.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { type Business, type Courier, createPeople, type People, PLACES } from "../../support/people.ts";
import { waitFor } from "../../support/wait-for.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let app: TestApp;
let people: People;
let vendor: Business;
let map: ReturnType<typeof createPaidMap>;
let embedded: Awaited<ReturnType<typeof demoCityMaps>>;

beforeAll(async () => {
  map = createPaidMap(() => 0);
  embedded = await demoCityMaps();
  app = await createTestApp("eta", { maps: { ...embedded, ...map } });
  people = createPeople(app);
}, 20_000);
beforeEach(async () => {
  vendor = await people.aVendor();
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await embedded[Symbol.asyncDispose]();
});

const period = () => {
  const now = app.time.clock.now().getTime();
  return { from: new Date(now - DAY_MS).toISOString(), to: new Date(now + DAY_MS).toISOString() };
};
const logOf = (orderId: OrderId) =>
  app.db.collection<EtaLogDoc>("etaLog").find({ orderId }).sort({ at: 1 }).toArray();

async function etaOf(orderId: OrderId) {
  await app.eta.settled();
  return (await vendor.api.orders.get({ orderId })).eta;
}
async function liveEtaOf(orderId: OrderId): Promise<LiveEta> {
  const eta = await etaOf(orderId);
  if (!eta || eta.state === "stale") throw new Error("There is no live estimate");
  return eta;
}

/** Metres east of the pharmacy, along the street that the map takes. */
async function report(driver: Courier, east: number, waitSeconds = 16): Promise<void> {
  // What the last button has caused is of the time when it was pressed.
  await app.eta.settled();
  app.time.advance(waitSeconds * 1_000);
  const { latitude, longitude } = PLACES.pharmacy;
  const timestamp = app.time.clock.now().toISOString();
  await driver.api.drivers.reportLocation({
    points: [{ latitude, longitude: longitude + east / 55_300, timestamp, accuracy: 8 }],
  });
  await app.eta.settled();
}

/** Everything that is told of an order from now on. */
function followed(orderId: OrderId) {
  const told: EtaUpdateMessage[] = [];
  const stop = app.platform.liveBus.listen(
    { vendorId: vendor.vendorId, room: orderRoom(orderId) },
    messages => {
      told.push(...messages.filter(message => message.type === "eta_update"));
    },
  );
  return { told, [Symbol.dispose]: stop };
}

test("from a position to a report: what was shown is told, logged, and compared with what happened", async () => {
  const driver = await people.aDriver(vendor);
  const { id: orderId } = await people.anAssignedOrder(vendor, driver);
  using following = followed(orderId);
  const asked = map.questions.length;

  await report(driver, 600);
  const first = await liveEtaOf(orderId);
  expect(first).toMatchObject({
    state: "on_the_way",
    nextStop: "pickup",
    stopsBefore: 0,
    approximate: false,
  });
  expect(first.pickup && first.pickup.latest < first.latest).toBe(true);
  expect(following.told.map(({ eta }) => eta)).toEqual([first]);

  await report(driver, 60, 60);
  await report(driver, 20, 60);
  expect(await etaOf(orderId)).toMatchObject({ state: "arriving", nextStop: "pickup" });
  app.time.advance(4 * MINUTE_MS);
  await driver.api.orders.pickUp({ orderId });
  await report(driver, 0);
  await driver.api.orders.startDelivery({ orderId });
  await report(driver, 120);
  expect(await etaOf(orderId)).toMatchObject({ nextStop: "delivery", pickup: null });
  await report(driver, 270);
  await report(driver, 280);
  expect(await etaOf(orderId)).toMatchObject({ state: "arriving", nextStop: "delivery" });
  app.time.advance(2 * MINUTE_MS);
  await driver.api.orders.deliver({ orderId });
  await app.eta.settled();
  expect(map.questions.length - asked).toBe(2);
  for (const [index, { eta }] of following.told.entries())
    expect(eta?.computedAt).not.toBe(following.told[index - 1]?.eta?.computedAt);

  const log = await logOf(orderId);
  const { pickedUpAt, deliveredAt } = await vendor.api.orders.get({ orderId });
  const ended = Map.groupBy(log, ({ kind }) => kind);
  expect(new Set(ended.keys())).toEqual(new Set(["pickup", "later_delivery", "delivery"]));
  for (const { kind, at, p10, p50, p90, outcomeAt, ratio, foretoldSeconds } of log) {
    expect(outcomeAt?.toISOString()).toBe(String(kind === "pickup" ? pickedUpAt : deliveredAt));
    expect(p10 <= p50 && p50 <= p90).toBe(true);
    expect(ratio).toBeCloseTo(((outcomeAt?.getTime() ?? 0) - at.getTime()) / 1_000 / foretoldSeconds, 6);
  }
  // What was shown first is what was logged first.
  expect(
    log.some(({ p10, p90 }) => p10.toISOString() === first.earliest && p90.toISOString() === first.latest),
  ).toBe(true);

  const report1 = await vendor.api.reports.etaAccuracy(period());
  expect(report1.current.shown).toBe(log.length);
  expect(report1.byKind.map(({ kind }) => kind)).toEqual(["next", "later", "pickup"]);
  const late = log.map(({ outcomeAt, p50 }) => ((outcomeAt?.getTime() ?? 0) - p50.getTime()) / MINUTE_MS);
  const bias = late.reduce((sum, one) => sum + one, 0) / late.length;
  // Each error is counted in tenths of a minute, and so is their mean.
  expect(Math.abs((report1.current.biasMinutes ?? Number.NaN) - bias)).toBeLessThanOrEqual(0.1);
  const covered = log.filter(({ p10, outcomeAt, p90 }) => outcomeAt && p10 <= outcomeAt && outcomeAt <= p90);
  expect(report1.current.coverage).toBeCloseTo(covered.length / log.length, 6);
  expect(report1.previous).toEqual({ shown: 0, biasMinutes: null, errorMinutes: null, coverage: null });
  // Another business knows nothing of it; an administrator everything.
  const other = await people.aVendor();
  expect((await other.api.reports.etaAccuracy(period())).current.shown).toBe(0);
  const all = await app.db.collection<EtaLogDoc>("etaLog").countDocuments({ outcomeAt: { $ne: null } });
  expect((await (await people.anAdmin()).api.reports.etaAccuracy(period())).current.shown).toBe(all);
});

test("whoever looks at a map is told that its ways are paid for, and what he asks is counted as a look", async () => {
  expect((await vendor.api.maps.config()).billed).toBe(true);
  await vendor.api.maps.route({ origin: pointOf(PLACES.pharmacy), destination: pointOf(PLACES.home) });
  expect(map.questions.at(-1)?.purpose).toBe("view");
});

test("parcels of one driver are expected one after the other", async () => {
  const driver = await people.aDriver(vendor);
  const near = await people.anAssignedOrder(vendor, driver);
  const { id: far } = await people.anOrder(vendor, vendor.vendorId, { delivery: PLACES.office });
  await vendor.api.orders.accept({ orderId: far });
  const { assignmentId } = await vendor.api.orders.assign({ orderId: far, driverId: driver.driverId });
  await driver.api.assignments.accept({ assignmentId: assignmentId as never });
  await report(driver, 600);
  const [one, two] = [await liveEtaOf(near.id), await liveEtaOf(far)];
  expect([one.stopsBefore, two.stopsBefore]).toEqual([0, 1]);
  expect(one.latest < two.latest).toBe(true);
  // He goes to the second one first after all.
  for (const orderId of [near.id, far]) await driver.api.orders.pickUp({ orderId });
  await driver.api.orders.startDelivery({ orderId: far });
  await app.eta.settled();
  expect((await liveEtaOf(far)).stopsBefore).toBe(0);
  expect((await liveEtaOf(near.id)).stopsBefore).toBe(1);
});

describe("a driver whose phone has fallen silent", () => {
  test("takes the time with him, and everybody is told so, and again when he is back", async () => {
    const driver = await people.aDriver(vendor);
    const { id: orderId } = await people.anAssignedOrder(vendor, driver);
    await report(driver, 600);
    const heardAt = app.time.clock.now().toISOString();
    using following = followed(orderId);
    app.time.advance(3 * MINUTE_MS + 1);
    // Whoever asks is told the truth at once; whoever listens hears it by the chore.
    const stale = { state: "stale", reason: "driver_silent", since: heardAt };
    expect(await etaOf(orderId)).toMatchObject(stale);
    expect(following.told).toEqual([]);
    await using other = await createServices(app.platform);
    await Promise.all([app.eta.tellStale(), other.eta.tellStale()]);
    await app.eta.tellStale();
    expect(following.told.map(({ eta }) => eta)).toEqual([expect.objectContaining(stale)]);
    // A button that is pressed meanwhile tells nothing of where he is.
    expect((await driver.api.orders.pickUp({ orderId })).eta).toMatchObject(stale);
    expect(await etaOf(orderId)).toMatchObject(stale);
    expect((await app.db.collection<OrderDoc>("orders").findOne({ _id: orderId }))?.eta?.state).toBe("stale");
    await report(driver, 20, 60);
    expect(await etaOf(orderId)).toMatchObject({ state: "on_the_way" });
    expect(following.told.at(-1)?.eta?.state).toBe("on_the_way");
  });

  test("has his orders read once, however long he is silent and however many there are like him", async () => {
    const drivers = await Promise.all([people.aDriver(vendor), people.aDriver(vendor)]);
    for (const driver of drivers) {
      await people.anAssignedOrder(vendor, driver);
      await report(driver, 600);
    }
    // One who never told anything is silent too, and there is no time that he could take with him.
    await people.anAssignedOrder(vendor, await people.aDriver(vendor));
    app.time.advance(3 * MINUTE_MS + 1);
    const ordersReadBy = async (work: () => Promise<void>): Promise<number> => {
      const asked = await askedOfMongo(app.client, work);
      const ofOrders = asked.filter(({ collection }) => collection === "orders");
      return ofOrders.reduce((sum, { returned }) => sum + returned, 0);
    };
    expect(await ordersReadBy(app.eta.tellStale)).toBeGreaterThanOrEqual(drivers.length);
    app.time.advance(10 * MINUTE_MS);
    expect(await ordersReadBy(app.eta.tellStale)).toBe(0);
  });
});

describe("several processes", () => {
  test("pay for one way once, and keep one of two estimates that are made at once", async () => {
    const driver = await people.aDriver(vendor);
    const { id: orderId } = await people.anAssignedOrder(vendor, driver);
    await report(driver, 600);
    const asked = map.questions.length;
    await using other = await createServices(app.platform);
    const rows = (await logOf(orderId)).length;
    app.time.advance(90_000);
    const { latitude, longitude } = PLACES.pharmacy;
    const position = {
      driverId: driver.driverId,
      point: { latitude, longitude: longitude + 590 / 55_300 },
      timestamp: app.time.clock.now(),
      accuracy: 8,
    };
    using following = followed(orderId);
    for (const process of [app, other]) process.eta.refresh([position]);
    await Promise.all([app.eta.settled(), other.eta.settled()]);
    expect(map.questions.length).toBe(asked);
    expect(following.told).toHaveLength(1);
    // The pickup and the delivery of one estimate.
    expect((await logOf(orderId)).length).toBe(rows + 2);
  });

  test("let no estimate from an earlier position take the place of one from a later", async () => {
    const driver = await people.aDriver(vendor);
    const { id: orderId } = await people.anAssignedOrder(vendor, driver);
    await report(driver, 500);
    const known = await etaOf(orderId);
    await using other = await createServices(app.platform);
    app.time.advance(60_000);
    const { latitude, longitude } = PLACES.pharmacy;
    const before = new Date(app.time.clock.now().getTime() - 70_000);
    const point = { latitude, longitude: longitude + 600 / 55_300 };
    other.eta.refresh([{ driverId: driver.driverId, point, timestamp: before, accuracy: 8 }]);
    await other.eta.settled();
    expect(await etaOf(orderId)).toEqual(known);
  });
});

test("what was foretold of a parcel that goes another way is forgotten", async () => {
  const driver = await people.aDriver(vendor);
  const { id: orderId } = await people.anAssignedOrder(vendor, driver);
  await report(driver, 600);
  expect((await logOf(orderId)).length).toBeGreaterThan(0);
  await report(driver, 500, 5);
  // Silent by now: what takes the place of the time to the old door is the reason why there is none.
  app.time.advance(4 * MINUTE_MS);
  await vendor.api.orders.update({ orderId, delivery: PLACES.office });
  await app.eta.settled();
  expect((await app.db.collection<OrderDoc>("orders").findOne({ _id: orderId }))?.eta?.state).toBe("stale");
  expect(await logOf(orderId)).toEqual([]);
  await report(driver, 550);
  expect((await logOf(orderId)).length).toBeGreaterThan(0);
  await vendor.api.orders.unassign({ orderId });
  await waitFor("all to be forgotten", async () => (await logOf(orderId)).length === 0);
  expect(await etaOf(orderId)).toBeNull();
});

test("the range learns from what happened, ten minutes after it learned last and no sooner", async () => {
  const driver = await people.aDriver(vendor);
  const { id: orderId } = await people.anAssignedOrder(vendor, driver);
  await app.eta.learn();
  await report(driver, 600);
  const minutes = async () => {
    const { latest, computedAt } = await liveEtaOf(orderId);
    return (Date.parse(latest) - Date.parse(computedAt)) / MINUTE_MS;
  };
  const before = await minutes();
  const [template] = (await logOf(orderId)).filter(({ kind }) => kind === "later_delivery");
  if (!template) throw new Error("Nothing was logged");
  await app.db.collection<EtaLogDoc>("etaLog").insertMany(
    Array.from({ length: 120 }, (_, index) => ({
      ...template,
      _id: `learned-${index}`,
      orderId: `learned-${index}` as OrderId,
      outcomeAt: app.time.clock.now(),
      ratio: 3 + index / 120,
    })),
  );
  app.time.advance(9 * MINUTE_MS);
  await app.eta.learn();
  await report(driver, 590);
  expect((await minutes()) / before).toBeLessThan(1.1);
  app.time.advance(MINUTE_MS);
  await app.eta.learn();
  await report(driver, 580);
  expect((await minutes()) / before).toBeGreaterThan(2.2);
});
