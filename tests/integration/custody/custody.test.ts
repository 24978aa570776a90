import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { CustodyExport } from "../../../src/shared/custody/custody.schema.ts";
import type { OrderId } from "../../../src/shared/ids.ts";
import type { OrderView } from "../../../src/shared/orders/order.schema.ts";
import { UploadProofInput } from "../../../src/shared/proofs/proof.schema.ts";
import { type CustodyWorld, createCustodyWorld } from "./custody-world.ts";

let app: CustodyWorld["app"];
let people: CustodyWorld["people"];
let vendor: CustodyWorld["vendor"];
let customer: CustodyWorld["customer"];
let driver: CustodyWorld["driver"];
let custodyOf: CustodyWorld["custodyOf"];
let verdict: CustodyWorld["verdict"];
let lastEvent: CustodyWorld["lastEvent"];
let iso: CustodyWorld["iso"];

beforeAll(async () => {
  ({ app, people, vendor, customer, driver, custodyOf, verdict, lastEvent, iso } =
    await createCustodyWorld("custody"));
}, 30_000);
afterAll(() => app[Symbol.asyncDispose]());

const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

const actionsOf = ({ events }: CustodyExport) => events.map(({ record }) => record.action);

function photoOf(orderId: OrderId): UploadProofInput {
  const form = new FormData();
  form.set("orderId", orderId);
  form.set("kind", "photo");
  form.set("deviceTime", iso(-90_000));
  form.set("file", new File([PIXEL], "photo.png", { type: "image/png" }));
  return UploadProofInput.parse(form);
}

/** Carried from the vendor to the recipient, with a photo. */
async function delivered(order: OrderView): Promise<void> {
  const { orders, proofs } = app.services;
  await orders.pickUp(driver.actor, { orderId: order.id });
  await orders.startDelivery(driver.actor, { orderId: order.id });
  await proofs.upload(driver.actor, photoOf(order.id));
  await orders.deliver(driver.actor, { orderId: order.id });
}

describe("the chain of custody", () => {
  test("of a whole life is intact, signed, and proves what was delivered to whom", async () => {
    const order = await people.anAssignedOrder(vendor, driver, customer);
    await delivered(order);
    const exported = await custodyOf(order.id);
    expect(await verdict(exported)).toMatchObject({
      outcome: "intact",
      words: expect.stringContaining("8 events, unbroken, delivered, signed by key “new”"),
      remarks: [],
    });
    expect(actionsOf(exported)).toEqual([
      "create",
      "accept",
      "assign",
      "acceptAssignment",
      "pickUp",
      "startDelivery",
      "addProof",
      "deliver",
    ]);
    expect(exported.events[0]?.opened).toMatchObject({
      actor: { value: { id: customer.actor.userId, name: "Aino Laine" } },
      recipient: { value: { name: "Aino Laine", phone: "+358 50 765 4321" } },
      items: { value: [{ name: "Insulin glargine", quantity: 1, handling: "chilled" }] },
      delivery: { value: { address: order.delivery.address } },
    });
    const stored = await app.db.collection("orders").findOne({ _id: order.id as never });
    expect(stored?.custodyHash).toBe(exported.events.at(-1)?.hash);
  });

  test("of an order that was called off says why, and is signed", async () => {
    const { id } = await people.anAssignedOrder(vendor, driver, customer);
    await app.services.orders.cancel(vendor.actor, { orderId: id, reason: "Out of stock" });
    const exported = await custodyOf(id);
    expect(await verdict(exported)).toMatchObject({ outcome: "intact" });
    expect(exported.signature).toMatchObject({ kid: "new", algorithm: "Ed25519" });
    expect(exported.events.at(-1)).toMatchObject({
      record: { action: "cancel", status: "cancelled", actorRole: "vendor" },
      opened: { detail: { value: "Out of stock" } },
    });
  });

  test("of an open order is not signed, and says that it goes on", async () => {
    const { id } = await people.anOrder(customer, vendor.vendorId);
    const exported = await custodyOf(id);
    expect(exported.signature).toBeNull();
    expect(await verdict(exported)).toMatchObject({
      outcome: "intact",
      remarks: [expect.stringContaining("was open when this was exported")],
    });
  });

  test("keeps what an order says after each correction", async () => {
    const { id } = await people.anOrder(customer, vendor.vendorId);
    await app.services.orders.update(vendor.actor, { orderId: id, customerPhone: "+358 50 111 2222" });
    expect(await lastEvent(id)).toMatchObject({
      record: { action: "update" },
      opened: {
        recipient: { value: { name: "Aino Laine", phone: "+358 50 111 2222" } },
        detail: { value: "Changed: phone" },
      },
    });
    expect(Object.keys((await lastEvent(id)).opened).toSorted()).toEqual(["actor", "detail", "recipient"]);
  });

  test("holds the hash of the file that was added as proof", async () => {
    const order = await people.anAssignedOrder(vendor, driver);
    await app.services.orders.pickUp(driver.actor, { orderId: order.id });
    const proof = await app.services.proofs.upload(driver.actor, photoOf(order.id));
    expect((await lastEvent(order.id)).record).toMatchObject({
      action: "addProof",
      proof: { kind: "photo", sha256: proof.sha256, bytes: proof.bytes },
      deviceTime: iso(-90_000),
    });
    await app.services.orders.startDelivery(driver.actor, { orderId: order.id });
    await app.services.orders.deliver(driver.actor, { orderId: order.id });
  });
});

describe("many hands", () => {
  test("on one order leave one chain", async () => {
    const { id } = await people.anOrder(vendor, vendor.vendorId);
    const { orders } = app.services;
    const hands = Array.from({ length: 12 }, (_, i) =>
      i % 3 === 0
        ? orders.accept(vendor.actor, { orderId: id })
        : orders.update(vendor.actor, { orderId: id, notes: `Note ${i}` }),
    );
    const results = await Promise.allSettled(hands);
    const done = results.filter(({ status }) => status === "fulfilled").length;
    const exported = await custodyOf(id);
    expect(done).toBeGreaterThanOrEqual(9);
    expect(exported.events).toHaveLength(1 + done);
    expect(await verdict(exported)).toMatchObject({ outcome: "intact" });
  }, 30_000);

  test("a command that is sent again with another time is the same command", async () => {
    const order = await people.anAssignedOrder(vendor, driver);
    const again = { orderId: order.id, idempotencyKey: "pick-it-up-once" };
    await driver.api.orders.pickUp({ ...again, deviceTime: iso(-60_000) });
    await driver.api.orders.pickUp(again);
    expect(await lastEvent(order.id)).toMatchObject({
      record: { action: "pickUp", deviceTime: iso(-60_000) },
    });
  });

  test("a repeated command is one link", async () => {
    const { id } = await people.anOrder(vendor, vendor.vendorId);
    const again = { orderId: id, idempotencyKey: "accept-it-once" };
    await Promise.all([1, 2, 3].map(() => app.services.orders.accept(vendor.actor, again)));
    expect(actionsOf(await custodyOf(id))).toEqual(["create", "accept"]);
  });
});

describe("who reads what", () => {
  let order: OrderView;
  beforeAll(async () => {
    order = await people.anAssignedOrder(vendor, driver, customer);
    await app.services.locations.report(driver.actor, {
      points: [{ latitude: 60.1692, longitude: 24.9442, timestamp: iso(), accuracy: 5 }],
    });
    await delivered(order);
  });

  const partsOf = ({ events }: CustodyExport) =>
    Object.fromEntries(events.map(({ record, opened }) => [record.action, Object.keys(opened).toSorted()]));

  test("a customer: what he wrote, not who the others are nor where the driver was", async () => {
    const exported = await custodyOf(order.id, customer);
    expect(partsOf(exported)).toEqual({
      create: ["actor", "delivery", "items", "notes", "pickup", "recipient"],
      accept: [],
      assign: [],
      acceptAssignment: [],
      pickUp: [],
      startDelivery: [],
      addProof: [],
      deliver: [],
    });
    const text = JSON.stringify(exported);
    for (const secret of ["Venla", "Ilmo", "60.1692", driver.driverId]) expect(text).not.toContain(secret);
    expect(await verdict(exported)).toMatchObject({
      outcome: "intact",
      remarks: [expect.stringContaining("withheld or erased")],
    });
  });

  test("a driver: what he did himself, and no telephone number once it is delivered", async () => {
    const exported = await custodyOf(order.id, driver);
    expect(partsOf(exported)).toMatchObject({
      create: ["delivery", "items", "notes", "pickup"],
      accept: [],
      assign: ["driver"],
      pickUp: ["actor", "driver", "position"],
      // Made, by the phone's clock, before its first fix.
      addProof: ["actor", "detail", "driver"],
    });
    expect(JSON.stringify(exported)).not.toContain("+358 50 765 4321");
    expect(await verdict(exported)).toMatchObject({ outcome: "intact" });
  });

  test("an administrator: all of it", async () => {
    const admin = await people.anAdmin();
    expect(await custodyOf(order.id, admin)).toEqual(await custodyOf(order.id, vendor));
  });
});

describe("personal data that is erased from the database", () => {
  test("leaves hashes and signature as they were", async () => {
    const order = await people.anAssignedOrder(vendor, driver, customer);
    await delivered(order);
    const before = await custodyOf(order.id);
    await app.db
      .collection("events")
      .updateMany({ orderId: order.id }, { $set: { "custody.opened": {}, detail: null } });
    const after = await custodyOf(order.id);
    expect(after.events.map(({ hash }) => hash)).toEqual(before.events.map(({ hash }) => hash));
    expect(JSON.stringify(after)).not.toContain("Aino");
    expect(await verdict(after)).toMatchObject({ outcome: "intact" });
  });
});

describe("an order that is older than chains", () => {
  const forget = async (orderId: OrderId) => {
    await app.db.collection("events").updateMany({ orderId }, { $unset: { custody: "" } });
    await app.db.collection("orders").updateOne({ _id: orderId as never }, { $unset: { custodyHash: "" } });
  };

  test("and closed says that it has none", async () => {
    const order = await people.anOrder(vendor, vendor.vendorId);
    await app.services.orders.cancel(vendor.actor, { orderId: order.id, reason: "Ordered twice" });
    await forget(order.id);
    expect(await custodyOf(order.id)).toMatchObject({ events: [], signature: null });
    expect(await verdict(await custodyOf(order.id))).toMatchObject({
      outcome: "unproven",
      words: expect.stringContaining("no chain of custody"),
    });
  });

  test("and still open begins one, and says where", async () => {
    const order = await people.anAssignedOrder(vendor, driver);
    await forget(order.id);
    await delivered(order);
    const exported = await custodyOf(order.id);
    expect(actionsOf(exported)).toEqual(["pickUp", "startDelivery", "addProof", "deliver"]);
    expect(await verdict(exported)).toMatchObject({
      outcome: "intact",
      remarks: ["Events 1 to 4 are older than the chain: nothing vouches for what came before event 5."],
    });
  });
});
