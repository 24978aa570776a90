import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { type Business, createPeople, type Person, PLACES } from "../../support/people.ts";

let app: TestApp;
let people: ReturnType<typeof createPeople>;
let vendor: Business;
let customer: Person;

beforeAll(async () => {
  app = await createTestApp("idempotency");
  people = createPeople(app);
  vendor = await people.aVendor();
  customer = await people.aUser();
});
afterAll(() => app[Symbol.asyncDispose]());

const countOf = (collection: string, filter: object) => app.db.collection(collection).countDocuments(filter);

describe("a repeated request", () => {
  test("places one order and gets the same answer, however often and however fast", async () => {
    const hasty = await people.aUser("Hanna Hasty");
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        people.anOrder(hasty, vendor.vendorId, { idempotencyKey: "order-of-the-morning" }),
      ),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0] ?? answer);
    expect(await countOf("orders", { userId: hasty.actor.userId })).toBe(1);
    expect(await countOf("events", { orderId: answers[0]?.id })).toBe(1);
  });

  test("after a lost answer finds its effect done, even when the order has moved on", async () => {
    const { orders } = app.services;
    const { id: orderId } = await people.anOrder(customer, vendor.vendorId);
    const first = await orders.accept(vendor.actor, { orderId, idempotencyKey: "accept-once" });
    await orders.cancel(vendor.actor, { orderId, reason: "Out of stock" });
    app.time.advance(60_000);
    expect(await orders.accept(vendor.actor, { orderId, idempotencyKey: "accept-once" })).toEqual(first);
    expect(await orders.get(vendor.actor, { orderId })).toMatchObject({ status: "cancelled", version: 3 });
  });

  test("gets its answer even when it could not be done any more", async () => {
    const closing = await people.aVendor();
    const admin = await people.anAdmin();
    const place = () => people.anOrder(customer, closing.vendorId, { idempotencyKey: "before-closing" });
    const placed = await place();
    const move = () =>
      app.services.orders.update(customer.actor, {
        orderId: placed.id,
        delivery: PLACES.office,
        idempotencyKey: "moved-office",
      });
    const moved = await move();
    await app.services.orders.cancel(closing.actor, { orderId: placed.id, reason: "We close" });
    await admin.api.vendors.setActive({ reason: "Tested", vendorId: closing.vendorId, isActive: false });
    expect(await place()).toEqual(placed);
    expect(await move()).toEqual(moved);
    await expect(people.anOrder(customer, closing.vendorId)).rejects.toMatchObject({
      code: "VENDOR_NOT_FOUND",
    });
  });

  test("with the same key and another input is an error, and has no effect", async () => {
    const { orders } = app.services;
    const [one, two] = [
      await people.anOrder(customer, vendor.vendorId),
      await people.anOrder(customer, vendor.vendorId),
    ];
    await orders.accept(vendor.actor, { orderId: one.id, idempotencyKey: "key-of-one" });
    await expect(
      orders.accept(vendor.actor, { orderId: two.id, idempotencyKey: "key-of-one" }),
    ).rejects.toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    await expect(
      orders.cancel(vendor.actor, { orderId: one.id, reason: "Other command", idempotencyKey: "key-of-one" }),
    ).rejects.toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    expect(await orders.get(vendor.actor, { orderId: two.id })).toMatchObject({ status: "pending" });
  });

  test("that failed may be tried again with the same key", async () => {
    const { orders } = app.services;
    const driver = await people.aDriver(vendor, { onDuty: false });
    const { id: orderId } = await people.anOrder(customer, vendor.vendorId);
    await orders.accept(vendor.actor, { orderId });
    const ask = () =>
      orders.assign(vendor.actor, { orderId, driverId: driver.driverId, idempotencyKey: "assign-it" });
    await expect(ask()).rejects.toMatchObject({ code: "DRIVER_NOT_AVAILABLE" });
    await app.services.drivers.setStatus(driver.actor, { status: "available" });
    expect(await ask()).toMatchObject({ assignment: { status: "pending" } });
  });

  test("of one account says nothing to another's", async () => {
    const other = await people.aUser("Other Customer");
    const mine = await people.anOrder(customer, vendor.vendorId, { idempotencyKey: "a-common-key" });
    const theirs = await people.anOrder(other, vendor.vendorId, { idempotencyKey: "a-common-key" });
    expect(theirs.id).not.toBe(mine.id);
  });

  test("of a driver brings back no phone that is no longer his to see", async () => {
    const { orders } = app.services;
    const driver = await people.aDriver(vendor);
    const { id: orderId } = await people.anAssignedOrder(vendor, driver);
    const pickUp = () => orders.pickUp(driver.actor, { orderId, idempotencyKey: "picked-up-once" });
    const first = await pickUp();
    expect(first.customerPhone).not.toBeNull();
    expect(await pickUp()).toEqual(first);
    await orders.startDelivery(driver.actor, { orderId });
    await orders.deliver(driver.actor, { orderId });
    expect(await pickUp()).toEqual({ ...first, customerPhone: null });
  });
});
