import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { Db } from "mongodb";
import { callOf } from "../../src/server/features/auth/index.ts";
import { after } from "../../src/server/platform/mongo/cursor.ts";
import { HostileValue, repository } from "../../src/server/platform/mongo/repository.ts";
import { contains } from "../../src/server/platform/mongo/search.ts";
import { fingerprint } from "../support/fingerprint.ts";
import { aRequest, createTestApp, type TestApp } from "../support/harness.ts";
import { createPeople, type Person } from "../support/people.ts";
import { tally } from "../support/tally.ts";

/*
 * What if a schema had let it through? Every method of every repository is handed, past all schemas, what an attacker
 * would send: found by their names, so that tomorrow's repository is asked too.
 */

const FEATURES = join(import.meta.dir, "../../src/server/features");

type Method = (...args: unknown[]) => unknown;
type Maker = (db: Db, deps: unknown) => Record<string, Method>;

let app: TestApp;
let customer: Person;
const repositories: [name: string, methods: Record<string, Method>][] = [];

beforeAll(async () => {
  app = await createTestApp("injection");
  const people = createPeople(app);
  const vendor = await people.aVendor();
  customer = await people.aUser();
  await people.anOrder(customer, vendor.vendorId);
  for (const path of [...new Bun.Glob("**/*.repo.ts").scanSync(FEATURES)].toSorted()) {
    const module: Record<string, unknown> = await import(join(FEATURES, path));
    for (const [name, create] of Object.entries(module))
      if (/^create\w+Repo$/.test(name) && !TAKEN_IN.test(name))
        repositories.push([name, (create as Maker)(app.db, { ids: app.platform.ids, events: {} })]);
  }
}, 30_000);
afterAll(() => app[Symbol.asyncDispose]());

/** Parts of the repository of drivers, which hands out their methods. */
const TAKEN_IN = /^createDriver(Duty|Positions)Repo$/;

/** As JSON, which is how they arrive. */
const POISONS = [
  '{"$ne":null}',
  '{"$gt":""}',
  '{"$in":["a"]}',
  '{"$regex":".*"}',
  '{"$where":"sleep(1000)"}',
  '{"$function":{"body":"function() {}","args":[],"lang":"js"}}',
  '{"$expr":{"$eq":[1,1]}}',
  '{"$or":[{}]}',
  '{"$set":{"role":"admin"}}',
  '{"_id":{"$ne":null}}',
  '[{"$ne":null}]',
  '{"a":{"b":[{"c":{"$ne":1}}]}}',
  '{"__proto__":{"role":"admin"}}',
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  '{"prototype":{}}',
  '{"role.admin":true}',
  '{"_bsontype":"ObjectId","id":"aaaaaaaaaaaa"}',
].map(text => [text, JSON.parse(text)] as const);

/** What JSON cannot be, but a careless line could make. */
const CREATURES: [string, unknown][] = [
  ["a function", () => true],
  ["a symbol", Symbol("x")],
  ["a pattern", /.*/],
  ["an object of a class", new (class Surprise {})()],
  ["an accessor", Object.defineProperty({}, "id", { enumerable: true, get: () => ({ $ne: null }) })],
  ["a method of the driver's", { toBSON: () => ({ $ne: null }) }],
];
const MOST_ARGUMENTS = 5;

describe("past all schemas", () => {
  test("every repository refuses operators, prototypes and code in every argument", async () => {
    expect(repositories.length).toBeGreaterThan(14);
    const before = await fingerprint(app.db);
    let asked = 0;
    for (const [name, methods] of repositories)
      for (const [method, call] of Object.entries(methods)) {
        if (typeof call !== "function") continue;
        for (let position = 0; position < MOST_ARGUMENTS; position++)
          for (const [poison, value] of [...POISONS, ...CREATURES]) {
            const args: unknown[] = Array.from({ length: position }, () => "x");
            const attempt = async () => call(...args, value);
            expect(await attempt().catch(error => error), `${name}.${method}(${poison})`).toBeInstanceOf(
              HostileValue,
            );
            asked++;
          }
      }
    expect(asked).toBeGreaterThan(5_000);
    tally("poisoned repository calls", asked);
    expect(await fingerprint(app.db)).toBe(before);
    expect(({} as Record<string, unknown>).role).toBeUndefined();
  });

  test("so does every use case that somebody reaches with an id that is none", async () => {
    const id = { $ne: null } as never;
    const { orders, vendors, users, tracking } = app.services;
    const { actor } = customer;
    for (const attempt of [
      () => orders.get(actor, { orderId: id }),
      () => orders.list(actor, { status: [id], limit: 10 } as never),
      () => orders.list(actor, { vendorId: id, limit: 10 } as never),
      () => vendors.get(actor, { vendorId: id }),
      () => users.get(actor, { userId: id }),
      () => tracking.get({ token: id, call: callOf(aRequest()) }),
    ])
      await expect((async () => attempt())()).rejects.toBeInstanceOf(HostileValue);
  });

  test("and without the guard each of them would have found somebody: the poison is real", async () => {
    const orders = app.db.collection<{ _id: string }>("orders");
    for (const poison of [{ $ne: null }, { $gt: "" }, { $regex: ".*" }])
      expect(await orders.findOne({ _id: poison as never }), JSON.stringify(poison)).not.toBeNull();
    const unguarded = { findById: (_id: unknown) => orders.findOne({ _id: _id as never }) };
    expect(await unguarded.findById(JSON.parse('{"$ne":null}'))).not.toBeNull();
    const guarded = repository(() => unguarded)(app.db);
    expect(() => guarded.findById(JSON.parse('{"$ne":null}'))).toThrow(HostileValue);
  });

  test("a refusal names the method and the key, and not the value", () => {
    const { findById } = repository(() => ({ findById: (id: unknown) => id }))(app.db);
    expect(() => findById({ $gt: "aino@medex.test" })).toThrow('findById was handed the key "$gt"');
  });
});

describe("undefined", () => {
  test("is refused in a filter, where the driver would send null and find what has none", async () => {
    const orders = app.db.collection<{ driverId: unknown }>("orders");
    expect(await orders.countDocuments({ driverId: undefined })).toBe(1);
    const repo = repository(db => {
      const strict = db.collection<{ driverId: unknown }>("orders");
      const ofDriver = (driverId: unknown) => ({ $and: [{}, { driverId: { $in: [driverId] } }] });
      return {
        count: (driverId: unknown) => strict.countDocuments({ driverId }),
        find: (driverId: unknown) => strict.find(ofDriver(driverId)).toArray(),
        remove: (driverId: unknown) => strict.deleteMany({ driverId }),
        change: (driverId: unknown) => strict.updateMany({ driverId }, { $set: { driverId: null } }),
        group: (driverId: unknown) => strict.aggregate([{ $match: { driverId } }]).toArray(),
        names: (driverId: unknown) => strict.distinct("driverId", { driverId }),
        bulk: (driverId: unknown) => strict.bulkWrite([{ deleteMany: { filter: { driverId } } }]),
      };
    })(app.db);
    for (const [name, method] of Object.entries(repo)) {
      const attempt = async (): Promise<unknown> => method(undefined);
      await expect(attempt(), name).rejects.toBeInstanceOf(HostileValue);
    }
    expect(await repo.count(null)).toBe(1);
    expect(await repo.remove("nobody")).toMatchObject({ deletedCount: 0 });
  });

  test("and a missing id finds nobody's order and no session", async () => {
    const missing = undefined as never;
    for (const attempt of [
      () => app.services.orders.get(customer.actor, { orderId: missing }),
      () => app.services.tracking.get({ token: missing, call: callOf(aRequest()) }),
    ])
      await expect((async () => attempt())()).rejects.toThrow();
  });
});

describe("what a person searches for is text", () => {
  const PATTERNS =
    "(a+)+$ ((a+)+)+b .* ^ [ [a-z] \\ \\E a{1,99999} (?=.*.*.*.*.*x) (?i) $where a|b é İ 😀 /x/ #x".split(
      " ",
    );
  // Blanks that a pattern of JavaScript writes in a way which MongoDB refuses.
  PATTERNS.push(" ", "\t", "\u00a0", "\u2003", "\u2028", "\u3000", "\ufeff");

  test("a pattern finds itself and nothing else, however it would run", async () => {
    const texts = app.db.collection<{ text: string }>("texts");
    await texts.insertMany([...PATTERNS.map(text => ({ text: `x${text}y` })), { text: "a".repeat(40_000) }]);
    for (const pattern of PATTERNS) {
      const found = await texts.find({ text: contains(pattern) }, { maxTimeMS: 1_000 }).toArray();
      expect(found.map(({ text }) => text)).toContain(`x${pattern}y`);
      for (const { text } of found) expect(text.toLowerCase()).toContain(pattern.toLowerCase());
    }
  });

  test("a place in a list that was made up is refused", () => {
    const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const time = "2026-11-23T09:00:00.000Z";
    for (const place of [
      [time, { $ne: null }],
      [{ $gt: "" }, "x"],
      { $gt: "" },
      [time],
      [time, "x", "y"],
      [time, "x".repeat(61)],
    ])
      expect(() => after(made(place))).toThrow();
    expect(() => after(made([time, "x"]))).not.toThrow();
  });
});
