import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { VendorId } from "../../../src/shared/ids.ts";
import { codeOf, refusal } from "../../support/errors.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import {
  type Business,
  createPeople,
  PASSWORD,
  type People,
  type Person,
  PLACES,
} from "../../support/people.ts";

let app: TestApp;
let people: People;
let admin: Person;
let vendor: Business;
let other: Business;

beforeAll(async () => {
  app = await createTestApp("vendors");
  people = createPeople(app);
  admin = await people.anAdmin();
  vendor = await people.aVendor();
  other = await people.aVendor();
});
afterAll(() => app[Symbol.asyncDispose]());

const MISSING = VendorId.parse("ffffffff-ffff-7fff-8fff-ffffffffffff");
const details = (ownerEmail: string) => ({
  businessName: "Kruununhaka Clinic",
  email: "desk@clinic.test",
  phone: "+358 9 7654321",
  address: PLACES.office,
  ownerName: "Olli Owner",
  ownerEmail,
  password: PASSWORD,
});

test("whoever is asked for a business without its data gets the same answer as with it, open or paused", async () => {
  const { vendors } = app.services;
  const [own, paused, foreign] = [vendor.vendorId, (await people.aVendor()).vendorId, other.vendorId];
  await admin.api.vendors.setActive({ vendorId: paused, isActive: false, reason: "Moved" });
  const member = await people.aMember(vendor, "viewer");
  const driver = await people.aDriver(vendor);
  const everybody = [vendor, member, driver, admin, await people.aUser()];
  for (const { actor } of everybody)
    for (const vendorId of [own, paused, foreign, MISSING])
      expect(await codeOf(vendors.require(actor, vendorId))).toBe(
        await codeOf(vendors.get(actor, { vendorId })),
      );
});

describe("an administrator", () => {
  test("opens a business whose owner can sign in at once", async () => {
    const made = await admin.api.vendors.create(details("owner@clinic.test"));
    expect(made).toMatchObject({
      businessName: "Kruununhaka Clinic",
      address: PLACES.office,
      isActive: true,
      isWaiting: false,
      pricing: { currency: "EUR", baseCents: 300, perKmCents: 250, minimumCents: 500 },
      proofPolicy: { photo: true, signature: true },
      can: ["update", "setActive", "manageMembers", "addDriver", "createOrder"],
    });
    const owner = await people.signedIn("owner@clinic.test");
    expect(owner.credentials.user).toMatchObject({
      role: "vendor",
      vendorId: made.id,
      fullName: "Olli Owner",
    });
  });

  test("opens nothing for an address that is taken", async () => {
    const before = await app.db.collection("vendors").countDocuments();
    expect(await codeOf(admin.api.vendors.create(details(vendor.email)))).toBe("EMAIL_TAKEN");
    expect(await app.db.collection("vendors").countDocuments()).toBe(before);
  });

  test("has an address without coordinates found on the map", async () => {
    const address = { address: "Aleksanterinkatu 21" };
    const made = await admin.api.vendors.create({ ...details("found@clinic.test"), address });
    expect(made.address.address).toBe(address.address);
    expect(Math.abs(made.address.latitude - 60.169)).toBeLessThan(0.01);
  });

  test.each([
    [{ address: "Rue de Rivoli 1, Paris, zzzz" }, "ADDRESS_NOT_FOUND"],
    [{ address: "Null island", latitude: 0, longitude: 0 }, "OUTSIDE_SERVICE_AREA"],
    [{ address: "Swapped", latitude: 24.94, longitude: 60.17 }, "OUTSIDE_SERVICE_AREA"],
    [{ address: "Half a point", latitude: 60.17 }, "INVALID_INPUT"],
    [{ address: "Off the earth", latitude: 91, longitude: 24.9 }, "INVALID_INPUT"],
  ])("cannot open one at %p", async (address, code) => {
    const call = admin.api.vendors.create({ ...details("nowhere@clinic.test"), address } as never);
    expect(await codeOf(call)).toBe(code as never);
    expect(await app.db.collection("users").countDocuments({ email: "nowhere@clinic.test" })).toBe(0);
  });

  test("pauses a business, which customers then do not see", async () => {
    const paused = await people.aVendor();
    const customer = await people.aUser();
    const { vendorId } = paused;
    await admin.api.vendors.setActive({ reason: "Tested", vendorId, isActive: false });
    expect(await codeOf(customer.api.vendors.get({ vendorId }))).toBe("VENDOR_NOT_FOUND");
    expect(await paused.api.vendors.me()).toMatchObject({ isActive: false, isWaiting: false });
    await admin.api.vendors.setActive({ reason: "Tested", vendorId, isActive: true });
    expect(await customer.api.vendors.get({ vendorId })).toMatchObject({ id: vendorId });
  });

  test("leaves an entry in the audit log for each of it", async () => {
    const boss = await people.anAdmin();
    const { id: vendorId } = await boss.api.vendors.create(details("audited@clinic.test"));
    await boss.api.vendors.setActive({ reason: "Tested", vendorId, isActive: false });
    await boss.api.vendors.update({ reason: "Tested", vendorId, phone: "+358 9 1111111" });
    const { items } = await boss.api.admin.auditLog({ actorId: boss.actor.userId });
    expect(items.map(({ action }) => action)).toEqual([
      "vendor.update",
      "vendor.deactivate",
      "vendor.create",
      "auth.login",
    ]);
  });
});

describe("a vendor", () => {
  test("sees and changes its own business, and what was not given stays", async () => {
    const before = await vendor.api.vendors.me();
    const after = await vendor.api.vendors.update({
      vendorId: vendor.vendorId,
      pricing: { currency: "EUR", baseCents: 400, perKmCents: 300, minimumCents: 900 },
      address: PLACES.home,
    });
    expect(after).toEqual({
      ...before,
      pricing: { currency: "EUR", baseCents: 400, perKmCents: 300, minimumCents: 900 },
      address: PLACES.home,
    });
    expect(await vendor.api.vendors.get({ vendorId: vendor.vendorId })).toEqual(after);
  });

  test("sees no other business: it answers, byte for byte, as a missing one", async () => {
    const foreign = await refusal(vendor.api.vendors.get({ vendorId: other.vendorId }));
    const missing = await refusal(vendor.api.vendors.get({ vendorId: MISSING }));
    expect(JSON.stringify(foreign)).toBe(JSON.stringify(missing));
    expect(foreign?.code).toBe("VENDOR_NOT_FOUND");
    const { items } = await vendor.api.vendors.list({});
    expect(items.map(({ id }) => id)).toEqual([vendor.vendorId]);
  });

  test("changes no other business", async () => {
    const change = (vendorId: VendorId) => vendor.api.vendors.update({ vendorId, businessName: "Hijacked" });
    const foreign = await refusal(change(other.vendorId));
    expect(JSON.stringify(foreign)).toBe(JSON.stringify(await refusal(change(MISSING))));
    expect((await other.api.vendors.me()).businessName).not.toBe("Hijacked");
  });

  test("cannot approve itself or open another business", async () => {
    const { vendorId } = vendor;
    expect(await codeOf(vendor.api.vendors.setActive({ reason: "Tested", vendorId, isActive: true }))).toBe(
      "FORBIDDEN",
    );
    expect(await codeOf(vendor.api.vendors.create(details("second@clinic.test")))).toBe("FORBIDDEN");
    const sneaky = { vendorId, isActive: true } as never;
    expect(await codeOf(vendor.api.vendors.update(sneaky))).toBe("INVALID_INPUT");
  });
});

describe("others", () => {
  test("customers see the card of a business and nothing of its inside", async () => {
    const customer = await people.aUser();
    const card = await customer.api.vendors.get({ vendorId: other.vendorId });
    expect(Object.keys(card).toSorted()).toEqual([
      "address",
      "businessName",
      "id",
      "isActive",
      "phone",
      "pricing",
    ]);
    const { items } = await customer.api.vendors.list({ query: "pharmacy" });
    expect(items.every(item => item.isActive && !("email" in item))).toBe(true);
    expect(items.map(({ id }) => id)).toContain(vendor.vendorId);
    expect((await customer.api.vendors.list({ isActive: false })).items).toEqual([]);
  });

  test("drivers see the card of their employer only", async () => {
    const driver = await people.aDriver(vendor);
    expect(await driver.api.vendors.get({ vendorId: vendor.vendorId })).not.toHaveProperty("email");
    expect(await codeOf(driver.api.vendors.get({ vendorId: other.vendorId }))).toBe("VENDOR_NOT_FOUND");
    expect((await driver.api.vendors.list({})).items.map(({ id }) => id)).toEqual([vendor.vendorId]);
  });

  test("only vendors have a business of their own", async () => {
    expect(await codeOf(admin.api.vendors.me())).toBe("FORBIDDEN");
    expect(await codeOf(app.as(null).vendors.list({}))).toBe("UNAUTHENTICATED");
  });
});
