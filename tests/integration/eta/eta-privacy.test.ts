import { afterAll, beforeAll, expect, test } from "bun:test";
import type { EtaLogDoc } from "../../../src/server/features/eta/index.ts";
import { demoCityMaps } from "../../support/demo-city.ts";
import { createPaidMap } from "../../support/eta-drives.ts";
import { whereIs } from "../../support/whole-database.ts";
import { createPrivacyWorld, delivered, type PrivacyWorld, XENIA } from "../privacy/privacy-world.ts";

let world: PrivacyWorld;
let embedded: Awaited<ReturnType<typeof demoCityMaps>>;
beforeAll(async () => {
  embedded = await demoCityMaps();
  const maps = { ...embedded, ...createPaidMap(() => 0) };
  world = await createPrivacyWorld("eta_privacy", { maps });
}, 20_000);
afterAll(async () => {
  await world.app[Symbol.asyncDispose]();
  await embedded[Symbol.asyncDispose]();
});

const HERS = { ...XENIA, door: "Fabianinkatu 29" };
const everywhere = () => whereIs(HERS, { db: world.app.db, storage: world.app.platform.storage });
const rows = () => world.app.db.collection<EtaLogDoc>("etaLog").find().toArray();

test("the way to somebody's door is kept while he who brings it is on it, and not a moment longer", async () => {
  const { app, people, vendor, driver } = world;
  const order = await people.anAssignedOrder(vendor, driver);
  const her = await people.anOrder(vendor, vendor.vendorId, {
    delivery: { address: XENIA.address, latitude: 60.1693, longitude: Number(XENIA.longitude) },
  });
  await vendor.api.orders.accept({ orderId: her.id });
  const { assignmentId } = await vendor.api.orders.assign({ orderId: her.id, driverId: driver.driverId });
  await driver.api.assignments.accept({ assignmentId: assignmentId as never });
  app.time.advance(1_000);
  const timestamp = app.time.clock.now().toISOString();
  await driver.api.drivers.reportLocation({ points: [{ latitude: 60.1672, longitude: 24.9372, timestamp }] });
  await app.eta.settled();
  expect((await everywhere()).join()).toContain("driverWays.legs");
  for (const orderId of [order.id, her.id]) {
    await driver.api.orders.pickUp({ orderId });
    await driver.api.orders.startDelivery({ orderId });
    for (const kind of ["photo", "signature"] as const)
      await app.db
        .collection<{ _id: string }>("orders")
        .updateOne(
          { _id: orderId },
          { $set: { [kind === "photo" ? "proofPhotoUrl" : "signatureUrl"]: "/x" } },
        );
    await driver.api.orders.deliver({ orderId });
    await app.eta.settled();
  }
  expect((await everywhere()).filter(where => where.startsWith("driverWays"))).toEqual([]);
});

test("no estimate tells of a person: not while it is kept, nor after she is erased", async () => {
  const { app, vendor, admin, driver } = world;
  await delivered(world, vendor);
  await app.eta.settled();
  const logged = await rows();
  expect(logged.length).toBeGreaterThan(0);
  const found = (await everywhere()).filter(where => /^(etaLog|driverWays)/.test(where));
  expect(found).toEqual([]);
  const his = { id: driver.driverId, account: driver.actor.userId, name: driver.actor.fullName };
  const ofHim = await whereIs(his, { db: app.db, storage: app.platform.storage });
  expect(ofHim.filter(where => where.startsWith("etaLog"))).toEqual([]);
  // Which order, which business, when, how far in four bands: and no more.
  expect(Object.keys(logged[0] ?? {}).toSorted()).toEqual([
    "_id",
    "approximate",
    "at",
    "band",
    "drivingSeconds",
    "foretoldSeconds",
    "hour",
    "kind",
    "orderId",
    "outcomeAt",
    "p10",
    "p50",
    "p90",
    "ratio",
    "vendorId",
  ]);
  await admin.api.privacy.erase({ phone: XENIA.phone, reason: "She asked for it in writing" });
  const left = await everywhere();
  expect(left.filter(where => !where.startsWith("orders") && !where.startsWith("events"))).toEqual([]);
  // Reports count what was foretold as before.
  expect((await rows()).length).toBe(logged.length);
});

test("whoever is erased meanwhile is erased there too: the recipient, and the driver", async () => {
  const { app, people, vendor, admin } = world;
  const driver = await people.aDriver(vendor);
  const orderId = await delivered({ ...world, driver }, vendor);
  await app.eta.settled();
  const ways = app.db.collection<{ _id: string; legs: object[]; updatedAt: Date }>("driverWays");
  const updatedAt = app.time.clock.now();
  const point = { latitude: 60.1693, longitude: Number(XENIA.longitude) };
  const leg = { from: point, to: point };
  await ways.insertMany([
    { _id: "to her", legs: [{ ...leg, orderId, fromOrderId: null }], updatedAt },
    { _id: "from her", legs: [{ ...leg, orderId: "another", fromOrderId: orderId }], updatedAt },
    { _id: driver.driverId, legs: [], updatedAt },
  ]);
  await admin.api.privacy.erase({ phone: XENIA.phone, reason: "She asked for it in writing" });
  expect((await ways.find().toArray()).map(({ _id }) => _id)).toEqual([driver.driverId]);
  await admin.api.privacy.erase({ userId: driver.actor.userId, reason: "He has left" });
  expect(await ways.countDocuments()).toBe(0);
});

test("estimates go after 90 days and ways after an hour, by the database", async () => {
  const { db } = world.app;
  const expiry = async (name: string) =>
    (await db.collection(name).indexes()).flatMap(index => index.expireAfterSeconds ?? []);
  expect(await expiry("etaLog")).toEqual([90 * 86_400]);
  expect(await expiry("driverWays")).toEqual([3_600]);
});
