import { afterAll, beforeAll, expect, test } from "bun:test";
import { MongoClient } from "mongodb";
import { createLocationsRepo, createLocationsService } from "../../../src/server/features/locations/index.ts";
import type { LocationEventDoc } from "../../../src/server/features/locations/locations.repo.ts";
import { connectMongo } from "../../../src/server/platform/mongo/connect.ts";
import { vendorRoom } from "../../../src/shared/events.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { type Courier, createPeople, PLACES } from "../../support/people.ts";

let app: TestApp;
let people: ReturnType<typeof createPeople>;
beforeAll(async () => {
  app = await createTestApp("locations");
  people = createPeople(app);
});
afterAll(() => app[Symbol.asyncDispose]());

const stored = () => app.db.collection<LocationEventDoc>("locationEvents");

/** A fix `secondsAgo`, `meters` east of the pharmacy. */
const aFix = (secondsAgo = 0, meters = 0) => ({
  latitude: PLACES.pharmacy.latitude,
  longitude: PLACES.pharmacy.longitude + meters / 55_400,
  timestamp: new Date(app.time.clock.now().getTime() - secondsAgo * 1_000).toISOString(),
});

async function aCourier(): Promise<Courier> {
  return people.aDriver(await people.aVendor());
}

test("a report is stored, kept as the last position and answered with what was accepted", async () => {
  const driver = await aCourier();
  const { locations, drivers } = app.services;
  const fix = { ...aFix(), speed: 18.5, heading: 271, accuracy: 8 };
  const answer = await locations.report(driver.actor, { points: [aFix(20), fix, aFix(10)] });
  expect(answer).toEqual({ accepted: 3, quality: "good" });
  expect(await stored().countDocuments({ driverId: driver.driverId })).toBe(3);
  const view = await drivers.get(driver.actor, { driverId: driver.driverId });
  expect(view.location).toEqual(fix);
  expect(view.lastLocationUpdate).toBe(app.time.clock.now().toISOString());
});

test("an answered report is durable: a majority has it, whoever reads", async () => {
  const driver = await aCourier();
  await app.services.locations.report(driver.actor, { points: [aFix()] });
  await using other = await connectMongo({ url: urlOf(app.client) });
  const found = await other.client
    .db(app.db.databaseName)
    .collection("locationEvents")
    .countDocuments({ driverId: driver.driverId }, { readConcern: { level: "majority" } });
  expect(found).toBe(1);
});

const urlOf = (client: MongoClient) => `mongodb://${client.options.hosts.join(",")}/`;

test("a repeated, overlapping and reordered report changes nothing more", async () => {
  const driver = await aCourier();
  const { locations, drivers } = app.services;
  const [old, middle, last] = [aFix(60), aFix(30), aFix()];
  await locations.report(driver.actor, { points: [middle, last] });
  expect(await locations.report(driver.actor, { points: [middle, last] })).toMatchObject({ accepted: 2 });
  expect(await locations.report(driver.actor, { points: [last, old, last] })).toMatchObject({ accepted: 3 });
  const trail = await stored().find({ driverId: driver.driverId }).sort({ timestamp: 1 }).toArray();
  expect(trail.map(({ timestamp }) => timestamp.toISOString())).toEqual([
    old.timestamp,
    middle.timestamp,
    last.timestamp,
  ]);
  const view = await drivers.get(driver.actor, { driverId: driver.driverId });
  expect(view.location?.timestamp).toBe(last.timestamp);
});

test("reports that come together share a write", async () => {
  const vendor = await people.aVendor();
  const drivers = await Promise.all([1, 2, 3, 4, 5].map(() => people.aDriver(vendor)));
  const inserts: string[] = [];
  await using watched = countingService(inserts);
  const reports = drivers.flatMap((driver, index) =>
    Array.from({ length: 10 }, (_, at) => ({ driver, fix: aFix(100 + index + at * 10) })),
  );
  await Promise.all(
    reports.map(({ driver, fix }) => watched.locations.report(driver.actor, { points: [fix] })),
  );
  expect(await stored().countDocuments({ driverId: { $in: drivers.map(({ driverId }) => driverId) } })).toBe(
    50,
  );
  expect(inserts.length).toBeLessThanOrEqual(2);
});

const NOTHING_KNOWN = { version: null, until: null, believed: null, doubt: null };

/** The locations service on a connection whose inserts are counted. */
function countingService(inserts: string[]) {
  const client = new MongoClient(urlOf(app.client), {
    monitorCommands: true,
    writeConcern: { w: "majority" },
  });
  client.on("commandStarted", ({ commandName }) => {
    if (commandName === "insert") inserts.push(commandName);
  });
  const locations = createLocationsService({
    ...app.platform,
    repo: createLocationsRepo(client.db(app.db.databaseName)),
    serviceArea: app.platform.maps.serviceArea,
    trackedAmong: async driverIds =>
      driverIds.map(driverId => ({ driverId, vehicleType: "car", ...NOTHING_KNOWN })),
    keepTracks: async () => [],
    carryingOrdersOf: async () => new Map(),
    requireDriver: async () => {},
  });
  return { locations, [Symbol.asyncDispose]: () => client.close() };
}

test("points outside the map, of tomorrow or of last week are refused, and none of their report is stored", async () => {
  const driver = await aCourier();
  const api = app.as(driver.actor);
  const good = aFix();
  const refused: [point: object, code: string][] = [
    [{ ...good, latitude: 0, longitude: 0 }, "OUTSIDE_SERVICE_AREA"],
    [{ ...good, latitude: good.longitude, longitude: good.latitude }, "OUTSIDE_SERVICE_AREA"],
    [{ ...good, latitude: 48.85, longitude: 2.35 }, "OUTSIDE_SERVICE_AREA"],
    [{ ...good, latitude: 91 }, "INVALID_INPUT"],
    [{ ...good, latitude: Number.NaN }, "INVALID_INPUT"],
    [{ ...good, timestamp: "yesterday" }, "INVALID_INPUT"],
    [aFix(-301), "INVALID_INPUT"],
    [aFix(24 * 3_600 + 1), "INVALID_INPUT"],
    [{ ...good, speed: -1 }, "INVALID_INPUT"],
    [{ ...good, altitude: 3 }, "INVALID_INPUT"],
  ];
  for (const [point, code] of refused) {
    const call = api.drivers.reportLocation({ points: [good, point] as never });
    expect(await call.then(() => null, codeOf)).toBe(code);
  }
  expect(await stored().countDocuments({ driverId: driver.driverId })).toBe(0);
  expect(await api.drivers.reportLocation({ points: [aFix(-299), aFix(24 * 3_600 - 1)] })).toMatchObject({
    accepted: 2,
  });
});

/** The catalogue's code of a refusal by the caller factory: a domain error, or zod's. */
const codeOf = (error: { cause?: { code?: string; name?: string } }) =>
  error.cause?.name === "ZodError" || error.cause?.name === "$ZodError" ? "INVALID_INPUT" : error.cause?.code;

test("a point keeps the order that the driver has in hand, and no other", async () => {
  const vendor = await people.aVendor();
  const driver = await people.aDriver(vendor);
  const mine = await people.anAssignedOrder(vendor, driver);
  const other = await people.anOrder(vendor, vendor.vendorId);
  await app.services.locations.report(driver.actor, {
    points: [{ ...aFix(3), orderId: mine.id }, { ...aFix(2), orderId: other.id }, aFix(1)],
  });
  const trail = await app.services.locations.trail(driver.actor, {
    driverId: driver.driverId,
    from: aFix(60).timestamp,
    to: aFix().timestamp,
    limit: 100,
  });
  expect(trail.map(({ orderId }) => orderId)).toEqual([mine.id, null, null]);
});

test("a trail runs by device time and is the business of the driver, his vendor and administrators", async () => {
  const vendor = await people.aVendor();
  const driver = await people.aDriver(vendor);
  const stranger = await people.aVendor();
  const { locations } = app.services;
  const fixes = [aFix(40), aFix(30), aFix(20), aFix(10)];
  await locations.report(driver.actor, { points: fixes.toReversed() });
  const span = { driverId: driver.driverId, from: aFix(30).timestamp, to: aFix().timestamp, limit: 2 };
  for (const { actor } of [driver, vendor]) {
    const trail = await locations.trail(actor, span);
    expect(trail.map(({ timestamp }) => timestamp)).toEqual(
      fixes.slice(1, 3).map(({ timestamp }) => timestamp),
    );
  }
  await expect(locations.trail(stranger.actor, span)).rejects.toMatchObject({ code: "DRIVER_NOT_FOUND" });
});

test("the distance of a trail is that of the fixes that can be trusted", async () => {
  const driver = await aCourier();
  const { locations } = app.services;
  const [from, to] = [new Date(aFix(100).timestamp), app.time.clock.now()];
  expect(await locations.trailDistanceKm(driver.driverId, from, to)).toBeNull();
  await locations.report(driver.actor, {
    points: [
      aFix(90, 0),
      { ...aFix(85, 600), accuracy: 50 },
      { ...aFix(70, 150), accuracy: 400 },
      aFix(60, 300),
      aFix(30, 600),
    ],
  });
  expect(await locations.trailDistanceKm(driver.driverId, from, to)).toBeCloseTo(0.6, 2);
});

test("the collection is indexed for trails, for places and for forgetting after thirty days", async () => {
  const indexes = await stored().indexes();
  const keys = indexes.map(({ key }) => key);
  expect(keys).toContainEqual({ driverId: 1, timestamp: 1 });
  expect(keys).toContainEqual({ location: "2dsphere" });
  expect(indexes.find(({ expireAfterSeconds }) => expireAfterSeconds)?.expireAfterSeconds).toBe(30 * 86_400);
});

test.each(["offline", "on_break"] as const)(
  "a driver who is %s is followed by nobody, though his phone reports",
  async status => {
    const vendor = await people.aVendor();
    const driver = await people.aDriver(vendor);
    const { driverId } = driver;
    await driver.api.drivers.reportLocation({ points: [aFix(60)] });
    await driver.api.drivers.setStatus({ status });
    const heard: unknown[] = [];
    const { vendorId } = vendor;
    const where = { vendorId, room: vendorRoom(vendorId) };
    const stop = app.platform.liveBus.listen(where, posts => heard.push(posts));
    await driver.api.drivers.reportLocation({ points: [aFix(0, 50)] });
    stop();
    expect(heard).toEqual([]);
    expect(await stored().countDocuments({ driverId })).toBe(1);
    expect((await vendor.api.drivers.get({ driverId })).location?.timestamp).toBe(aFix(60).timestamp);
    await driver.api.drivers.setStatus({ status: "available" });
    await driver.api.drivers.reportLocation({ points: [aFix(0, 100)] });
    expect(await stored().countDocuments({ driverId })).toBe(2);
  },
);

test("who keeps positions hears of them before those who watch, so that nobody falls between the two", async () => {
  const vendor = await people.aVendor();
  const driver = await people.aDriver(vendor);
  const { vendorId } = vendor;
  const order: string[] = [];
  const stops = [
    app.platform.liveBus.listen({ vendorId, room: vendorRoom(vendorId) }, () => order.push("watched")),
    app.services.locations.onPositions(() => order.push("kept")),
  ];
  await driver.api.drivers.reportLocation({ points: [aFix(60)] });
  for (const stop of stops) stop();
  expect(order).toEqual(["kept", "watched"]);
});
