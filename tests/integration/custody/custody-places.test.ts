import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type CustodyWorld, createCustodyWorld } from "./custody-world.ts";

let app: CustodyWorld["app"];
let people: CustodyWorld["people"];
let vendor: CustodyWorld["vendor"];
let driver: CustodyWorld["driver"];
let custodyOf: CustodyWorld["custodyOf"];
let verdict: CustodyWorld["verdict"];
let lastEvent: CustodyWorld["lastEvent"];
let iso: CustodyWorld["iso"];

beforeAll(async () => {
  ({ app, people, vendor, driver, custodyOf, verdict, lastEvent, iso } =
    await createCustodyWorld("custody_places"));
}, 30_000);
afterAll(() => app[Symbol.asyncDispose]());

describe("where and when a driver did it", () => {
  const fix = (latitude: number, offsetMs: number, accuracy: number) => ({
    latitude,
    longitude: 24.94,
    timestamp: iso(offsetMs),
    accuracy,
  });

  test("is his last fix, with its accuracy and the phone's time of it", async () => {
    const courier = await people.aDriver(vendor);
    const order = await people.anAssignedOrder(vendor, courier);
    await app.services.locations.report(courier.actor, {
      points: [fix(60.171, -60_000, 30), fix(60.172, -5_000, 7)],
    });
    await app.services.orders.pickUp(courier.actor, { orderId: order.id });
    const { record, opened } = await lastEvent(order.id);
    expect(opened.position?.value).toEqual({
      latitude: 60.172,
      longitude: 24.94,
      accuracyMeters: 7,
      fixedAt: iso(-5_000),
    });
    expect(record).toMatchObject({ recordedAt: iso(), deviceTime: null, actorRole: "driver" });
    expect(JSON.stringify(record)).not.toContain("60.172");
  });

  test("is where he was by then, when he was without a network", async () => {
    const courier = await people.aDriver(vendor);
    const order = await people.anAssignedOrder(vendor, courier);
    await app.services.locations.report(courier.actor, {
      points: [fix(60.171, -600_000, 12), fix(60.175, -5_000, 7)],
    });
    await app.services.orders.pickUp(courier.actor, { orderId: order.id, deviceTime: iso(-590_000) });
    const { record, opened } = await lastEvent(order.id);
    expect(record).toMatchObject({ recordedAt: iso(), deviceTime: iso(-590_000) });
    expect(opened.position?.value).toMatchObject({ latitude: 60.171, fixedAt: iso(-600_000) });
  });

  test("is nowhere when his phone never said, and when somebody else acts", async () => {
    const courier = await people.aDriver(vendor);
    const order = await people.anAssignedOrder(vendor, courier);
    await app.services.orders.pickUp(courier.actor, { orderId: order.id });
    for (const { record } of (await custodyOf(order.id)).events)
      expect(record.sealed.position).toBeUndefined();
  });

  test("never runs backwards, even when the clock of a process does", async () => {
    const order = await people.anOrder(vendor, vendor.vendorId);
    await app.db
      .collection("orders")
      .updateOne({ _id: order.id as never }, { $set: { updatedAt: new Date(iso(2_000)) } });
    await app.services.orders.accept(vendor.actor, { orderId: order.id });
    expect((await lastEvent(order.id)).record.recordedAt).toBe(iso(2_000));
    expect(await verdict(await custodyOf(order.id))).toMatchObject({ outcome: "intact" });
  });
});

test("a time that no device of this century can have is refused", async () => {
  const order = await people.anAssignedOrder(vendor, driver);
  for (const deviceTime of ["0000-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "yesterday"]) {
    await expect(driver.api.orders.pickUp({ orderId: order.id, deviceTime })).rejects.toThrow();
  }
  expect(await verdict(await custodyOf(order.id))).toMatchObject({ outcome: "intact" });
});
