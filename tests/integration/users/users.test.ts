import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { UserId } from "../../../src/shared/ids.ts";
import { codeOf, refusal } from "../../support/errors.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { createPeople, PASSWORD, type People, type Person } from "../../support/people.ts";

let app: TestApp;
let people: People;
let admin: Person;

beforeAll(async () => {
  app = await createTestApp("users");
  people = createPeople(app);
});
beforeEach(async () => {
  admin = await people.anAdmin();
});
afterAll(() => app[Symbol.asyncDispose]());

const MISSING = UserId.parse("ffffffff-ffff-7fff-8fff-ffffffffffff");

describe("an administrator", () => {
  test("finds accounts by name, address, role and state, without their passwords", async () => {
    const user = await people.aUser("Searched Person");
    const { items } = await admin.api.users.list({ query: "searched PERSON", role: "user", isActive: true });
    expect(items).toEqual([
      {
        id: user.actor.userId,
        email: user.email,
        fullName: "Searched Person",
        phone: null,
        role: "user",
        isActive: true,
        emailVerifiedAt: null,
        createdAt: expect.any(String),
        can: ["setActive", "setRole"],
      },
    ]);
    expect(await admin.api.users.get({ userId: user.actor.userId })).toEqual(items[0] as never);
    expect((await admin.api.users.list({ query: ".*" })).items).toEqual([]);
  });

  test("turns pages without losing or repeating anybody", async () => {
    const made = await Promise.all([0, 1, 2, 3, 4, 5, 6].map(() => people.aUser("Paged Person")));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await admin.api.users.list({ query: "Paged Person", limit: 3, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen.toSorted()).toEqual(made.map(({ actor }) => actor.userId).toSorted());
  });

  test("is told which cursor is not one", async () => {
    expect(await codeOf(admin.api.users.list({ cursor: "made up" }))).toBe("INVALID_INPUT");
  });

  test("deactivates and activates an account", async () => {
    const { actor, email } = await people.aUser();
    const off = await admin.api.users.setActive({ reason: "Tested", userId: actor.userId, isActive: false });
    expect(off.isActive).toBe(false);
    expect(await codeOf(people.signedIn(email))).toBe("ACCOUNT_INACTIVE");
    await admin.api.users.setActive({ reason: "Tested", userId: actor.userId, isActive: true });
    expect(await people.signedIn(email)).toBeObject();
  });

  test("gives a role for which the account has what it needs", async () => {
    const { actor } = await people.aUser();
    const changed = await admin.api.users.setRole({ reason: "Tested", userId: actor.userId, role: "admin" });
    expect(changed.role).toBe("admin");
  });

  test.each(["vendor", "driver"] as const)(
    "cannot make a %s of somebody with nothing to act for",
    async role => {
      const { actor } = await people.aUser();
      expect(
        await refusal(admin.api.users.setRole({ reason: "Tested", userId: actor.userId, role })),
      ).toEqual({
        code: "PROFILE_MISSING",
        details: { role },
      });
    },
  );

  test("gives a vendor its role back", async () => {
    const vendor = await people.aVendor();
    const { userId } = vendor.actor;
    await admin.api.users.setRole({ reason: "Tested", userId, role: "user" });
    expect((await admin.api.users.setRole({ reason: "Tested", userId, role: "vendor" })).role).toBe("vendor");
  });

  test("cannot lock himself out", async () => {
    const { userId } = admin.actor;
    expect((await admin.api.users.get({ userId })).can).toEqual([]);
    expect(await codeOf(admin.api.users.setActive({ reason: "Tested", userId, isActive: false }))).toBe(
      "OWN_ACCOUNT",
    );
    expect(await codeOf(admin.api.users.setRole({ reason: "Tested", userId, role: "user" }))).toBe(
      "OWN_ACCOUNT",
    );
  });

  test("hears that an account is missing", async () => {
    expect(await codeOf(admin.api.users.get({ userId: MISSING }))).toBe("USER_NOT_FOUND");
    expect(
      await codeOf(admin.api.users.setActive({ reason: "Tested", userId: MISSING, isActive: false })),
    ).toBe("USER_NOT_FOUND");
    expect(await codeOf(admin.api.users.setRole({ reason: "Tested", userId: MISSING, role: "user" }))).toBe(
      "USER_NOT_FOUND",
    );
  });

  test("leaves an entry in the audit log for each change, and none for what was refused", async () => {
    const { actor } = await people.aUser();
    const { userId } = actor;
    await admin.api.users.setActive({ reason: "Tested", userId, isActive: false });
    await admin.api.users.setRole({ reason: "Tested", userId, role: "admin" });
    await codeOf(admin.api.users.setRole({ reason: "Tested", userId, role: "driver" }));
    const { items } = await admin.api.admin.auditLog({ actorId: admin.actor.userId });
    expect(items.map(({ action, subject }) => [action, subject])).toEqual([
      ["user.setRole", userId],
      ["user.deactivate", userId],
      ["auth.login", admin.actor.userId],
    ]);
    expect(items[0]?.actor).toEqual({ id: admin.actor.userId, role: "admin", name: "Root Admin" });
  });
});

test("two administrators who demote each other at once leave one administrator", async () => {
  for (let round = 0; round < 10; round++) {
    const [one, two] = [await people.anAdmin(), await people.anAdmin()];
    const codes = await Promise.all([
      codeOf(one.api.users.setRole({ reason: "Tested", userId: two.actor.userId, role: "user" })),
      codeOf(two.api.users.setActive({ reason: "Tested", userId: one.actor.userId, isActive: false })),
    ]);
    expect(codes.toSorted()).toEqual(["FORBIDDEN", null]);
  }
});

test("an administrator cannot be made twice", async () => {
  const again = { email: admin.email, password: PASSWORD, fullName: "Second Admin" };
  expect(await codeOf(app.services.users.createAdmin(again))).toBe("EMAIL_TAKEN");
});

test("nobody but administrators reaches the accounts", async () => {
  const vendor = await people.aVendor();
  const driver = await people.aDriver(vendor);
  const user = await people.aUser();
  const { userId } = user.actor;
  for (const { api } of [vendor, driver, user]) {
    expect(await codeOf(api.users.list({}))).toBe("FORBIDDEN");
    expect(await codeOf(api.users.get({ userId }))).toBe("FORBIDDEN");
    expect(await codeOf(api.users.setRole({ userId, role: "admin" }))).toBe("FORBIDDEN");
    expect(await codeOf(api.users.setActive({ userId, isActive: true }))).toBe("FORBIDDEN");
  }
  expect(await codeOf(app.as(null).users.list({}))).toBe("UNAUTHENTICATED");
});
