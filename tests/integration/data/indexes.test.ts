import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { IndexDescriptionInfo } from "mongodb";
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
  ttl?: Record<string, number>;
};

const DAY = 86_400;

/** What the data model promises, whatever else a collection is indexed by. */
const PROMISED: Record<string, Wanted> = {
  users: { unique: [["email"]] },
  sessions: { unique: [["tokenHash"]], lookups: [["userId"]], ttl: { expiresAt: 0 } },
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
    ttl: { createdAt: 30 * DAY },
    places: ["location"],
  },
  assignments: { lookups: [["orderId"], ["driverId", "status"], ["vendorId"]], unique: [["orderId"]] },
  events: { unique: [["orderId", "seq"]], ttl: { at: 5 * 365 * DAY } },
  geocodes: { ttl: { createdAt: 30 * DAY } },
};

const fieldsOf = ({ key }: IndexDescriptionInfo) => Object.keys(key);
const beginsWith = (index: IndexDescriptionInfo, fields: string[]) =>
  fields.every((field, position) => fieldsOf(index)[position] === field);

describe("the indexes of", () => {
  for (const [name, { lookups = [], unique = [], places = [], ttl = {} }] of Object.entries(PROMISED)) {
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
      expect(expiring.map(index => [fieldsOf(index).join(), index.expireAfterSeconds])).toEqual(
        Object.entries(ttl),
      );
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
