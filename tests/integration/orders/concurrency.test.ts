import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { OrderDoc } from "../../../src/server/features/orders/index.ts";
import { AssignmentId, type OrderId } from "../../../src/shared/ids.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { type Business, type Courier, createPeople } from "../../support/people.ts";

let app: TestApp;
let people: ReturnType<typeof createPeople>;
let vendor: Business;
let drivers: Courier[];

beforeAll(async () => {
  app = await createTestApp("orders_concurrency");
  people = createPeople(app);
  vendor = await people.aVendor();
  drivers = [];
  for (let i = 0; i < 10; i++) drivers.push(await people.aDriver(vendor));
}, 30_000);
afterAll(() => app[Symbol.asyncDispose]());

const fulfilled = (results: PromiseSettledResult<unknown>[]) =>
  results.filter(({ status }) => status === "fulfilled").length;

const codesOf = (results: PromiseSettledResult<unknown>[]) => [
  ...new Set(results.flatMap(result => (result.status === "rejected" ? [result.reason.code] : []))),
];

async function anAcceptedOrder(): Promise<OrderId> {
  const { id } = await people.anOrder(vendor, vendor.vendorId);
  await app.services.orders.accept(vendor.actor, { orderId: id });
  return id;
}

/** What must hold of an order whatever happened to it: contiguous events, one open assignment, one busy driver. */
async function expectConsistent(orderId: OrderId): Promise<void> {
  const order = await app.db.collection<OrderDoc>("orders").findOne({ _id: orderId });
  const events = await app.db.collection("events").find({ orderId }).sort({ seq: 1 }).toArray();
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.at(-1)?.seq).toBe(order?.version);
  const open = await app.db
    .collection("assignments")
    .find({ orderId, status: { $in: ["pending", "accepted"] } })
    .toArray();
  expect(open.length).toBeLessThanOrEqual(1);
  const accepted = open.find(({ status }) => status === "accepted");
  expect(order?.driverId ?? null).toBe(accepted?.driverId ?? null);
}

describe("many hands on one order", () => {
  test("ten drivers are offered it at once: one of them gets it", async () => {
    const orderId = await anAcceptedOrder();
    const results = await Promise.allSettled(
      drivers.map(({ driverId }) => app.services.orders.assign(vendor.actor, { orderId, driverId })),
    );
    expect(fulfilled(results)).toBe(1);
    expect(codesOf(results)).toEqual(["ORDER_ALREADY_ASSIGNED"]);
    await expectConsistent(orderId);
  });

  test("fifty accepts by ten drivers leave exactly one driver", async () => {
    const { orders } = app.services;
    const orderId = await anAcceptedOrder();
    const lucky = drivers[3];
    if (!lucky) throw new Error("no driver");
    const { assignmentId } = await orders.assign(vendor.actor, { orderId, driverId: lucky.driverId });
    const id = AssignmentId.parse(assignmentId);
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, i) => drivers[i % 10]).map(driver =>
        driver
          ? orders.acceptAssignment(driver.actor, { assignmentId: id })
          : Promise.reject(new Error("no driver")),
      ),
    );
    expect(fulfilled(results)).toBe(1);
    expect(codesOf(results).toSorted()).toEqual(["ASSIGNMENT_CLOSED", "ASSIGNMENT_NOT_FOUND"]);
    expect(await orders.get(vendor.actor, { orderId })).toMatchObject({
      status: "driver_assigned",
      driverId: lucky.driverId,
    });
    expect(await app.services.drivers.me(lucky.actor)).toMatchObject({ activeOrders: 1 });
    await expectConsistent(orderId);
  });

  test("offering, taking back and accepting all at once ends with one driver or none", async () => {
    const { orders, assignments } = app.services;
    const orderId = await anAcceptedOrder();
    const vendorHand = async (driver: Courier) => {
      await orders.assign(vendor.actor, { orderId, driverId: driver.driverId });
      await orders.unassign(vendor.actor, { orderId });
    };
    const driverHand = async ({ actor }: Courier) => {
      for (const { id, status } of (await assignments.mine(actor)).items) {
        if (status === "pending") await orders.acceptAssignment(actor, { assignmentId: id });
      }
    };
    for (let round = 0; round < 3; round++) {
      await Promise.allSettled(drivers.flatMap(driver => [vendorHand(driver), driverHand(driver)]));
      await expectConsistent(orderId);
    }
  });

  test("accepting and cancelling at once: one wins, and the driver is busy only if he won", async () => {
    const { orders, drivers: fleet } = app.services;
    for (let round = 0; round < 5; round++) {
      const driver = await people.aDriver(vendor);
      const orderId = await anAcceptedOrder();
      const { assignmentId } = await orders.assign(vendor.actor, { orderId, driverId: driver.driverId });
      await Promise.allSettled([
        orders.acceptAssignment(driver.actor, { assignmentId: AssignmentId.parse(assignmentId) }),
        orders.cancel(vendor.actor, { orderId, reason: "Changed my mind" }),
      ]);
      const order = await orders.get(vendor.actor, { orderId });
      const { activeOrders } = await fleet.me(driver.actor);
      expect(activeOrders).toBe(order.status === "driver_assigned" ? 1 : 0);
      await expectConsistent(orderId);
    }
  });

  test("delivering twice at once counts once", async () => {
    const { orders, drivers: fleet } = app.services;
    const driver = await people.aDriver(vendor);
    const order = await people.anAssignedOrder(vendor, driver);
    await orders.pickUp(driver.actor, { orderId: order.id });
    await orders.startDelivery(driver.actor, { orderId: order.id });
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => orders.deliver(driver.actor, { orderId: order.id })),
    );
    expect(fulfilled(results)).toBe(1);
    expect(await fleet.me(driver.actor)).toMatchObject({
      totalDeliveries: 1,
      totalEarningsCents: order.deliveryFeeCents,
      status: "available",
    });
  });
});
