import { afterAll, beforeAll, expect, test } from "bun:test";
import { DESK, signInAs, visit } from "../support/browser.ts";
import { PLACES } from "../support/people.ts";
import { anOrderFor } from "../support/server-world.ts";
import { waitFor } from "../support/wait-for.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
let server: Stage["server"];
let world: Stage["world"];
let browser: Stage["browser"];

beforeAll(async () => {
  stage = await openStage("board_blocked", { drivers: 1 });
  ({ server, world, browser } = stage);
}, 180_000);

afterAll(() => stage?.[Symbol.asyncDispose]());

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
