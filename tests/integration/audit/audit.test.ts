import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { SessionId } from "../../../src/shared/ids.ts";
import { codeOf } from "../../support/errors.ts";
import { aRequest, createTestApp, type TestApp } from "../../support/harness.ts";
import { createPeople, PASSWORD, type People, type Person } from "../../support/people.ts";

let app: TestApp;
let people: People;
let admin: Person;

beforeAll(async () => {
  app = await createTestApp("audit");
  people = createPeople(app);
  admin = await people.anAdmin();
});
afterAll(() => app[Symbol.asyncDispose]());

const newest = async (input: Parameters<Person["api"]["admin"]["auditLog"]>[0] = {}) =>
  (await admin.api.admin.auditLog(input)).items[0];

describe("the audit log", () => {
  test("keeps sign-ins, with the address they came from", async () => {
    const user = await people.aUser();
    await app.as(null, aRequest({ ip: "203.0.113.7" })).auth.login({ email: user.email, password: PASSWORD });
    expect(await newest()).toEqual({
      id: expect.any(String),
      at: app.time.clock.now().toISOString(),
      actor: { id: user.actor.userId, role: "user", name: "Aino Laine" },
      action: "auth.login",
      subject: user.actor.userId,
      subjects: [user.actor.userId],
      subjectKind: null,
      detail: null,
      changes: [],
      reason: null,
      ip: "203.0.113.7",
      userAgent: "test",
      requestId: "test",
      sessionId: expect.any(String),
    });
  });

  test("keeps failed sign-ins of accounts and of nobody, and never what was typed as the password", async () => {
    const user = await people.aUser();
    const guess = (email: string) => app.as(null).auth.login({ email, password: "my secret guess" });
    await codeOf(guess(user.email));
    expect(await newest()).toMatchObject({
      action: "auth.loginFailed",
      actor: { id: user.actor.userId },
      subject: user.email,
    });
    await codeOf(guess("nobody@example.test"));
    expect(await newest()).toMatchObject({
      action: "auth.loginFailed",
      actor: { id: null, role: "system" },
      subject: "nobody@example.test",
    });
    const all = await app.db.collection("audit").find().toArray();
    expect(JSON.stringify(all)).not.toContain("my secret guess");
  });

  test("keeps registrations and changes of a password", async () => {
    const user = await people.aUser();
    expect(await newest({ action: "auth.register" })).toMatchObject({ subject: user.actor.userId });
    await user.api.auth.changePassword({ currentPassword: PASSWORD, newPassword: "another long one" });
    expect(await newest({ action: "auth.changePassword" })).toMatchObject({
      actor: { id: user.actor.userId },
    });
  });

  test("keeps whatever opens, closes or guards an account, with the address and the browser it came from", async () => {
    const user = await people.aUser();
    const request = () => aRequest({ ip: "203.0.113.20", userAgent: "Firefox" });
    const api = app.as(user.actor, request());
    const login = () =>
      app.as(null, request()).auth.login({ email: user.email, password: PASSWORD, client: "api" });
    const { refreshToken } = await login();
    const stranger = app.as(null, request());
    await stranger.auth.refresh({ refreshToken });
    app.time.advance(60_000);
    await codeOf(stranger.auth.refresh({ refreshToken }));
    await codeOf(
      api.auth.changePassword({ currentPassword: "not the one", newPassword: "another long one" }),
    );
    await login();
    const other = (await api.auth.sessions()).find(({ current }) => !current);
    if (!other) throw new Error("no other session");
    await api.auth.revokeSession({ sessionId: other.id });
    const last = await login();
    await app.as(null, request()).auth.logout({ refreshToken: last.refreshToken });
    await api.auth.logout({});
    await admin.api.users.setActive({ userId: user.actor.userId, isActive: false, reason: "Tested" });
    await codeOf(login());
    const { items } = await admin.api.admin.auditLog({ ip: "203.0.113.20" });
    expect(items.map(({ action }) => action).toReversed()).toEqual([
      "auth.login",
      "auth.refreshReused",
      "auth.passwordRefused",
      "auth.login",
      "auth.revokeSession",
      "auth.login",
      "auth.logout",
      "auth.logout",
      "auth.loginFailed",
    ]);
    for (const entry of items) expect(entry).toMatchObject({ userAgent: "Firefox", requestId: "test" });
    for (const { action, actor } of items)
      if (action !== "auth.refreshReused") expect(actor.id).toBe(user.actor.userId);
    expect(items.at(-1)?.sessionId).not.toBeNull();
  });

  test("keeps what was done to drivers", async () => {
    const vendor = await people.aVendor();
    const { driverId } = await people.aDriver(vendor);
    await vendor.api.drivers.setActive({ driverId, isActive: false });
    const { items } = await admin.api.admin.auditLog({ actorId: vendor.actor.userId });
    expect(items.map(({ action, subject }) => [action, subject])).toEqual([
      ["driver.deactivate", driverId],
      ["driver.create", driverId],
      ["auth.login", vendor.actor.userId],
    ]);
  });

  test("comes newest first, page by page", async () => {
    const total = await app.db.collection("audit").countDocuments();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await admin.api.admin.auditLog({ limit: 4, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(total);
    expect(seen).toEqual(seen.toSorted().toReversed());
  });

  test("is for administrators only", async () => {
    const vendor = await people.aVendor();
    for (const { api } of [vendor, await people.aDriver(vendor), await people.aUser()]) {
      expect(await codeOf(api.admin.auditLog({}))).toBe("FORBIDDEN");
      expect(await codeOf(api.admin.overview())).toBe("FORBIDDEN");
    }
    expect(await codeOf(app.as(null).admin.auditLog({}))).toBe("UNAUTHENTICATED");
  });
});

test("looks that are written together are refused together when one of them cannot be written, and seen again after", async () => {
  const { actor, vendorId } = await people.aVendor();
  const sessions = Array.from({ length: 4 }, () => SessionId.parse(app.platform.ids.uuid()));
  const read = { action: "read.drivers.list", kind: "vendor", subjects: [vendorId] } as const;
  const look = () =>
    Promise.all(sessions.map(sessionId => codeOf(app.services.audit.read({ ...actor, sessionId }, read))));
  const refuse = (validator: object) => app.db.command({ collMod: "audit", validator });
  await refuse({ $nor: [{ action: read.action, sessionId: sessions[0] }] });
  const refused = await look();
  await refuse({});
  expect(refused).toEqual(sessions.map(() => "AUDIT_UNAVAILABLE"));
  expect(await look()).toEqual(sessions.map(() => null));
  const entries = await app.db.collection("audit").find({ action: read.action }).toArray();
  expect(new Set(entries.map(({ sessionId }) => sessionId))).toEqual(new Set(sessions));
});
