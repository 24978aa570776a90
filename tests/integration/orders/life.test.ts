import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { OrderView } from "../../../src/shared/orders/order.schema.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { type Business, type Courier, createPeople, type Person, PLACES } from "../../support/people.ts";

let app: TestApp;
let people: ReturnType<typeof createPeople>;
let vendor: Business;
let customer: Person;

beforeAll(async () => {
  app = await createTestApp("orders_life");
  people = createPeople(app);
  vendor = await people.aVendor();
  customer = await people.aUser();
}, 30_000);
afterAll(() => app[Symbol.asyncDispose]());

const seqsOf = async (orderId: OrderView["id"]) =>
  (await app.db.collection("events").find({ orderId }).sort({ seq: 1 }).toArray()).map(({ seq }) => seq);

async function carry(driver: Courier, order: OrderView): Promise<OrderView> {
  const { orders } = app.services;
  await orders.pickUp(driver.actor, { orderId: order.id });
  await orders.startDelivery(driver.actor, { orderId: order.id });
  return orders.deliver(driver.actor, { orderId: order.id });
}

describe("an order", () => {
  test("goes from the customer's form to the recipient's hand, each step with its event", async () => {
    const { orders, drivers } = app.services;
    const driver = await people.aDriver(vendor);
    const placed = await people.anOrder(customer, vendor.vendorId);
    expect(placed).toMatchObject({ status: "pending", version: 1, vendorName: vendor.vendor.businessName });
    expect(placed.orderNumber).toMatch(/^ORD-\d{8}$/);

    expect(await orders.accept(vendor.actor, { orderId: placed.id })).toMatchObject({ status: "accepted" });
    const offered = await orders.assign(vendor.actor, { orderId: placed.id, driverId: driver.driverId });
    expect(offered).toMatchObject({ status: "accepted", assignment: { status: "pending" } });
    if (!offered.assignmentId) throw new Error("no offer");
    await orders.acceptAssignment(driver.actor, { assignmentId: offered.assignmentId });
    expect(await drivers.me(driver.actor)).toMatchObject({ status: "busy", activeOrders: 1 });

    expect(await orders.pickUp(driver.actor, { orderId: placed.id })).toMatchObject({ status: "picked_up" });
    expect(await orders.startDelivery(driver.actor, { orderId: placed.id })).toMatchObject({
      status: "out_for_delivery",
    });
    app.time.advance(60_000);
    const delivered = await orders.deliver(driver.actor, { orderId: placed.id });
    expect(delivered).toMatchObject({ status: "delivered", can: [], assignment: { status: "completed" } });
    expect(await drivers.me(driver.actor)).toMatchObject({
      status: "available",
      activeOrders: 0,
      totalDeliveries: 1,
      totalEarningsCents: placed.deliveryFeeCents,
    });

    const { items } = await orders.timeline(vendor.actor, { orderId: placed.id });
    expect(items.map(({ action }) => action)).toEqual([
      "create",
      "accept",
      "assign",
      "acceptAssignment",
      "pickUp",
      "startDelivery",
      "deliver",
    ]);
    expect(await seqsOf(placed.id)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(delivered.version).toBe(7);
  });

  test("measures what was driven by the driver's own trail", async () => {
    const { orders, locations } = app.services;
    const driver = await people.aDriver(vendor);
    const order = await people.anAssignedOrder(vendor, driver);
    await orders.pickUp(driver.actor, { orderId: order.id });
    const start = app.time.clock.now().getTime();
    // Ten fixes a second apart, each 0.0001 degrees (11.1 m) further north.
    const points = Array.from({ length: 10 }, (_, i) => ({
      latitude: 60.169 + i * 0.0001,
      longitude: 24.941,
      timestamp: new Date(start + (i + 1) * 1_000).toISOString(),
      accuracy: 5,
    }));
    app.time.advance(20_000);
    await locations.report(driver.actor, { points });
    await orders.startDelivery(driver.actor, { orderId: order.id });
    const { actualDistanceKm } = await orders.deliver(driver.actor, { orderId: order.id });
    expect(actualDistanceKm).toBeCloseTo(0.1, 2);
  });

  test("without a trail says so instead of guessing", async () => {
    const driver = await people.aDriver(vendor);
    const delivered = await carry(driver, await people.anAssignedOrder(vendor, driver));
    expect(delivered.actualDistanceKm).toBeNull();
  });

  test("is priced by the vendor's own tariff", async () => {
    const quote = await app.services.orders.quote(customer.actor, {
      vendorId: vendor.vendorId,
      delivery: PLACES.office,
    });
    const order = await people.anOrder(customer, vendor.vendorId, { delivery: PLACES.office });
    expect(order.deliveryFeeCents).toBe(quote.feeCents);
    expect(quote).toMatchObject({ currency: "EUR", approximate: false });
    expect(quote.feeCents).toBe(Math.max(500, Math.round(300 + 250 * quote.distanceKm)));
  });

  test("is found by address alone, and refused outside of the city", async () => {
    const found = await people.anOrder(customer, vendor.vendorId, {
      delivery: { address: "Aleksanterinkatu 21" },
    });
    expect(found.delivery.latitude).toBeCloseTo(60.169, 2);
    const paris = { address: "Paris", latitude: 48.85, longitude: 2.35 };
    await expect(people.anOrder(customer, vendor.vendorId, { delivery: paris })).rejects.toMatchObject({
      code: "OUTSIDE_SERVICE_AREA",
    });
    await expect(
      people.anOrder(customer, vendor.vendorId, { delivery: { address: "Nowhere Boulevard 99" } }),
    ).rejects.toMatchObject({ code: "ADDRESS_NOT_FOUND" });
  });

  test("can be corrected until it is picked up, at the price of the new address", async () => {
    const { orders } = app.services;
    const driver = await people.aDriver(vendor);
    const order = await people.anAssignedOrder(vendor, driver);
    const corrected = await orders.update(vendor.actor, {
      orderId: order.id,
      delivery: PLACES.office,
      notes: "Ring twice",
    });
    expect(corrected).toMatchObject({ notes: "Ring twice", delivery: { address: PLACES.office.address } });
    expect(corrected.estimatedDistanceKm).not.toBe(order.estimatedDistanceKm);
    await orders.pickUp(driver.actor, { orderId: order.id });
    await expect(orders.update(vendor.actor, { orderId: order.id, notes: "Too late" })).rejects.toMatchObject(
      {
        code: "ILLEGAL_TRANSITION",
      },
    );
  });

  test("is called off with a reason, and its driver is free again", async () => {
    const { orders, drivers } = app.services;
    const driver = await people.aDriver(vendor);
    const order = await people.anAssignedOrder(vendor, driver, customer);
    const cancelled = await orders.cancel(customer.actor, { orderId: order.id, reason: "Ordered twice" });
    expect(cancelled).toMatchObject({ status: "cancelled", cancelReason: "Ordered twice", driverId: null });
    expect(await drivers.me(driver.actor)).toMatchObject({ status: "available", activeOrders: 0 });
    expect((await app.services.assignments.mine(driver.actor)).items).toEqual([]);
  });

  test("is not delivered before the proof that its vendor asks for", async () => {
    const strict = await people.aVendor({ proofPolicy: { photo: true, signature: true } });
    const driver = await people.aDriver(strict);
    const order = await people.anAssignedOrder(strict, driver);
    await app.services.orders.pickUp(driver.actor, { orderId: order.id });
    await app.services.orders.startDelivery(driver.actor, { orderId: order.id });
    await expect(app.services.orders.deliver(driver.actor, { orderId: order.id })).rejects.toMatchObject({
      code: "PROOF_REQUIRED",
      details: { missing: ["photo", "signature"] },
    });
    expect(await app.services.orders.get(strict.actor, { orderId: order.id })).toMatchObject({
      status: "out_for_delivery",
    });
  });
});

describe("an offer", () => {
  async function anOffer() {
    const driver = await people.aDriver(vendor);
    const { id } = await people.anOrder(customer, vendor.vendorId);
    await app.services.orders.accept(vendor.actor, { orderId: id });
    const { assignmentId } = await app.services.orders.assign(vendor.actor, {
      orderId: id,
      driverId: driver.driverId,
    });
    if (!assignmentId) throw new Error("no offer");
    return { driver, orderId: id, assignmentId };
  }

  test("that is declined comes back to the vendor, who can offer it to another driver", async () => {
    const { orders } = app.services;
    const { driver, orderId, assignmentId } = await anOffer();
    await orders.declineAssignment(driver.actor, { assignmentId });
    const back = await orders.get(vendor.actor, { orderId });
    expect(back).toMatchObject({ status: "accepted", driverId: null, attention: "declined" });
    expect(back.can).toContain("assign");
    await expect(orders.get(driver.actor, { orderId })).rejects.toMatchObject({ code: "ORDER_NOT_FOUND" });
    const other = await people.aDriver(vendor);
    const again = await orders.assign(vendor.actor, { orderId, driverId: other.driverId });
    expect(again.assignment).toMatchObject({ driverId: other.driverId, status: "pending" });
  });

  test("runs out when nobody answers, and cannot be accepted afterwards", async () => {
    const { orders } = app.services;
    const { driver, orderId, assignmentId } = await anOffer();
    app.time.advance(301_000);
    await expect(orders.acceptAssignment(driver.actor, { assignmentId })).rejects.toMatchObject({
      code: "ASSIGNMENT_CLOSED",
    });
    expect(await orders.expireOffers()).toBeGreaterThanOrEqual(1);
    expect(await orders.expireOffers()).toBe(0);
    expect(await orders.get(vendor.actor, { orderId })).toMatchObject({ attention: "unanswered" });
  });

  test("goes to drivers on duty only, and never to another vendor's", async () => {
    const { orders } = app.services;
    const { id: orderId } = await people.anOrder(customer, vendor.vendorId);
    await orders.accept(vendor.actor, { orderId });
    const resting = await people.aDriver(vendor, { onDuty: false });
    await expect(orders.assign(vendor.actor, { orderId, driverId: resting.driverId })).rejects.toMatchObject({
      code: "DRIVER_NOT_AVAILABLE",
      details: { status: "offline" },
    });
    const foreign = await people.aDriver(await people.aVendor());
    await expect(orders.assign(vendor.actor, { orderId, driverId: foreign.driverId })).rejects.toMatchObject({
      code: "DRIVER_NOT_FOUND",
    });
  });

  test("that was accepted can be taken back, which frees the driver", async () => {
    const { orders, drivers } = app.services;
    const driver = await people.aDriver(vendor);
    const order = await people.anAssignedOrder(vendor, driver);
    const back = await orders.unassign(vendor.actor, { orderId: order.id });
    expect(back).toMatchObject({ status: "accepted", driverId: null, attention: "unassigned" });
    expect(await drivers.me(driver.actor)).toMatchObject({ status: "available", activeOrders: 0 });
    await expect(orders.unassign(vendor.actor, { orderId: order.id })).rejects.toMatchObject({
      code: "NO_ASSIGNMENT",
    });
  });

  test("keeps a driver busy until the last of several orders is delivered", async () => {
    const { drivers } = app.services;
    const driver = await people.aDriver(vendor);
    const first = await people.anAssignedOrder(vendor, driver);
    const second = await people.anAssignedOrder(vendor, driver);
    await carry(driver, first);
    expect(await drivers.me(driver.actor)).toMatchObject({ status: "busy", activeOrders: 1 });
    await carry(driver, second);
    expect(await drivers.me(driver.actor)).toMatchObject({ status: "available", totalDeliveries: 2 });
  });
});
