import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { TrackingToken } from "../../src/shared/ids.ts";
import type { OrderView } from "../../src/shared/orders/order.schema.ts";
import { isWhole } from "../../src/shared/orders/whole.ts";
import { createTestApp, type TestApp } from "../support/harness.ts";
import { type Business, type Courier, createPeople, PASSWORD, type Person } from "../support/people.ts";
import { tally } from "../support/tally.ts";
import { waitFor } from "../support/wait-for.ts";

/*
 * Every field that leaves the server, by name. A new one fails here until somebody has decided who may see it.
 */

const ORDER = `actualDistanceKm acceptedAt assignment assignmentId attention can cancelReason cancelledAt createdAt
  currency customerName customerPhone deliveredAt delivery deliveryFeeCents driver driverAssignedAt driverId
  estimatedDeliveryTime estimatedDistanceKm eta id items notes orderNumber outForDeliveryAt pickedUpAt pickup
  promisedAt proofPhotoUrl proofPolicy redactedAt signatureUrl status trackingLink trackingToken updatedAt vendorId vendorName vendorPhone version`;
const DRIVER_OF_ORDER = "fullName id phone vehicleType";
const ASSIGNMENT_OF_ORDER = "assignedAt driverId driverName expiresAt id status";
const ASSIGNMENT = `${ASSIGNMENT_OF_ORDER} acceptedAt completedAt declinedAt orderId vendorId`;
const DRIVER = `activeOrders can createdAt email fullName id isActive isSilent lastLocationUpdate licenseNumber location
  phone status totalDeliveries totalEarningsCents userId vehicleNumber vehicleType vendorId`;
const VENDOR_CARD = "address businessName id isActive phone pricing";
const VENDOR = `${VENDOR_CARD} can createdAt email isWaiting proofPolicy userId`;
const TRACKING = `createdAt deliveredAt deliveryArea deliveryStreet driver eta orderNumber position positionMissing
  promisedAt status thread vendorName vendorPhone`;
const USER = "createdAt email emailVerifiedAt fullName id isActive phone role";
const SESSION = "createdAt current expiresAt id ip lastUsedAt userAgent";
const PROOF_OF_STREET = "00100";

const names = (list: string): string[] => list.split(/\s+/).toSorted();
const keysOf = (value: object | null): string[] => Object.keys(value ?? {}).toSorted();

let app: TestApp;
let vendor: Business;
let driver: Courier;
let customer: Person;
let admin: Person;
/** The order in each stage of its life, as each of the four sees it, and what its link shows. */
const stages: Record<string, Partial<Record<Reader, OrderView>>> = {};
const tracked: Record<string, unknown> = {};
type Reader = "customer" | "vendor" | "driver" | "admin";
let readers: Record<Reader, Person>;
let orderId: OrderView["id"];

/** Reads until nothing changed meanwhile: estimates come a moment after the command that asks for them. */
async function record(stage: string, { hasEta = false } = {}): Promise<void> {
  stages[stage] = await waitFor(`the views of an order that is ${stage}`, async () => {
    const before = await admin.api.orders.get({ orderId });
    const views: Partial<Record<Reader, OrderView>> = {};
    for (const [name, { api }] of Object.entries(readers)) {
      const view = await api.orders.get({ orderId }).catch(() => undefined);
      if (view && isWhole(view)) views[name as Reader] = view;
    }
    const isSettled = Bun.deepEquals(before, await admin.api.orders.get({ orderId }));
    return isSettled && (before.eta !== null) === hasEta && views;
  });
  const token = TrackingToken.parse(stages[stage].admin?.trackingToken);
  tracked[stage] = await app.as(null).tracking.get({ token });
}

async function reportPosition(): Promise<void> {
  const timestamp = app.time.clock.now().toISOString();
  await driver.api.drivers.reportLocation({ points: [{ latitude: 60.169, longitude: 24.943, timestamp }] });
}

beforeAll(async () => {
  app = await createTestApp("views");
  const people = createPeople(app);
  vendor = await people.aVendor();
  driver = await people.aDriver(vendor);
  customer = await people.aUser();
  admin = await people.anAdmin();
  readers = { customer, vendor, driver, admin };
  const order = await people.anOrder(customer, vendor.vendorId, { notes: "Second door" });
  orderId = order.id;
  await record("new");
  await vendor.api.orders.accept({ orderId });
  const { assignmentId } = await vendor.api.orders.assign({ orderId, driverId: driver.driverId });
  await record("offered");
  if (!assignmentId) throw new Error("not offered");
  await driver.api.assignments.accept({ assignmentId });
  await reportPosition();
  await record("assigned", { hasEta: true });
  await driver.api.orders.pickUp({ orderId });
  await driver.api.orders.startDelivery({ orderId });
  await record("on the way", { hasEta: true });
  await driver.api.orders.deliver({ orderId });
  await record("delivered");
}, 30_000);
afterAll(() => app[Symbol.asyncDispose]());

/** What each reader is not told of an order that the administrator is told. The customer never meets the offer. */
const HIDDEN: Record<Exclude<Reader, "admin">, Partial<Record<string, string>>> = {
  customer: {
    new: "attention",
    offered: "assignment assignmentId",
    assigned: "assignment assignmentId",
    "on the way": "assignment assignmentId",
    delivered: "assignment assignmentId",
  },
  vendor: { new: "", offered: "", assigned: "", "on the way": "", delivered: "" },
  driver: {
    offered: "customerPhone trackingLink trackingToken",
    assigned: "trackingLink trackingToken",
    "on the way": "trackingLink trackingToken",
    delivered: "customerPhone trackingLink trackingToken",
  },
};
/** What differs from reader to reader without being hidden: see the tests below. */
const PERSONAL = ["can", "driver"];

describe("an order", () => {
  for (const stage of ["new", "offered", "assigned", "on the way", "delivered"]) {
    for (const reader of ["customer", "vendor", "driver"] as const) {
      const hidden = HIDDEN[reader][stage];
      test(`that is ${stage} shows the ${reader} ${hidden === undefined ? "nothing" : "his fields alone"}`, () => {
        const seen = stages[stage]?.[reader];
        const all = stages[stage]?.admin;
        if (hidden === undefined || !seen || !all) return expect(seen).toBeUndefined();
        expect(keysOf(seen)).toEqual(names(ORDER));
        const differing = Object.entries(all).filter(
          ([key, value]) => !Bun.deepEquals(value, seen[key as keyof OrderView]) && !PERSONAL.includes(key),
        );
        expect(differing.map(([key]) => key).toSorted()).toEqual(hidden === "" ? [] : names(hidden));
        for (const [key] of differing) expect(seen[key as keyof OrderView]).toBeNull();
        tally("field-view cells", keysOf(seen).length);
      });
    }
  }

  test("shows of its driver no phone but to those who run it, and no surname to the customer", () => {
    const seen = (reader: Reader) => stages["on the way"]?.[reader]?.driver;
    for (const reader of ["customer", "vendor", "driver", "admin"] as const)
      expect(keysOf(seen(reader) ?? null)).toEqual(names(DRIVER_OF_ORDER));
    expect(seen("customer")).toMatchObject({ fullName: "Ilmo", phone: null });
    expect(seen("driver")).toMatchObject({ phone: null });
    expect(seen("vendor")?.phone).toBe(seen("admin")?.phone as string);
    expect(keysOf(stages.assigned?.vendor?.assignment ?? null)).toEqual(names(ASSIGNMENT_OF_ORDER));
  });

  test("names no colleague to a driver: who else was asked is between them and the business", async () => {
    const people = createPeople(app);
    const colleague = await people.aDriver(vendor);
    const { id } = await people.anOrder(customer, vendor.vendorId);
    await vendor.api.orders.accept({ orderId: id });
    const first = await vendor.api.orders.assign({ orderId: id, driverId: colleague.driverId });
    if (!first.assignmentId) throw new Error("not offered");
    await colleague.api.assignments.decline({ assignmentId: first.assignmentId });
    await vendor.api.orders.assign({ orderId: id, driverId: driver.driverId });
    const { fullName } = await colleague.api.drivers.me();
    expect(JSON.stringify(await vendor.api.orders.timeline({ orderId: id }))).toContain(fullName);
    for (const reader of [driver, customer])
      expect(JSON.stringify(await reader.api.orders.timeline({ orderId: id }))).not.toContain(fullName);
    const { fullName: own } = await driver.api.drivers.me();
    expect(JSON.stringify(await driver.api.orders.timeline({ orderId: id }))).toContain(own);
    await vendor.api.orders.cancel({ orderId: id, reason: "tested" });
  });
});

describe("a tracking link", () => {
  for (const stage of ["new", "offered", "assigned", "on the way", "delivered"]) {
    test(`of an order that is ${stage} tells nothing private`, () => {
      const view = tracked[stage] as object;
      expect(keysOf(view)).toEqual(names(TRACKING));
      const text = JSON.stringify(view);
      const secrets = [
        ...[orderId, vendor.vendorId, driver.driverId, driver.actor.userId, customer.actor.userId],
        ...["Laine", "Driver", "Insulin", "Second door", "765 4321", "40 123", PROOF_OF_STREET, "21"],
      ];
      const withoutTimes = text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z|ORD-\d+|\d+\.\d+/g, "");
      for (const secret of secrets) expect(withoutTimes).not.toContain(secret);
      tally("field-view cells", keysOf(view).length);
    });
  }
  test("shows the courier's first name and vehicle while he carries, and the position from pickup on", () => {
    expect(tracked.offered).toMatchObject({ driver: null, position: null, eta: null });
    expect(tracked.assigned).toMatchObject({ driver: { firstName: "Ilmo" }, position: null });
    const { driver: courier, position } = tracked["on the way"] as Record<string, object>;
    expect(keysOf(courier ?? null)).toEqual(["firstName", "vehicleType"]);
    expect(keysOf(position ?? null)).toEqual(["heading", "latitude", "longitude", "timestamp"]);
    expect(tracked.delivered).toMatchObject({ position: null, eta: null, positionMissing: "closed" });
  });
});

describe("everything else that leaves the server", () => {
  test("is a driver, the same to himself as to those who employ him", async () => {
    const { driverId } = driver;
    const views = await Promise.all([
      driver.api.drivers.me(),
      vendor.api.drivers.get({ driverId }),
      admin.api.drivers.get({ driverId }),
    ]);
    for (const view of views) {
      expect(keysOf(view)).toEqual(names(DRIVER));
      expect(keysOf(view.location)).toEqual(names("accuracy heading latitude longitude speed timestamp"));
    }
  });

  test("is a business: its card to customers and drivers, the whole to itself and the administrator", async () => {
    const { vendorId } = vendor;
    for (const { api } of [customer, driver])
      expect(keysOf(await api.vendors.get({ vendorId }))).toEqual(names(VENDOR_CARD));
    for (const { api } of [vendor, admin])
      expect(keysOf(await api.vendors.get({ vendorId }))).toEqual(names(VENDOR));
  });

  test("is an assignment, an account, a session", async () => {
    const { items } = await driver.api.assignments.history({});
    expect(keysOf(items[0] ?? null)).toEqual(names(ASSIGNMENT));
    expect(keysOf(await customer.api.auth.me())).toEqual(
      names(`${USER} driverId memberRole vendorId mustEnrolSecondFactor`),
    );
    const account = await admin.api.users.get({ userId: customer.actor.userId });
    expect(keysOf(account)).toEqual(names(`${USER} can`));
    const [session] = await customer.api.auth.sessions();
    expect(keysOf(session ?? null)).toEqual(names(SESSION));
    const credentials = await app.as(null).auth.login({ email: customer.email, password: PASSWORD });
    expect(keysOf(credentials)).toEqual(names("accessToken expiresAt user"));
  });
});
