import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createServices } from "../../../src/server/services.ts";
import type { Actor } from "../../../src/shared/auth/actor.ts";
import { UserId } from "../../../src/shared/ids.ts";
import type { MemberRole } from "../../../src/shared/vendors/member.schema.ts";
import { codeOf, refusal } from "../../support/errors.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { createLetterbox, tokenIn } from "../../support/letterbox.ts";
import { type Business, createPeople, PASSWORD, type People, PLACES } from "../../support/people.ts";

const REASON = "asked for it by telephone";
const NEW_PASSWORD = "quite another password";
const letterbox = createLetterbox();
let app: TestApp;
let people: People;
let owner: Business;

beforeAll(async () => {
  app = await createTestApp("members", { mail: letterbox });
  people = createPeople(app);
  owner = await people.aVendor();
});
afterAll(() => app[Symbol.asyncDispose]());

let count = 0;
const anAddress = () => `colleague${++count}@team.test`;
const invite = (by: Business, email: string, memberRole: MemberRole = "dispatcher") =>
  by.api.vendors.inviteMember({ vendorId: by.vendorId, email, fullName: "Daria Desk", memberRole });
async function accept(email: string, password = NEW_PASSWORD) {
  await app.deliverMail();
  await app.as(null).auth.acceptInvitation({ token: tokenIn(letterbox.to(email).at(-1)), password });
  return people.signedIn(email, password);
}
const login = (email: string, password = NEW_PASSWORD) =>
  app.as(null).auth.login({ email, password, client: "api" });
const idOf = ({ actor }: { actor: Actor }) => actor.userId;
async function memberOf(by: Business, userId: UserId) {
  const { items } = await by.api.vendors.members({ vendorId: by.vendorId, limit: 100 });
  return items.find(member => member.userId === userId);
}
const auditOf = (action: string, subject: string) => app.db.collection("audit").findOne({ action, subject });

describe("who opens a business", () => {
  test("is its first owner, whether an administrator opened it or he registered himself", async () => {
    expect(owner.actor).toMatchObject({ role: "vendor", memberRole: "owner", vendorId: owner.vendorId });
    const { user } = await app.as(null).auth.register({
      role: "vendor",
      email: anAddress(),
      password: PASSWORD,
      fullName: "Selma Self",
      businessName: "Selma's Pharmacy",
      address: PLACES.office,
    });
    expect(user).toMatchObject({ memberRole: "owner", vendorId: expect.any(String) });
  });

  test("of a business from before there were members is made its owner at the next start, once", async () => {
    const members = app.db.collection<{ _id: string }>("vendorMembers");
    const old = await people.aVendor();
    const left = await people.aVendor();
    const heir = await people.aMember(left, "owner");
    await left.api.vendors.removeMember({ vendorId: left.vendorId, userId: idOf(left) });
    await members.deleteOne({ _id: idOf(old) });
    const before = await members.countDocuments();
    const starts = [createServices(app.platform), createServices(app.platform)];
    for (const started of await Promise.all(starts)) await started[Symbol.asyncDispose]();
    expect(await members.countDocuments()).toBe(before + 1);
    expect(await members.findOne({ _id: idOf(old) })).toMatchObject({
      vendorId: old.vendorId,
      memberRole: "owner",
    });
    // A founder who has left stays away.
    expect(await members.findOne({ _id: idOf(left) })).toBeNull();
    expect(await memberOf(heir, idOf(heir))).toMatchObject({ memberRole: "owner" });
  });
});

describe("a colleague who is invited", () => {
  test("chooses a password by the link in a letter and is at work in that business", async () => {
    const email = anAddress();
    const invited = await invite(owner, email);
    expect(invited).toMatchObject({ email, memberRole: "dispatcher", hasJoined: false, isActive: true });
    expect(invited.can).toEqual(["setRole", "remove", "resendInvitation"]);
    expect(await codeOf(login(email))).toBe("INVALID_CREDENTIALS");
    const colleague = await accept(email);
    expect(letterbox.to(email).at(-1)?.subject).toBe(
      `${owner.vendor.businessName} has added you as a dispatcher in MedEx`,
    );
    expect(colleague.actor).toMatchObject({ vendorId: owner.vendorId, memberRole: "dispatcher" });
    expect(await memberOf(owner, invited.userId)).toMatchObject({
      hasJoined: true,
      can: ["setRole", "remove"],
    });
    expect(await auditOf("member.invite", invited.userId)).toMatchObject({ actor: { id: idOf(owner) } });
  });

  test("gets another letter when it is asked for, not more than one a minute, and none once he has joined", async () => {
    const email = anAddress();
    const { userId } = await invite(owner, email);
    const again = () => owner.api.vendors.resendInvitation({ vendorId: owner.vendorId, userId });
    expect(await refusal(again())).toEqual({ code: "TOO_MANY_REQUESTS", details: { seconds: 60 } });
    app.time.advance(60_000);
    expect(await again()).toMatchObject({ invitedAt: app.time.clock.now().toISOString() });
    await app.deliverMail();
    expect(letterbox.to(email)).toHaveLength(2);
    await accept(email);
    expect(await codeOf(again())).toBe("ALREADY_JOINED");
  });

  test("has no account elsewhere, and a business that is not open sends letters to nobody", async () => {
    const customer = await people.aUser();
    const other = await people.aVendor();
    for (const { email } of [customer, other, owner])
      expect(await codeOf(invite(owner, email))).toBe("EMAIL_TAKEN");
    const admin = await people.anAdmin();
    await admin.api.vendors.setActive({ vendorId: other.vendorId, isActive: false, reason: REASON });
    const email = anAddress();
    expect(await codeOf(invite(other, email))).toBe("VENDOR_NOT_APPROVED");
    expect(await app.db.collection("users").countDocuments({ email })).toBe(0);
  });

  test("whose invitation is taken back gets nothing any more, and his address is free", async () => {
    const email = anAddress();
    const { userId } = await invite(owner, email);
    await app.deliverMail();
    const token = tokenIn(letterbox.to(email).at(-1));
    await owner.api.vendors.removeMember({ vendorId: owner.vendorId, userId });
    expect(await codeOf(app.as(null).auth.acceptInvitation({ token, password: PASSWORD }))).toBe(
      "LINK_NOT_VALID",
    );
    const details = { email, password: PASSWORD, fullName: "Free Again" };
    expect(await app.as(null).auth.register({ role: "user", ...details })).toBeObject();
  });

  test("may be added with a password where there is no mail", async () => {
    const email = anAddress();
    const { vendorId } = owner;
    const details = { vendorId, email, fullName: "Petra Password", memberRole: "viewer" } as const;
    expect(await owner.api.vendors.createMember({ ...details, password: PASSWORD })).toMatchObject({
      hasJoined: true,
      invitedAt: null,
    });
    expect((await people.signedIn(email)).actor).toMatchObject({ vendorId, memberRole: "viewer" });
  });
});

describe("a business that waits for its approval", () => {
  test("adds nobody: no driver, no colleague, no letter", async () => {
    const { accessToken } = await app.as(null).auth.register({
      role: "vendor",
      email: anAddress(),
      password: PASSWORD,
      fullName: "Willa Waiting",
      businessName: "Waiting Pharmacy",
      address: PLACES.office,
    });
    const api = await app.with(accessToken);
    const { id: vendorId } = await api.vendors.me();
    const before = await app.db.collection("users").countDocuments();
    const person = { email: anAddress(), fullName: "No Body" };
    const driver = { ...person, phone: "+358 40 123 4567", vehicleType: "bike" } as const;
    const colleague = { ...person, vendorId, memberRole: "viewer" } as const;
    for (const adding of [
      () => api.drivers.create({ ...driver, password: PASSWORD }),
      () => api.drivers.invite(driver),
      () => api.vendors.createMember({ ...colleague, password: PASSWORD }),
      () => api.vendors.inviteMember(colleague),
    ])
      expect(await codeOf(adding())).toBe("VENDOR_NOT_APPROVED");
    expect(await app.db.collection("users").countDocuments()).toBe(before);
  });
});

describe("a colleague who is removed", () => {
  test("is out at once, and cannot sign in though the password is right", async () => {
    const dispatcher = await people.aMember(owner, "dispatcher");
    const { accessToken, refreshToken } = dispatcher.credentials;
    await owner.api.vendors.removeMember({ vendorId: owner.vendorId, userId: idOf(dispatcher) });
    expect(await app.services.auth.actorOf(accessToken)).toBeNull();
    expect(await codeOf(app.as(null).auth.refresh({ refreshToken }))).toBe("SESSION_EXPIRED");
    expect(await codeOf(login(dispatcher.email, PASSWORD))).toBe("ACCOUNT_INACTIVE");
    expect(await memberOf(owner, idOf(dispatcher))).toBeUndefined();
    expect(await auditOf("member.remove", idOf(dispatcher))).toMatchObject({ actor: { id: idOf(owner) } });
  });

  test("may be invited again, here or elsewhere, and begins with a new password", async () => {
    const other = await people.aVendor();
    const viewer = await people.aMember(owner, "viewer");
    await owner.api.vendors.removeMember({ vendorId: owner.vendorId, userId: idOf(viewer) });
    expect(await invite(other, viewer.email, "owner")).toMatchObject({ hasJoined: false });
    expect(await codeOf(login(viewer.email, PASSWORD))).toBe("INVALID_CREDENTIALS");
    const again = await accept(viewer.email);
    expect(again.actor).toMatchObject({
      userId: idOf(viewer),
      vendorId: other.vendorId,
      memberRole: "owner",
    });
  });

  test("but not past an administrator who has locked the account", async () => {
    const viewer = await people.aMember(owner, "viewer");
    const admin = await people.anAdmin();
    await owner.api.vendors.removeMember({ vendorId: owner.vendorId, userId: idOf(viewer) });
    await admin.api.users.setActive({ userId: idOf(viewer), isActive: false, reason: REASON });
    expect(await codeOf(invite(owner, viewer.email))).toBe("EMAIL_TAKEN");
  });
});

describe("what a colleague is", () => {
  test("is changed by an owner and acts with the next call", async () => {
    const viewer = await people.aMember(owner, "viewer");
    const asNow = () => app.with(viewer.credentials.accessToken);
    const { id: orderId } = await people.anOrder(owner, owner.vendorId);
    expect(await codeOf((await asNow()).orders.accept({ orderId }))).toBe("FORBIDDEN");
    const ids = { vendorId: owner.vendorId, userId: idOf(viewer) };
    const changed = await owner.api.vendors.setMemberRole({ ...ids, memberRole: "dispatcher" });
    expect(changed).toMatchObject({ memberRole: "dispatcher" });
    expect(await (await asNow()).orders.accept({ orderId })).toMatchObject({ status: "accepted" });
    expect(await auditOf("member.setRole", ids.userId)).toMatchObject({
      changes: [{ field: "memberRole", from: "viewer", to: "dispatcher" }],
    });
  });

  test("shows in what he is offered to do: a viewer nothing, a dispatcher all about orders", async () => {
    const driver = await people.aDriver(owner);
    const dispatcher = await people.aMember(owner, "dispatcher");
    const viewer = await people.aMember(owner, "viewer");
    const { id: orderId } = await people.anOrder(owner, owner.vendorId);
    const abilities = async ({ api }: Business) => ({
      order: (await api.orders.get({ orderId })).can,
      driver: (await api.drivers.get({ driverId: driver.driverId })).can,
      business: (await api.vendors.me()).can,
    });
    expect(await abilities(viewer)).toEqual({ order: [], driver: [], business: [] });
    expect(await abilities(dispatcher)).toEqual({
      order: ["update", "accept", "cancel"],
      driver: ["assign"],
      business: ["createOrder"],
    });
    expect((await abilities(owner)).business).toEqual([
      "update",
      "manageMembers",
      "addDriver",
      "createOrder",
    ]);
  });

  test("is nothing that he makes more of himself", async () => {
    for (const memberRole of ["dispatcher", "viewer"] as const) {
      const member = await people.aMember(owner, memberRole);
      const ids = { vendorId: owner.vendorId, userId: idOf(member) };
      const more = member.api.vendors.setMemberRole({ ...ids, memberRole: "owner" });
      expect(await codeOf(more)).toBe("FORBIDDEN");
    }
  });

  test("is not told to, nor changed by, another business", async () => {
    const other = await people.aVendor();
    const theirs = idOf(await people.aMember(other, "viewer"));
    const { api, vendorId } = owner;
    for (const userId of [theirs, UserId.parse("ffffffff-ffff-7fff-8fff-ffffffffffff")]) {
      for (const act of [
        () => api.vendors.setMemberRole({ vendorId, userId, memberRole: "owner" }),
        () => api.vendors.removeMember({ vendorId, userId }),
        () => api.vendors.resendInvitation({ vendorId, userId }),
      ])
        expect(await refusal(act())).toEqual({ code: "MEMBER_NOT_FOUND", details: {} });
    }
    const { items } = await api.vendors.members({ vendorId, limit: 100 });
    expect(items.map(({ userId }) => userId)).not.toContain(theirs);
    expect(await codeOf(api.vendors.members({ vendorId: other.vendorId }))).toBe("VENDOR_NOT_FOUND");
  });

  test("may be set right by an administrator, for any business", async () => {
    const { vendorId } = owner;
    const viewer = await people.aMember(owner, "viewer");
    const admin = await people.anAdmin();
    const ids = { vendorId, userId: idOf(viewer) };
    expect(
      await admin.api.vendors.setMemberRole({ ...ids, memberRole: "dispatcher", reason: REASON }),
    ).toBeObject();
    expect(await admin.api.vendors.removeMember({ ...ids, reason: REASON })).toEqual({ removed: true });
  });
});

describe("a business always has an owner who can sign in", () => {
  test("so the last one is neither demoted nor removed, by himself or by an administrator", async () => {
    const alone = await people.aVendor();
    const { vendorId } = alone;
    // Neither who has not joined nor who is locked out can run it.
    await invite(alone, anAddress(), "owner");
    const locked = await people.aMember(alone, "owner");
    const admin = await people.anAdmin();
    await admin.api.users.setActive({ userId: idOf(locked), isActive: false, reason: REASON });
    const ids = { vendorId, userId: idOf(alone) };
    for (const [{ api }, why] of [
      [alone, {}],
      [admin, { reason: REASON }],
    ] as const) {
      const demote = api.vendors.setMemberRole({ ...ids, memberRole: "viewer", ...why });
      expect(await codeOf(demote)).toBe("LAST_OWNER");
      expect(await codeOf(api.vendors.removeMember({ ...ids, ...why }))).toBe("LAST_OWNER");
    }
    expect(await memberOf(alone, idOf(alone))).toMatchObject({ memberRole: "owner", can: [] });
  });

  test("so of two owners who demote each other at the same moment one remains", async () => {
    for (let round = 0; round < 10; round++) {
      const one = await people.aVendor();
      const two = await people.aMember(one, "owner");
      const { vendorId } = one;
      const demote = (by: Business, whom: Business) =>
        codeOf(by.api.vendors.setMemberRole({ vendorId, userId: idOf(whom), memberRole: "viewer" }));
      const outcomes = await Promise.all([demote(one, two), demote(two, one)]);
      expect(outcomes.toSorted()).toEqual(["FORBIDDEN", null]);
      expect(await app.db.collection("vendorMembers").countDocuments({ vendorId, memberRole: "owner" })).toBe(
        1,
      );
    }
  });

  test("so of two owners who leave at the same moment one stays", async () => {
    const one = await people.aVendor();
    const two = await people.aMember(one, "owner");
    const { vendorId } = one;
    const leave = (who: Business) => codeOf(who.api.vendors.removeMember({ vendorId, userId: idOf(who) }));
    expect((await Promise.all([leave(one), leave(two)])).toSorted()).toEqual(["LAST_OWNER", null]);
  });
});

test("two businesses that invite the same address at once: one gets the colleague", async () => {
  const other = await people.aVendor();
  const email = anAddress();
  const outcomes = await Promise.all([codeOf(invite(owner, email)), codeOf(invite(other, email))]);
  expect(outcomes.toSorted()).toEqual(["EMAIL_TAKEN", null]);
});
