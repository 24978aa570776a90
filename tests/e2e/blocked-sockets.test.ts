import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { DESK, launchBrowser, signInAs, visit } from "../support/browser.ts";
import { type TestDatabase, testDatabase } from "../support/mongo.ts";
import { PLACES } from "../support/people.ts";
import { startServer, type TestServer } from "../support/process.ts";
import { anOrderFor, createServerWorld, type ServerWorld } from "../support/server-world.ts";
import { waitFor } from "../support/wait-for.ts";

let database: TestDatabase;
let server: TestServer;
let world: ServerWorld;
let browser: Browser;

beforeAll(async () => {
  database = await testDatabase("board_blocked");
  server = await startServer({
    mongodbUrl: database.url,
    program: "scripts/start.ts",
    readyTimeoutMs: 120_000,
  });
  world = await createServerWorld(server, database.url, { drivers: 1 });
  browser = await launchBrowser();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
});

test("where no socket gets through, the board still hears of an order, and never calls itself live before or after", async () => {
  const { page, context, violations } = await visit(browser, DESK);
  let blocked = 0;
  await context.routeWebSocket(/trpc-ws/, socket => {
    blocked += 1;
    // Cut with the first word that the page says through it.
    socket.onMessage(() => socket.close());
  });
  // The other way is looked for once the service is known to be ready: until then nothing can be heard.
  const isAnswered = Promise.withResolvers<void>();
  await context.route("**/readyz", async route => {
    await isAnswered.promise;
    await route.continue();
  });
  const asksForReadiness = page.waitForRequest("**/readyz", { timeout: 30_000 });
  const strip = page.locator("[data-verdict]");
  const verdict = () => strip.getAttribute("data-verdict");
  const becomes = (wanted: string) =>
    waitFor(`a strip that says ${wanted}`, async () => (await verdict()) === wanted, 30_000);

  await signInAs(page, server.url, "vendor@world.test");
  await page.getByText("No orders today yet").first().waitFor();
  await asksForReadiness;
  expect(blocked).toBeGreaterThanOrEqual(3);
  expect(["connecting", "reconnecting"]).toContain((await verdict()) ?? "none");

  isAnswered.resolve();
  await becomes("live");
  await world.vendor.orders.create.mutate(anOrderFor(world.vendorId));
  await page
    .getByRole("button", { name: new RegExp(PLACES.home.address.split(",")[0] ?? "") })
    .first()
    .waitFor();

  await context.setOffline(true);
  await becomes("stale");
  await page.getByText(/^No network/).waitFor();
  await context.setOffline(false);
  await becomes("live");
  expect(violations).toEqual([]);
  await context.close();
}, 120_000);
