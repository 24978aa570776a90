import { afterAll, beforeAll, expect, test } from "bun:test";
import { createMedexClient } from "../../../src/sdk/index.ts";
import { type TestDatabase, testDatabase } from "../../support/mongo.ts";
import { startServer, type TestServer } from "../../support/process.ts";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await testDatabase("welcome");
  const env = { MEDEX_DEMO: "seed" };
  server = await startServer({ mongodbUrl: database.url, env, readyTimeoutMs: 60_000 });
  await server.untilPrinted("Ctrl+C");
}, 90_000);
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
});

/** The line of the welcome that begins with this word, in its columns. */
const row = (what: string): string[] => {
  const line = server.output().match(new RegExp(`^ +${what} +.+$`, "m"))?.[0] ?? "";
  return line.trim().split(/ {2,}/);
};

test.each([
  ["Vendor", "/", "vendor@medex.test", "vendor"],
  ["Driver", "/driver", "driver@medex.test", "driver"],
  ["Customer", "/", "customer@medex.test", "user"],
  ["Administrator", "/", "admin@medex.test", "admin"],
] as const)("a start prints where the %s goes, and a login that works", async (what, path, email, role) => {
  expect(row(what)).toEqual([what, `${server.url}${path}`, email]);
  expect(server.output()).toContain("The password of all four is  medex-demo");
  expect((await fetch(`${server.url}${path}`)).headers.get("content-type")).toContain("text/html");
  const medex = createMedexClient({ url: server.url });
  expect(await medex.login(email, "medex-demo")).toMatchObject({ role });
  await medex.close();
});

test.each(["dispatcher", "viewer"] as const)(
  "and the login of a %s of the same business",
  async memberRole => {
    const email = `${memberRole}@medex.test`;
    expect(server.output()).toContain(email);
    const medex = createMedexClient({ url: server.url });
    expect(await medex.login(email, "medex-demo")).toMatchObject({ role: "vendor", memberRole });
    await medex.close();
  },
);

test("and a tracking link that leads to a parcel under way", async () => {
  const [, link = ""] = row("Tracking");
  const token = /\/track\/([\w-]{32})$/.exec(link)?.[1] ?? "";
  expect(link).toBe(`${server.url}/track/${token}`);
  expect((await fetch(link)).status).toBe(200);
  const answer = await fetch(
    `${server.url}/trpc/tracking.get?input=${encodeURIComponent(JSON.stringify({ token }))}`,
  );
  const { result } = await answer.json();
  expect(["driver_assigned", "picked_up", "out_for_delivery"]).toContain(result.data.status);
});
