import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { DriverId } from "../../../src/shared/ids.ts";
import { codeOf, refusal } from "../../support/errors.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { type Business, createPeople, PASSWORD, type People, type Person } from "../../support/people.ts";

let app: TestApp;
let people: People;
let admin: Person;
let vendor: Business;
let other: Business;

beforeAll(async () => {
  app = await createTestApp("drivers_fleet");
  people = createPeople(app);
  admin = await people.anAdmin();
  vendor = await people.aVendor();
  other = await people.aVendor();
});
afterAll(() => app[Symbol.asyncDispose]());

const MISSING = DriverId.parse("ffffffff-ffff-7fff-8fff-ffffffffffff");
let count = 0;
const details = () => ({
  fullName: "Kaisa Courier",
  phone: "+358 40 7654321",
  vehicleType: "scooter" as const,
  vehicleNumber: "ABC-123",
  email: `courier${++count}@fleet.test`,
  password: PASSWORD,
});

describe("adding a driver", () => {
  test("makes the account and the driver, off duty, in the vendor's fleet", async () => {
    const input = details();
    const made = await vendor.api.drivers.create(input);
    expect(made).toEqual({
      id: made.id,
      userId: made.userId,
      vendorId: vendor.vendorId,
      fullName: "Kaisa Courier",
      email: input.email,
      phone: "+358 40 7654321",
      vehicleType: "scooter",
      vehicleNumber: "ABC-123",
      licenseNumber: null,
      status: "offline",
      isActive: true,
      location: null,
      lastLocationUpdate: null,
      isSilent: false,
      activeOrders: 0,
      totalDeliveries: 0,
      totalEarningsCents: 0,
      createdAt: app.time.clock.now().toISOString(),
      can: ["update", "setActive"],
    });
    const driver = await people.signedIn(input.email);
    expect(driver.actor).toMatchObject({ role: "driver", driverId: made.id, vendorId: vendor.vendorId });
  });

  test("at an address that is taken makes nothing", async () => {
    const before = await app.db.collection("drivers").countDocuments();
    expect(await codeOf(vendor.api.drivers.create({ ...details(), email: vendor.email }))).toBe(
      "EMAIL_TAKEN",
    );
    expect(await app.db.collection("drivers").countDocuments()).toBe(before);
  });

  test("by an administrator needs to say whose driver it is", async () => {
    expect(await refusal(admin.api.drivers.create({ ...details(), reason: "Tested" }))).toMatchObject({
      code: "INVALID_INPUT",
      details: { issues: [{ path: "vendorId" }] },
    });
    const made = await admin.api.drivers.create({ ...details(), reason: "Tested", vendorId: other.vendorId });
    expect(made.vendorId).toBe(other.vendorId);
  });

  test("to the fleet of another vendor fails as with a missing one", async () => {
    const foreign = await refusal(vendor.api.drivers.create({ ...details(), vendorId: other.vendorId }));
    const missing = await refusal(vendor.api.drivers.create({ ...details(), vendorId: MISSING as never }));
    expect(JSON.stringify(foreign)).toBe(JSON.stringify(missing));
    expect(foreign?.code).toBe("VENDOR_NOT_FOUND");
  });
});

describe("a vendor", () => {
  test("lists its own fleet, by status and by words", async () => {
    const fleet = await people.aVendor();
    const onDuty = await people.aDriver(fleet);
    await people.aDriver(fleet, { onDuty: false });
    await fleet.api.drivers.create({ ...details(), fullName: "Findable Person" });
    expect((await fleet.api.drivers.list({})).items).toHaveLength(3);
    const available = await fleet.api.drivers.list({ status: "available" });
    expect(available.items.map(({ id, can }) => [id, can])).toEqual([
      [onDuty.driverId, ["update", "setActive", "assign"]],
    ]);
    expect((await fleet.api.drivers.list({ query: "findable" })).items).toHaveLength(1);
    expect((await fleet.api.drivers.list({ vendorId: other.vendorId })).items).toEqual([]);
  });

  test("changes a driver, whose account follows", async () => {
    const driver = await people.aDriver(vendor);
    const { driverId } = driver;
    const before = await vendor.api.drivers.get({ driverId });
    const after = await vendor.api.drivers.update({ driverId, fullName: "New Name", vehicleType: "van" });
    expect(after).toEqual({ ...before, fullName: "New Name", vehicleType: "van" });
    expect((await driver.api.auth.me()).fullName).toBe("New Name");
  });

  test("reaches no driver of another fleet: it answers, byte for byte, as a missing one", async () => {
    const { driverId } = await people.aDriver(other);
    const calls = (id: DriverId) => [
      vendor.api.drivers.get({ driverId: id }),
      vendor.api.drivers.update({ driverId: id, fullName: "Hijacked" }),
      vendor.api.drivers.setActive({ driverId: id, isActive: false }),
      vendor.api.drivers.trail({ driverId: id, from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" }),
    ];
    const foreign = await Promise.all(calls(driverId).map(refusal));
    const missing = await Promise.all(calls(MISSING).map(refusal));
    expect(JSON.stringify(foreign)).toBe(JSON.stringify(missing));
    expect(foreign.map(answer => answer?.code)).toEqual(Array(4).fill("DRIVER_NOT_FOUND"));
    expect(await other.api.drivers.get({ driverId })).toMatchObject({ isActive: true });
  });
});

describe("others", () => {
  test("a driver sees himself, and no colleague", async () => {
    const [one, two] = [await people.aDriver(vendor), await people.aDriver(vendor)];
    expect(await one.api.drivers.me()).toEqual(await one.api.drivers.get({ driverId: one.driverId }));
    expect(await codeOf(one.api.drivers.get({ driverId: two.driverId }))).toBe("DRIVER_NOT_FOUND");
    expect(await codeOf(one.api.drivers.list({}))).toBe("FORBIDDEN");
    expect(await codeOf(one.api.drivers.update({ driverId: one.driverId, fullName: "Me" }))).toBe(
      "FORBIDDEN",
    );
  });

  test("customers and strangers see no driver", async () => {
    const { driverId } = await people.aDriver(vendor);
    const customer = await people.aUser();
    expect(await codeOf(customer.api.drivers.get({ driverId }))).toBe("FORBIDDEN");
    expect(await codeOf(app.as(null).drivers.get({ driverId }))).toBe("UNAUTHENTICATED");
  });

  test("administrators see every fleet", async () => {
    const { items } = await admin.api.drivers.list({ limit: 100 });
    expect(new Set(items.map(({ vendorId }) => vendorId)).size).toBeGreaterThan(1);
    const own = await admin.api.drivers.list({ vendorId: vendor.vendorId, limit: 100 });
    expect(own.items.every(({ vendorId }) => vendorId === vendor.vendorId)).toBe(true);
  });
});
