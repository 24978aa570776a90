import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { auditKept, createAuditRepo } from "../../../src/server/features/audit/index.ts";
import { ensureCollections } from "../../../src/server/platform/mongo/collections.ts";
import type { AuditExportInput } from "../../../src/shared/admin/admin.schema.ts";
import type { UserId } from "../../../src/shared/ids.ts";
import { codeOf } from "../../support/errors.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { createPeople, type People, type Person } from "../../support/people.ts";

const ENTRIES = 600;
/** No account has it, so nothing but the entries below is found by it. */
const idOf = (kind: string, n: number) => `${kind}-${String(n).padStart(4, "0")}`;
const minute = (n: number) => new Date(Date.UTC(2026, 10, 1, 0, n));
const GROUPS = ["signIns", "reads", "adminActions", "changes"] as const;

let app: TestApp;
let people: People;
let admin: Person;

beforeAll(async () => {
  app = await createTestApp("audit_search");
  people = createPeople(app);
  admin = await people.anAdmin();
  const { insert } = createAuditRepo(app.db);
  for (let n = 0; n < ENTRIES; n++)
    await insert(null, {
      _id: idOf("entry", n),
      createdAt: minute(n),
      actor: { id: idOf("user", n % 60) as UserId, role: "vendor", name: `Vendor ${n % 60}` },
      action: `test.${n % 30}`,
      group: GROUPS[n % 4] ?? "reads",
      subject: n % 2 ? idOf("order", n % 40) : [idOf("order", n % 40), idOf("order", (n + 1) % 40)],
      subjectKind: "order",
      detail: `Parcel ${10_000 + n}`,
      changes: [],
      reason: n === 250 ? 'The pharmacist "asked" for it' : null,
      ip: `198.51.100.${n % 60}`,
      userAgent: null,
      requestId: null,
      sessionId: null,
    });
}, 30_000);
afterAll(() => app[Symbol.asyncDispose]());

const numbersOf = (items: readonly { id: string }[]) => items.map(({ id }) => Number(id.slice(-4)));
const search = async (filter: AuditExportInput) =>
  numbersOf((await admin.api.admin.auditLog({ limit: 100, ...filter })).items);
const expected = (isFound: (n: number) => boolean) =>
  Array.from({ length: ENTRIES }, (_, n) => ENTRIES - 1 - n)
    .filter(isFound)
    .slice(0, 100);
/** Our own sign-in and searches are in the log too. */
const INVENTED = { to: minute(ENTRIES).toISOString() };

type Case = [name: string, filter: AuditExportInput, isFound: (n: number) => boolean, index: string];
const CASES: Case[] = [
  ["nothing", {}, () => true, "createdAt: -1"],
  ["a group", { group: "adminActions" }, n => n % 4 === 2, "group: 1"],
  ["an action", { action: "test.7" }, n => n % 30 === 7, "action: 1"],
  ["who did it", { actorId: idOf("user", 9) }, n => n % 60 === 9, "actor.id: 1"],
  [
    "whom it was about",
    { subject: idOf("order", 8) },
    n => n % 40 === 8 || (n % 2 === 0 && (n + 1) % 40 === 8),
    "subject: 1",
  ],
  [
    "whom it was about, among others",
    { subject: idOf("order", 9) },
    n => n % 40 === 9 || n % 40 === 8,
    "subject: 1",
  ],
  ["an address", { ip: "198.51.100.4" }, n => n % 60 === 4, "ip: 1"],
  [
    "a period",
    { from: minute(100).toISOString(), to: minute(103).toISOString() },
    n => n >= 100 && n < 103,
    "createdAt",
  ],
  ["words that stand together nowhere", { text: "pharmacist asked for" }, () => false, "_fts"],
  ["a word of a detail", { text: "10250" }, n => n === 250, "_fts"],
  ["a name", { text: "vendor 59" }, n => n % 60 === 59, "_fts"],
  [
    "several at once",
    { group: "changes", actorId: idOf("user", 3) },
    n => n % 4 === 3 && n % 60 === 3,
    "1, createdAt",
  ],
];

describe("the log is searched by", () => {
  for (const [name, filter, isFound, index] of CASES) {
    test(`${name}, newest first and along an index`, async () => {
      await app.db.command({ profile: 2 });
      const found = await search({ ...INVENTED, ...filter });
      await app.db.command({ profile: 0 });
      expect(found).toEqual(expected(isFound));
      const [plan] = await app.db
        .collection("system.profile")
        .find({ ns: `${app.db.databaseName}.audit`, op: "query" })
        .sort({ ts: -1 })
        .limit(1)
        .toArray();
      expect(plan?.planSummary).toContain(index);
      expect(plan?.planSummary).not.toContain("COLLSCAN");
      // Words come in no order; there only the newest hundred are kept while sorting.
      if (filter.text === undefined) expect(plan?.hasSortStage ?? false).toBe(false);
    });
  }

  test("words that hold quotes, operators or nothing findable, without a fault", async () => {
    expect(await search({ ...INVENTED, text: 'pharmacist "asked" for' })).toEqual([]);
    expect(await search({ ...INVENTED, text: "The pharmacist" })).toEqual([250]);
    for (const text of ['"', '""', "-10250", "\\", "$where", ".*"])
      expect(await codeOf(admin.api.admin.auditLog({ text: `${text} x` }))).toBeNull();
  });

  test("page after page, whatever narrows it", async () => {
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await admin.api.admin.auditLog({ limit: 7, group: "reads", ...INVENTED, cursor });
      seen.push(...numbersOf(page.items));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(Array.from({ length: ENTRIES }, (_, n) => ENTRIES - 1 - n).filter(n => n % 4 === 1));
  });
});

describe("who read the data of", () => {
  test("a recipient, by the order's number or id; a driver, by his e-mail address or either id", async () => {
    const vendor = await people.aVendor();
    const driver = await people.aDriver(vendor);
    const order = await people.anAssignedOrder(vendor, driver);
    await vendor.api.orders.get({ orderId: order.id });
    await vendor.api.drivers.get({ driverId: driver.driverId });
    const readers = async (subject: string) =>
      (await admin.api.admin.auditLog({ subject, group: "reads" })).items.map(({ action, actor }) => [
        action,
        actor.id,
      ]);
    const me = vendor.actor.userId;
    for (const typed of [order.id, order.orderNumber, order.orderNumber.toLowerCase()])
      expect(await readers(typed)).toContainEqual(["read.orders.get", me]);
    for (const typed of [driver.driverId, driver.actor.userId, driver.email, driver.email.toUpperCase()])
      expect(await readers(typed)).toContainEqual(["read.drivers.get", me]);
    expect(await readers("nobody@example.test")).toEqual([]);
  });
});

describe("as a file", () => {
  test("it holds what the filter finds, and no formula of anybody's", async () => {
    const user = await people.aUser("=HYPERLINK(1)");
    const { content, filename, contentType } = await admin.api.admin.exportAuditLog({
      actorId: user.actor.userId,
    });
    expect(contentType).toBe("text/csv; charset=utf-8");
    expect(filename).toBe("medex-audit-2026-11-23.csv");
    const [headings, ...rows] = content.trimEnd().split("\r\n");
    expect(headings).toStartWith("time,action,who");
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toContain("'=HYPERLINK(1)");
    const all = await admin.api.admin.exportAuditLog(INVENTED);
    expect(all.content.trimEnd().split("\r\n")).toHaveLength(ENTRIES + 1);
  });
});

test("entries are kept as long as is set, and a change of that reaches a database that is there", async () => {
  const expiry = async () =>
    (await app.db.collection("audit").indexes()).find(
      ({ expireAfterSeconds }) => expireAfterSeconds !== undefined,
    );
  expect(await expiry()).toMatchObject({ key: { createdAt: 1 }, expireAfterSeconds: 730 * 86_400 });
  await ensureCollections(app.db, [auditKept(30)]);
  expect(await expiry()).toMatchObject({ key: { createdAt: 1 }, expireAfterSeconds: 30 * 86_400 });
});
