import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { PERSONAL_DATA } from "../../../src/server/features/privacy/index.ts";
import { createServices } from "../../../src/server/services.ts";
import { verifyCustody } from "../../../src/shared/custody/verify-custody.ts";
import { type OrderId, ProofId } from "../../../src/shared/ids.ts";
import { isWhole } from "../../../src/shared/orders/whole.ts";
import { whereIs } from "../../support/whole-database.ts";
import {
  cancelled,
  createPrivacyWorld,
  delivered,
  type PrivacyWorld,
  placed,
  XENIA,
} from "./privacy-world.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

let world: PrivacyWorld;
beforeAll(async () => {
  world = await createPrivacyWorld("retention");
});
afterAll(() => world.app[Symbol.asyncDispose]());

const days = (count: number) => world.app.time.advance(count * DAY_MS);
const proofsOf = (orderId: OrderId) =>
  world.app.db.collection<{ _id: string; orderId: string }>("proofs").find({ orderId }).toArray();
const files = async () => (await Array.fromAsync(world.app.platform.storage.list())).map(({ key }) => key);
const isRedacted = async (orderId: OrderId) => !isWhole(await world.vendor.api.orders.get({ orderId }));

beforeEach(async () => {
  // Housekeeping rests for an hour when nothing is left to do, and drivers sign in again after so long.
  days(100);
  await world.app.retention.keep();
  world.app.time.advance(HOUR_MS);
  await world.driver.api.drivers.setStatus({ status: "available" }).catch(() => {});
});

describe("after ORDER_RETENTION_DAYS", () => {
  test("nothing of the recipient is left anywhere: no field of any collection, no file", async () => {
    const { app, vendor } = world;
    const texts = { ...XENIA, door: "Fabianinkatu 29", code: "QX-7351" };
    const orderIds = [await delivered(world, vendor), await cancelled(world, vendor)];
    const before = await whereIs(texts, { db: app.db, storage: app.platform.storage });
    expect(before).toContain("orders.customerName: name");
    expect(before).toContain("events.custody.opened.notes.value: notes");
    expect(await files()).toHaveLength(2);

    days(90);
    await app.retention.keep();
    expect(await isRedacted(orderIds[0] as OrderId)).toBe(false);
    app.time.advance(HOUR_MS + 1_000);
    await app.retention.keep();
    expect(await whereIs(texts, { db: app.db, storage: app.platform.storage })).toEqual([]);
    expect(await files()).toEqual([]);
  });

  test("everybody who could read the order reads what is left of it", async () => {
    const { app, vendor, customer, driver, admin } = world;
    const orderId = await delivered(world, customer);
    const whole = await vendor.api.orders.get({ orderId });
    const [proof] = await proofsOf(orderId);
    days(91);
    await app.retention.keep();
    for (const { api } of [vendor, customer, driver, admin]) {
      const order = await api.orders.get({ orderId });
      expect(order).toMatchObject({
        orderNumber: whole.orderNumber,
        status: "delivered",
        deliveredAt: whole.deliveredAt,
        deliveryFeeCents: whole.deliveryFeeCents,
        redactedAt: app.time.clock.now().toISOString(),
        customerName: null,
        delivery: null,
        items: [],
        trackingLink: null,
        can: [],
      });
      expect(Object.keys(order).toSorted()).toEqual(Object.keys(whole).toSorted());
      expect((await api.orders.list({ limit: 1 })).items[0]?.id).toBe(orderId);
    }
    const { items } = await admin.api.orders.timeline({ orderId });
    expect(items.map(({ actor }) => actor.name)).toEqual(
      items.map(
        ({ actor }) => ({ user: "Customer", vendor: "Dispatcher", driver: "Driver" })[actor.role as "user"],
      ),
    );
    await expect(app.services.proofs.open(vendor.actor, ProofId.parse(proof?._id))).rejects.toMatchObject({
      code: "PROOF_NOT_FOUND",
    });
    const token = isWhole(whole) ? whole.trackingToken : null;
    if (!token) throw new Error("There was no link");
    await expect(app.as(null).tracking.get({ token })).rejects.toMatchObject({
      cause: { code: "TRACKING_NOT_FOUND" },
    });
    await expect(vendor.api.orders.reissueTrackingLink({ orderId })).rejects.toMatchObject({
      cause: { code: "ORDER_REDACTED" },
    });
    await expect(vendor.api.orders.update({ orderId, notes: "x" })).rejects.toMatchObject({
      cause: { code: "ILLEGAL_TRANSITION" },
    });
  });

  test("reports count it as before, and know its driver by his profile", async () => {
    const { app, vendor, driver } = world;
    const from = app.time.clock.now().toISOString();
    await delivered(world, vendor);
    const period = { vendorId: vendor.vendorId, from, to: new Date(Date.parse(from) + DAY_MS).toISOString() };
    const read = () => Promise.all([vendor.api.reports.summary(period), vendor.api.reports.drivers(period)]);
    const before = await read();
    expect(before[1]).toHaveLength(1);
    days(91);
    await app.retention.keep();
    expect(await read()).toEqual(before);
    expect(before[1][0]?.fullName).toBe(driver.actor.fullName);
    expect((await vendor.api.reports.deliveries(period)).items).toMatchObject([{ driverName: null }]);
  });

  test("its chain of custody is as intact as before, and says what was erased and when", async () => {
    const { app, vendor } = world;
    const orderId = await delivered(world, vendor);
    const whole = await vendor.api.orders.custody({ orderId });
    days(91);
    await app.retention.keep();
    const redacted = await vendor.api.orders.custody({ orderId });
    expect(redacted.events.map(({ hash, record }) => [hash, record])).toEqual(
      whole.events.map(({ hash, record }) => [hash, record]),
    );
    const { publicKeys } = app.platform.custodySigner;
    const report = await verifyCustody(JSON.parse(JSON.stringify(redacted)), publicKeys);
    expect(report.outcome).toBe("intact");
    expect(report.remarks.join()).toMatch(/erased on \d{4}-.*recipient \(1\).*vouch/);
    const proofs = await proofsOf(orderId);
    expect(proofs).toHaveLength(2);
    for (const proof of proofs)
      expect(proof).toMatchObject({ key: null, sha256: expect.any(String), erasedAt: expect.any(Date) });
  });

  test("open orders stay whole, however old they are", async () => {
    const { app, customer } = world;
    const { id: orderId } = await placed(world, customer);
    days(500);
    await app.retention.keep();
    expect(await isRedacted(orderId)).toBe(false);
    await customer.api.orders.cancel({ orderId, reason: "Forgotten" });
  });

  test("two processes at once do it once", async () => {
    const { app, vendor } = world;
    const orderIds = await Promise.all([1, 2, 3, 4].map(() => cancelled(world, vendor)));
    await using other = await createServices(app.platform);
    days(91);
    await Promise.all([app.retention.keep(), other.retention.keep()]);
    for (const orderId of orderIds) expect(await isRedacted(orderId)).toBe(true);
  });

  test("a process that dies between file and record leaves it to the next one", async () => {
    const { app, vendor } = world;
    const orderId = await delivered(world, vendor);
    const { storage } = app.platform;
    const dying = {
      ...storage,
      remove: async (key: string) => {
        await storage.remove(key);
        throw new Error("killed");
      },
    };
    await using other = await createServices({ ...app.platform, storage: dying });
    days(91);
    await expect(other.retention.keep()).rejects.toThrow("killed");
    expect(await isRedacted(orderId)).toBe(false);
    await app.retention.keep();
    expect(await isRedacted(orderId)).toBe(true);
    expect(await files()).toEqual([]);
  });
});

test("a dry run tells what the next round erases, and changes nothing", async () => {
  const { app, vendor } = world;
  await delivered(world, vendor);
  await cancelled(world, vendor);
  await app.platform.storage.put("proofs/of-nobody/a.jpg", Buffer.from("orphan"));
  days(91);
  const report = await app.retention.report();
  expect(report).toEqual({ orders: 2, lastPositions: 1, orphanFiles: 1 });
  expect(await app.retention.report()).toEqual(report);
  await app.retention.keep();
  expect(await app.retention.report()).toEqual({ orders: 0, lastPositions: 0, orphanFiles: 0 });
});

test("files without a record go after a day, not before, and those with one stay", async () => {
  const { app, vendor } = world;
  const { storage } = app.platform;
  // Time stands ahead of the file system's clock here: go back to it, as it were.
  const sinceNow = Date.now() - app.time.clock.now().getTime();
  app.time.advance(sinceNow);
  await delivered(world, vendor);
  await storage.put("proofs/of-nobody/b.jpg", Buffer.from("orphan"));
  const sweeping = async () => (await app.retention.report()).orphanFiles;
  app.time.advance(DAY_MS - HOUR_MS);
  expect(await sweeping()).toBe(0);
  app.time.advance(2 * HOUR_MS);
  expect(await sweeping()).toBe(1);
});

test("docs/privacy.md has a row for every collection that there is", async () => {
  const { app } = world;
  const collections = await app.db.listCollections({}, { nameOnly: true }).toArray();
  expect(Object.keys(PERSONAL_DATA).toSorted()).toEqual(collections.map(({ name }) => name).toSorted());
});
