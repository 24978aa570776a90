import type { OrderId } from "../../../src/shared/ids.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { type Business, type Courier, createPeople, type Person } from "../../support/people.ts";

/** The smallest picture there is: a PNG of one pixel. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

/** Somebody who stands in nobody else's data: what of her is found was put there about her. */
export const XENIA = {
  name: "Xenia Quistgaard",
  phone: "+358 44 987 12 34",
  address: "Fabianinkatu 29 C 41, Helsinki",
  longitude: "24.949412",
  item: "Methotrexate 10 mg",
  notes: "Code of the door is QX-7351-ZW, the dog is kind",
};

export type PrivacyWorld = Awaited<ReturnType<typeof createPrivacyWorld>>;

/** A pharmacy with a driver and a customer, and orders for Xenia, delivered or not. */
export async function createPrivacyWorld(name: string, over: Parameters<typeof createTestApp>[1] = {}) {
  const app = await createTestApp(name, over);
  const people = createPeople(app);
  const vendor = await people.aVendor({ proofPolicy: { photo: true, signature: true } });
  return {
    app,
    people,
    vendor,
    admin: await people.anAdmin(),
    customer: await people.aUser("Kasper Customer"),
    driver: await people.aDriver(vendor),
  };
}

const anOrderForXenia = {
  delivery: { address: XENIA.address, latitude: 60.1693, longitude: Number(XENIA.longitude) },
  customerName: XENIA.name,
  customerPhone: XENIA.phone,
  items: [{ name: XENIA.item, quantity: 1, handling: "ambient" as const }],
  notes: XENIA.notes,
};

type Parts = {
  app: TestApp;
  people: ReturnType<typeof createPeople>;
  vendor: Business;
  driver: Courier;
  wasAt?: number;
};

/** An order for Xenia that somebody placed, not accepted yet. */
export const placed = ({ people, vendor }: Parts, by: Person) =>
  people.anOrder(by, vendor.vendorId, anOrderForXenia);

/** The same, carried to her door with a photo and a signature. */
export async function delivered(
  { app, people, vendor, driver, wasAt = 24.9442 }: Parts,
  by: Person,
): Promise<OrderId> {
  const { id: orderId } = await people.anOrder(by, vendor.vendorId, anOrderForXenia);
  await vendor.api.orders.accept({ orderId });
  const { assignmentId } = await vendor.api.orders.assign({ orderId, driverId: driver.driverId });
  if (!assignmentId) throw new Error("The order was not offered");
  await driver.api.assignments.accept({ assignmentId });
  app.time.advance(1_000);
  const fix = { latitude: 60.1692, longitude: wasAt, timestamp: app.time.clock.now().toISOString() };
  await driver.api.drivers.reportLocation({ points: [fix] });
  await driver.api.orders.pickUp({ orderId });
  await driver.api.orders.startDelivery({ orderId });
  for (const kind of ["photo", "signature"] as const)
    await app.services.proofs.upload(driver.actor, {
      orderId,
      kind,
      file: new File([PIXEL], `${kind}.png`, { type: "image/png" }),
    });
  await driver.api.orders.deliver({ orderId });
  return orderId;
}

/** The same, cancelled with a reason that names her. */
export async function cancelled(world: Parts, by: Person): Promise<OrderId> {
  const { id: orderId } = await placed(world, by);
  await by.api.orders.cancel({ orderId, reason: `${XENIA.name} has moved` });
  return orderId;
}
