import { afterAll, beforeAll, expect, test } from "bun:test";
import { createMutesRepo } from "../../../src/server/features/processes/index.ts";
import { createServices } from "../../../src/server/services.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { createPeople } from "../../support/people.ts";
import { waitFor } from "../../support/wait-for.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp("mutes");
});
afterAll(() => app[Symbol.asyncDispose]());

test("a process that others cannot hear says so to them, and takes it back, and neither believes it of himself", async () => {
  let isMute = false;
  await using lost = await createServices({ ...app.platform, isMute: () => isMute });
  await using other = await createServices(app.platform);
  const admin = await createPeople(app).anAdmin();
  const isDegraded = async (of: typeof other) =>
    (await of.services.admin.overview(admin.actor, {})).isLiveDegraded;
  const look = async () => {
    for (const process of [lost, other]) await process.lookForMutes();
  };
  await look();
  expect(await isDegraded(other)).toBe(false);
  isMute = true;
  await look();
  expect([await isDegraded(lost), await isDegraded(other)]).toEqual([false, true]);
  isMute = false;
  await look();
  expect(await isDegraded(other)).toBe(false);
});

test("what a process has said of itself is over some time after it has ended, by the clock of the database", async () => {
  const repo = createMutesRepo(app.db);
  await repo.declare("gone", 60_000);
  expect([await repo.areThereBeside("gone"), await repo.areThereBeside("other")]).toEqual([false, true]);
  await repo.declare("gone", 1);
  await waitFor("its end", async () => !(await repo.areThereBeside("other")));
});
