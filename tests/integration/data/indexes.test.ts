import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { IndexDescriptionInfo } from "mongodb";
import { createServices } from "../../../src/server/services.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp("indexes");
});
afterAll(() => app[Symbol.asyncDispose]());

type Wanted = {
  /** Fields that queries begin with: some index has to begin with them too. */
  lookups?: string[][];
  unique?: string[][];
  /** Points of the earth. */
  places?: string[];
  /** Seconds after the time in the field. */
  ttl?: [field: string, seconds: number][];
};

const DAY = 86_400;

/** What the data model promises, whatever else a collection is indexed by. */
const PROMISED: Record<string, Wanted> = {
  users: { unique: [["email"]] },
  sessions: { unique: [["tokenHash"]], lookups: [["userId"]], ttl: [["expiresAt", 0]] },
  vendors: { lookups: [["userId"]], places: ["location"] },
  drivers: { lookups: [["vendorId"], ["userId"], ["status"]], places: ["location"] },
  orders: {
    unique: [["orderNumber"], ["trackingToken"]],
    lookups: [
      ["vendorId", "createdAt"],
      ["userId", "createdAt"],
      ["driverId", "status"],
      ["status", "createdAt"],
    ],
    places: ["pickup.location", "delivery.location"],
  },
  locationEvents: {
    lookups: [["driverId", "timestamp"]],
    ttl: [["createdAt", 30 * DAY]],
    places: ["location"],
  },
  assignments: { lookups: [["orderId"], ["driverId", "status"], ["vendorId"]], unique: [["orderId"]] },
  events: {
    unique: [["orderId", "seq"]],
    ttl: [
      ["at", 5 * 365 * DAY],
      ["at", 30 * DAY],
    ],
  },
  geocodes: { ttl: [["createdAt", 30 * DAY]] },
};

const fieldsOf = ({ key }: IndexDescriptionInfo) => Object.keys(key);
const beginsWith = (index: IndexDescriptionInfo, fields: string[]) =>
  fields.every((field, position) => fieldsOf(index)[position] === field);

describe("the indexes of", () => {
  for (const [name, { lookups = [], unique = [], places = [], ttl = [] }] of Object.entries(PROMISED)) {
    test(name, async () => {
      const indexes = await app.db.collection(name).indexes();
      const whole = indexes.filter(index => !index.partialFilterExpression);
      for (const fields of lookups)
        expect(
          whole.some(index => beginsWith(index, fields)),
          fields.join(),
        ).toBe(true);
      expect(indexes.filter(index => index.unique).map(index => fieldsOf(index).join())).toEqual(
        expect.arrayContaining(unique.map(fields => fields.join())),
      );
      const spheres = indexes.flatMap(({ key }) =>
        Object.entries(key).flatMap(([field, kind]) => (kind === "2dsphere" ? [field] : [])),
      );
      expect(spheres).toEqual(places);
      const expiring = indexes.filter(index => index.expireAfterSeconds !== undefined);
      expect(expiring.map(index => [fieldsOf(index).join(), index.expireAfterSeconds])).toEqual(ttl);
    });
  }

  test("assignments: only an open one has to be the only one of its order", async () => {
    const indexes = await app.db.collection("assignments").indexes();
    expect(indexes.find(({ unique }) => unique)).toMatchObject({
      key: { orderId: 1 },
      partialFilterExpression: { status: { $in: ["pending", "accepted"] } },
    });
  });
});

describe("a database from before", () => {
  const expiryOf = async (collection: string, field: string) =>
    (await app.db.collection(collection).indexes())
      .filter(({ key, expireAfterSeconds }) => field in key && expireAfterSeconds !== undefined)
      .map(({ expireAfterSeconds }) => expireAfterSeconds);

  test("lets positions expire by the configuration of the last start", async () => {
    const retention = { ...app.platform.retention, locationDays: 8 };
    await using _shorter = await createServices({ ...app.platform, retention });
    expect(await expiryOf("locationEvents", "createdAt")).toEqual([8 * DAY]);
    expect(await expiryOf("events", "at")).toEqual([5 * 365 * DAY, 8 * DAY]);
    await using _again = await createServices(app.platform);
    expect(await expiryOf("locationEvents", "createdAt")).toEqual([30 * DAY]);
  });

  test("gets rid of an index that allowed one order without a tracking link only", async () => {
    const orders = app.db.collection("orders");
    await orders.dropIndex("live_tracking_token");
    await orders.createIndex({ trackingToken: 1 }, { unique: true });
    await using _started = await createServices(app.platform);
    const names = (await orders.indexes()).map(({ name }) => name);
    expect(names).toContain("live_tracking_token");
    expect(names).not.toContain("trackingToken_1");
  });
});
