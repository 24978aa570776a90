import { afterAll, beforeAll, expect, test } from "bun:test";
import { codeOf } from "../support/errors.ts";
import { aRequest, createTestApp, type TestApp } from "../support/harness.ts";
import { createPeople, PASSWORD, type People, type Person } from "../support/people.ts";

/*
 * Anybody makes an account and says what he likes of its name, address and phone: none of it may open, change or erase
 * what is about others.
 */

let app: TestApp;
let people: People;
beforeAll(async () => {
  app = await createTestApp("security_privacy");
  people = createPeople(app);
}, 30_000);
afterAll(() => app[Symbol.asyncDispose]());

const PHONE = "+358 44 700 80 90";

async function aLiar(said: { fullName?: string; phone?: string; email?: string }): Promise<Person> {
  const account = { email: "mallory@evil.test", fullName: "Mallory", ...said };
  await app.services.auth.register(aRequest(), {
    role: "user",
    client: "api",
    password: PASSWORD,
    ...account,
  });
  return people.signedIn(account.email);
}

/** A closed order for somebody with this phone. */
async function aClosedOrder(by: Person, vendorId: Parameters<People["anOrder"]>[1]) {
  const { id: orderId } = await people.anOrder(by, vendorId, { customerPhone: PHONE });
  await by.api.orders.cancel({ orderId, reason: "Not needed any more" });
  return orderId;
}

test("the phone of an account, which nobody has shown to be its holder's, opens and erases no orders", async () => {
  const vendor = await people.aVendor();
  const orderId = await aClosedOrder(await people.aUser(), vendor.vendorId);
  const liar = await aLiar({ phone: PHONE });
  expect(await liar.api.privacy.exportMine()).toMatchObject({ orders: [], proofs: [] });
  expect(await liar.api.privacy.eraseMine({ password: PASSWORD })).toEqual({ erased: true });
  expect(await vendor.api.orders.get({ orderId })).toMatchObject({ redactedAt: null, customerPhone: PHONE });
});

test("a member takes no patient with him, and leaves the orders of his business whole", async () => {
  const vendor = await people.aVendor();
  const dispatcher = await people.aMember(vendor, "dispatcher");
  const orderId = await aClosedOrder(dispatcher, vendor.vendorId);
  await people.anOrder(dispatcher, vendor.vendorId);
  expect(await dispatcher.api.privacy.exportMine()).toMatchObject({ orders: [], proofs: [] });
  await dispatcher.api.privacy.eraseMine({ password: PASSWORD });
  expect(await vendor.api.orders.get({ orderId })).toMatchObject({ redactedAt: null, customerPhone: PHONE });
});

test("a name or address that is part of other texts finds and changes nothing of others in the audit log", async () => {
  const admin = await people.anAdmin();
  const other = await people.aUser();
  const reason = `As ${other.email} has asked`;
  const change = { userId: other.actor.userId, reason };
  await admin.api.users.setActive({ ...change, isActive: false });
  const log = async () => (await admin.api.admin.auditLog({ action: "user.deactivate" })).items;
  const before = await log();
  expect(before.length).toBeGreaterThan(0);
  // The end of the other's address, and a word of every action.
  const liar = await aLiar({ fullName: "auth", email: other.email.slice(1) });
  const { audit } = await liar.api.privacy.exportMine();
  expect(audit.filter(({ byThisAccount }) => !byThisAccount)).toEqual([]);
  await liar.api.privacy.eraseMine({ password: PASSWORD });
  expect(await log()).toEqual(before);
  const own = (await admin.api.admin.auditLog({ actorId: liar.actor.userId })).items;
  expect(own.map(({ action }) => action)).toContain("auth.login");
});

test("a name that is in every answer makes the server forget no answers to others' keys", async () => {
  const vendor = await people.aVendor();
  const customer = await people.aUser();
  const order = () => people.anOrder(customer, vendor.vendorId, { idempotencyKey: "the-same-order" });
  const { id } = await order();
  const liar = await aLiar({ fullName: "customerName" });
  await liar.api.privacy.eraseMine({ password: PASSWORD });
  expect((await order()).id).toBe(id);
});

test("a business is not left without an owner for one who was only invited", async () => {
  const vendor = await people.aVendor();
  const { vendorId } = vendor;
  const guest = { email: "nobody@evil.test", fullName: "Nobody", memberRole: "owner" } as const;
  await vendor.api.vendors.inviteMember({ vendorId, ...guest });
  expect(await codeOf(vendor.api.privacy.eraseMine({ password: PASSWORD }))).toBe("ERASURE_BLOCKED");
  expect(await vendor.api.vendors.members({ vendorId })).toMatchObject({ items: [{}, {}] });
});

test("and not by two owners who erase themselves at once", async () => {
  const colleague = "second@owners.test";
  for (let round = 0; round < 5; round += 1) {
    const vendor = await people.aVendor();
    const { vendorId } = vendor;
    const email = `${round}.${colleague}`;
    const newcomer = { email, fullName: "Oona Owner", memberRole: "owner", password: PASSWORD } as const;
    await vendor.api.vendors.createMember({ vendorId, ...newcomer });
    const second = await people.signedIn(email);
    const outcomes = await Promise.all(
      [vendor, second].map(({ api }) => codeOf(api.privacy.eraseMine({ password: PASSWORD }))),
    );
    expect(outcomes.filter(code => code === "ERASURE_BLOCKED")).toHaveLength(1);
  }
});
