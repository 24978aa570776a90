import { afterAll, beforeAll, expect, test } from "bun:test";
import type { AuditDoc } from "../../../src/server/features/audit/audit.repo.ts";
import { SessionId } from "../../../src/shared/ids.ts";
import { askedOfMongo } from "../../support/asked-of-mongo.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { createPeople } from "../../support/people.ts";

const BOARDS = 100;

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp("boards_at_once");
});
afterAll(() => app[Symbol.asyncDispose]());

test("a hundred boards that begin at once are each in the log, for a few writes and no look at the business", async () => {
  const { actor, vendorId } = await createPeople(app).aVendor();
  const sessions = Array.from({ length: BOARDS }, () => SessionId.parse(app.platform.ids.uuid()));
  const begin = async (sessionId: SessionId) => {
    const { vendor } = app.as({ ...actor, sessionId }).realtime;
    for await (const _ of (await vendor({ vendorId })) as AsyncIterable<unknown>) break;
  };
  const asked = await askedOfMongo(app.client, () => Promise.all(sessions.map(begin)));
  expect(asked.filter(({ command }) => command === "insert").length).toBeLessThan(BOARDS / 10);
  expect(asked.filter(({ collection }) => collection === "vendors")).toEqual([]);
  const entries = await app.db
    .collection<AuditDoc>("audit")
    .find({ action: "read.realtime.vendor" })
    .toArray();
  expect(entries.map(({ sessionId }) => sessionId).toSorted()).toEqual(sessions.toSorted());
});
