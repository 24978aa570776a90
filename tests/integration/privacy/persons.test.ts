import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createServices } from "../../../src/server/services.ts";
import { verifyCustody } from "../../../src/shared/custody/verify-custody.ts";
import type { OrderId } from "../../../src/shared/ids.ts";
import { PersonalDataExport } from "../../../src/shared/privacy/privacy.schema.ts";
import { codeOf } from "../../support/errors.ts";
import { aRequest } from "../../support/harness.ts";
import { PASSWORD, type Person } from "../../support/people.ts";
import { whereIs } from "../../support/whole-database.ts";
import {
  cancelled,
  createPrivacyWorld,
  delivered,
  type PrivacyWorld,
  placed,
  XENIA,
} from "./privacy-world.ts";

const EMAIL = "xenia@quistgaard.test";
const reason = "She asked for it in writing";

let world: PrivacyWorld;
beforeAll(async () => {
  world = await createPrivacyWorld("persons");
});
afterAll(() => world.app[Symbol.asyncDispose]());

/** Xenia with an account of her own. */
async function xenia(): Promise<Person> {
  const { auth } = world.app.services;
  const account = { email: EMAIL, password: PASSWORD, fullName: XENIA.name, phone: XENIA.phone };
  await auth.register(aRequest(), { role: "user", client: "api", ...account });
  return world.people.signedIn(EMAIL);
}

const everywhere = (texts: Record<string, string>) =>
  whereIs(texts, { db: world.app.db, storage: world.app.platform.storage });
const HERS = { ...XENIA, email: EMAIL, door: "Fabianinkatu 29", code: "QX-7351" };

/** Nobody but the keys and the export itself is asked. */
async function verdict(orderId: OrderId): Promise<string> {
  const exported = await world.vendor.api.orders.custody({ orderId });
  const { publicKeys } = world.app.platform.custodySigner;
  return (await verifyCustody(JSON.parse(JSON.stringify(exported)), publicKeys)).outcome;
}

describe("an account that is erased", () => {
  test("leaves nothing of its holder anywhere, and chains of custody that verify", async () => {
    const { app, admin, vendor } = world;
    const her = await xenia();
    const userId = her.actor.userId;
    const orderIds = [
      await delivered(world, her),
      await cancelled(world, her),
      await delivered(world, vendor),
    ];
    // What failed to sign in, asked for letters, and was remembered as an answer.
    await app
      .as(null)
      .auth.login({ email: EMAIL, password: "not the password" })
      .catch(() => {});
    await app.as(null).auth.requestPasswordReset({ email: EMAIL });
    const open = await her.api.orders.create({
      vendorId: vendor.vendorId,
      delivery: { address: XENIA.address, latitude: 60.1693, longitude: 24.9494 },
      customerName: XENIA.name,
      customerPhone: XENIA.phone,
      items: [{ name: XENIA.item, quantity: 1 }],
      idempotencyKey: "the-same-order",
    });
    expect(await codeOf(admin.api.privacy.erase({ userId, reason }))).toBe("ERASURE_BLOCKED");
    expect(await admin.api.privacy.find({ userId })).toMatchObject({
      blockedBy: "open_orders",
      role: "user",
    });
    await her.api.orders.cancel({ orderId: open.id, reason: "Not needed" });
    await admin.api.users.setActive({
      userId,
      isActive: false,
      reason: `${XENIA.name} has asked by ${EMAIL}`,
    });
    await admin.api.users.setActive({ userId, isActive: true, reason: "A mistake" });
    const before = await everywhere(HERS);
    for (const place of ["users.email", "audit.subject", "mailOutbox.to", "idempotency.answer.customerName"])
      expect(before.join()).toContain(place);

    expect(await admin.api.privacy.erase({ email: EMAIL, reason })).toEqual({ erased: true });
    // What a business has ordered for her is found by her phone, once somebody made sure that it is hers.
    expect((await everywhere(HERS)).join()).toContain("orders.customerPhone");
    expect(await admin.api.privacy.erase({ phone: XENIA.phone, reason })).toEqual({ erased: true });
    expect(await everywhere(HERS)).toEqual([]);
    for (const orderId of [...orderIds, open.id]) expect(await verdict(orderId)).toBe("intact");
    expect(await app.services.auth.actorOf(her.credentials.accessToken)).toBeNull();

    // What was done stays in the log, by whom and why; a second time changes nothing.
    const entry = (await admin.api.admin.auditLog({ action: "privacy.erase" })).items[1];
    expect(entry).toMatchObject({ subject: userId, reason, actor: { id: admin.actor.userId } });
    const ofHers = (await admin.api.admin.auditLog({ actorId: userId })).items;
    expect(new Set(ofHers.map(({ actor }) => actor.name))).toEqual(new Set(["Customer"]));
    await admin.api.privacy.erase({ userId, reason });
    expect(await everywhere(HERS)).toEqual([]);
    expect(await codeOf(app.as(null).auth.login({ email: EMAIL, password: PASSWORD }))).toBe(
      "INVALID_CREDENTIALS",
    );
    // The address is free again.
    await admin.api.privacy.erase({ userId: (await xenia()).actor.userId, reason });
    expect(await everywhere(HERS)).toEqual([]);
  });

  test("of a driver takes his name, positions and phone out of the orders of others, which stay whole", async () => {
    const { app, people, vendor, admin, customer } = world;
    const driver = await people.aDriver(vendor);
    const orderId = await delivered({ ...world, driver, wasAt: 24.94427 }, customer);
    const offered = await placed(world, customer);
    await vendor.api.orders.accept({ orderId: offered.id });
    const { assignmentId } = await vendor.api.orders.assign({
      orderId: offered.id,
      driverId: driver.driverId,
    });
    const userId = driver.actor.userId;
    expect(await codeOf(admin.api.privacy.erase({ userId, reason }))).toBe("ERASURE_BLOCKED");
    await driver.api.assignments.decline({ assignmentId: String(assignmentId) as never });
    const his = { name: driver.actor.fullName, email: driver.email, wasAt: "24.94427" };
    expect((await everywhere(his)).join()).toContain("locationEvents.location");

    await using board = app.services.realtime.vendor(vendor.actor, {
      vendorId: vendor.vendorId,
      signal: undefined,
    });
    expect((await board.next()).value).toMatchObject({ message: { type: "ready" } });
    await admin.api.privacy.erase({ userId, reason });
    expect((await board.next()).value).toMatchObject({
      message: { type: "driver_status", driverId: driver.driverId, status: "offline" },
    });
    expect(await everywhere(his)).toEqual([]);
    expect(await verdict(orderId)).toBe("intact");
    expect(await vendor.api.orders.get({ orderId })).toMatchObject({
      customerName: XENIA.name,
      driver: null,
    });
    const period = { from: new Date(0).toISOString(), to: new Date(4e12).toISOString() };
    expect(
      await app.services.reports.drivers(vendor.actor, { ...period, vendorId: vendor.vendorId }),
    ).toContainEqual(expect.objectContaining({ driverId: driver.driverId, fullName: "Former driver" }));
    await customer.api.orders.cancel({ orderId: offered.id, reason: "No driver" });
    await admin.api.privacy.erase({ phone: XENIA.phone, reason });
  });

  test("is finished by the next process when one dies in between", async () => {
    const { app, admin } = world;
    const her = await xenia();
    await delivered(world, her);
    const dying = {
      ...app.platform.storage,
      remove: () => Promise.reject(new Error("killed")),
    };
    await using other = await createServices({ ...app.platform, storage: dying });
    const { userId } = her.actor;
    await expect(other.services.privacy.erase(admin.actor, { userId })).rejects.toThrow("killed");
    expect(await app.services.auth.actorOf(her.credentials.accessToken)).toBeNull();
    expect((await everywhere(HERS)).length).toBeGreaterThan(0);
    await app.services.privacy.carryOutPending();
    expect(await everywhere(HERS)).toEqual([]);
  });

  test("can be his own, with the password", async () => {
    const her = await xenia();
    await cancelled(world, her);
    expect(await codeOf(her.api.privacy.eraseMine({ password: "not the password" }))).toBe(
      "INVALID_CREDENTIALS",
    );
    expect(await her.api.privacy.eraseMine({ password: PASSWORD })).toEqual({ erased: true });
    expect(await everywhere(HERS)).toEqual([]);
  });

  test("is none that somebody still depends on", async () => {
    const { admin, vendor } = world;
    const blocked = async (userId: string) =>
      (await admin.api.privacy.find({ userId: userId as never })).blockedBy;
    expect(await blocked(admin.actor.userId)).toBe("administrator");
    expect(await blocked(vendor.actor.userId)).toBe("runs_business");
    expect(await codeOf(vendor.api.privacy.eraseMine({ password: PASSWORD }))).toBe("ERASURE_BLOCKED");
    expect(await codeOf(admin.api.privacy.eraseMine({ password: PASSWORD }))).toBe("ERASURE_BLOCKED");
    expect(await codeOf(vendor.api.privacy.find({ userId: admin.actor.userId }))).toBe("FORBIDDEN");
  });
});

test("a recipient without an account is found and erased by the phone, however it is written", async () => {
  const { admin, vendor } = world;
  const orderIds = [await delivered(world, vendor), await cancelled(world, vendor)];
  const phone = XENIA.phone.replaceAll(" ", "");
  expect((await admin.api.privacy.find({ phone })).counts).toMatchObject({ orders: 2, proofs: 2 });
  const exported = await admin.api.privacy.export({ phone, reason });
  expect(exported.orders.map(({ recipient }) => recipient?.name)).toEqual([XENIA.name, XENIA.name]);
  await admin.api.privacy.erase({ phone, reason });
  expect(await everywhere(HERS)).toEqual([]);
  for (const orderId of orderIds) expect(await verdict(orderId)).toBe("intact");
});

describe("an export", () => {
  test("has all that is kept of a customer, and of the driver the first name alone", async () => {
    const { app, driver } = world;
    const her = await xenia();
    await delivered(world, her);
    const exported = PersonalDataExport.parse(JSON.parse(JSON.stringify(await her.api.privacy.exportMine())));
    expect(exported.account).toMatchObject({ email: EMAIL, fullName: XENIA.name, phone: XENIA.phone });
    expect(exported.orders).toMatchObject([
      { recipient: { name: XENIA.name }, delivery: { address: XENIA.address }, driverFirstName: "Ilmo" },
    ]);
    expect(exported.proofs.map(({ kind }) => kind).toSorted()).toEqual(["photo", "signature"]);
    expect(exported.sessions.length).toBeGreaterThan(0);
    expect(exported.audit.map(({ what }) => what)).toContain("auth.login");
    expect(exported.leftOut).toEqual({});
    const text = JSON.stringify(exported);
    for (const others of [driver.actor.fullName, driver.email, "+358 40 123 4567", "Venla"])
      expect(text).not.toContain(others);
    for (const secret of [PASSWORD, her.credentials.accessToken, "$argon2"])
      expect(text).not.toContain(secret);
    await app.services.privacy.eraseMine(her.actor, { password: PASSWORD });
  });

  test("of a driver has his trail and his deliveries, and nothing of who got them", async () => {
    const { driver, customer } = world;
    await delivered(world, customer);
    const exported = PersonalDataExport.parse(
      JSON.parse(JSON.stringify(await driver.api.privacy.exportMine())),
    );
    expect(exported.driver).toMatchObject({ fullName: driver.actor.fullName, vehicleType: "bike" });
    expect(exported.positions.length).toBeGreaterThan(0);
    expect(exported.deliveries.length).toBeGreaterThan(0);
    expect(exported.events.length).toBeGreaterThan(0);
    const text = JSON.stringify(exported);
    for (const others of [...Object.values(XENIA), "Kasper", "Venla"]) expect(text).not.toContain(others);
  });

  test("by an administrator asks why, and both are in the log", async () => {
    const { admin, customer } = world;
    const { userId } = customer.actor;
    expect(await codeOf(admin.api.privacy.export({ userId }))).toBe("REASON_REQUIRED");
    await admin.api.privacy.export({ userId, reason });
    const [entry] = (await admin.api.admin.auditLog({ action: "privacy.export" })).items;
    expect(entry).toMatchObject({ subject: userId, reason });
  });
});
