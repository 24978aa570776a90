import { afterAll, beforeAll, expect, test } from "bun:test";
import { pointOf } from "../../src/shared/geo.ts";
import { DESK, PHONE, signInAs, visit } from "../support/browser.ts";
import { PLACES } from "../support/people.ts";
import { anOrderFor } from "../support/server-world.ts";
import { waitFor } from "../support/wait-for.ts";
import { openStage, type Stage } from "./stage.ts";

/*
 * What stands on the screens while the service cannot be reached, and that they come back by themselves; and what they
 * say on a device whose clock is wrong.
 */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage("recovery", { drivers: 1 });
}, 180_000);
afterAll(() => stage?.[Symbol.asyncDispose]());

test("an order that is opened meanwhile shows what the board knew of it, and the rest once there is an answer", async () => {
  const { server, world, browser } = stage;
  const { orderNumber } = await world.vendor.orders.create.mutate(anOrderFor(world.vendorId));
  const { page, context } = await visit(browser, DESK);
  await signInAs(page, server.url, "vendor@world.test");
  const row = page.getByText(orderNumber).first();
  await row.waitFor();
  await context.route(/\/trpc\/.*orders\.(get|timeline)/, route => route.abort());
  await row.click();
  const order = page.getByRole("article", { name: `Order ${orderNumber}` });
  // The client tries four times before it says that nobody answers.
  await order.getByText("MedEx could not be reached.").waitFor({ timeout: 30_000 });
  await order.getByRole("region", { name: "Facts" }).getByText("Aino Laine").first().waitFor();

  await context.unroute(/\/trpc\/.*orders\.(get|timeline)/);
  await context.setOffline(true);
  await context.setOffline(false);
  await order
    .getByRole("region", { name: "What has happened" })
    .getByText("Ordered")
    .waitFor({ timeout: 30_000 });
  expect(await order.getByText("MedEx could not be reached.").count()).toBe(0);
  await context.close();
}, 90_000);

test("a screen that could not be fetched opens by itself once the service is there again", async () => {
  const { server, browser } = stage;
  const { page, context } = await visit(browser, DESK);
  await signInAs(page, server.url, "vendor@world.test");
  await page.getByText("Needs you").first().waitFor();
  await context.setOffline(true);
  await page.getByRole("link", { name: "Reports" }).click();
  await page.getByText("This screen could not be loaded").waitFor();
  await context.setOffline(false);
  await page.getByRole("heading", { name: "Reports" }).waitFor({ timeout: 20_000 });
  await context.close();
}, 60_000);

test("a recipient is told of when it is what he reads, as soon as it is no longer of now", async () => {
  const { server, world, browser } = stage;
  const order = await world.vendor.orders.create.mutate(anOrderFor(world.vendorId));
  const { page, context } = await visit(browser, PHONE);
  await page.goto(`${server.url}/track/${order.trackingToken}`);
  await page.getByText("Live,", { exact: false }).first().waitFor();
  expect(await page.getByText("It may have changed").count()).toBe(0);
  await context.setOffline(true);
  await page.getByText(/^As of \d\d:\d\d\. It may have changed\.$/).waitFor({ timeout: 60_000 });
  await waitFor("the tab to say so too", async () => /^As of \d\d:\d\d: /.test(await page.title()));
  await context.setOffline(false);
  await page.getByText("It may have changed").waitFor({ state: "detached", timeout: 30_000 });
  await context.close();
}, 120_000);

test("a driver on the board's map has an age as soon as nothing new reaches the board, and none once it does", async () => {
  const { server, world, browser } = stage;
  const [driver] = world.drivers;
  if (!driver) throw new Error("There is no driver");
  const report = () =>
    driver.client.drivers.reportLocation.mutate({
      points: [
        { ...pointOf(PLACES.pharmacy), timestamp: new Date().toISOString(), accuracy: 8, heading: 90 },
      ],
    });
  await report();
  const { page, context } = await visit(browser, DESK);
  await signInAs(page, server.url, "vendor@world.test");
  const marker = (age: RegExp) => page.getByRole("button", { name: age });
  await marker(/^Ilmo Driver1, ID, nothing in hand$/).waitFor();
  expect(await page.locator(".map-sign[data-old]").count()).toBe(0);
  await page.locator(".map-wedge:visible").first().waitFor();

  await context.setOffline(true);
  await marker(/^Ilmo Driver1, ID \d+ (s|min) ago, nothing in hand$/).waitFor({ timeout: 30_000 });
  await page.locator(".map-sign[data-old] .map-age").waitFor();
  expect(await page.locator(".map-sign[data-old] .map-wedge").isVisible()).toBe(false);

  await context.setOffline(false);
  await page.locator('[data-verdict="live"]').first().waitFor({ timeout: 30_000 });
  await report();
  await marker(/^Ilmo Driver1, ID, nothing in hand$/).waitFor({ timeout: 30_000 });
  await context.close();
}, 120_000);

test("a driver who reports now is of now also on a device whose clock is five minutes ahead", async () => {
  const { server, world, browser } = stage;
  const { page, context } = await visit(browser, DESK);
  await page.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now() + 300_000;
  });
  await signInAs(page, server.url, "vendor@world.test");
  await page.locator('[data-verdict="live"]').first().waitFor();
  await world.drivers[0]?.client.drivers.reportLocation.mutate({
    points: [{ ...pointOf(PLACES.pharmacy), timestamp: new Date().toISOString(), accuracy: 8 }],
  });
  await page.getByRole("button", { name: /^Ilmo Driver1, ID, nothing in hand$/ }).waitFor();
  expect(await page.locator(".map-sign[data-old]").count()).toBe(0);
  await context.close();
}, 60_000);

test("a list stays on the screen when it cannot be read again, and says that it could not", async () => {
  const { server, world, browser } = stage;
  const [driver] = world.drivers;
  const { page, context } = await visit(browser, DESK);
  await signInAs(page, server.url, "vendor@world.test");
  await page.goto(`${server.url}/drivers`);
  await page.getByRole("cell", { name: "Ilmo Driver1", exact: true }).waitFor();
  let tries = 0;
  await context.route(/\/trpc\/.*drivers\.list/, route => {
    tries += 1;
    return route.abort();
  });
  // That he goes on a break is heard, and read again in vain.
  await driver?.client.drivers.setStatus.mutate({ status: "on_break" });
  await waitFor("the client to have given up", () => tries === 4, 30_000);
  const failure = page.getByText("MedEx could not be reached.").waitFor({ timeout: 2_000 });
  expect(await failure.catch(() => "never shown")).toBe("never shown");
  await page.getByRole("alert").filter({ hasText: "Could not be read again." }).waitFor();
  expect(await page.getByRole("cell", { name: "Ilmo Driver1", exact: true }).isVisible()).toBe(true);
  await context.close();
}, 60_000);

test("a phone says on the board's map too whether the board is live", async () => {
  const { server, browser } = stage;
  const { page, context } = await visit(browser, PHONE);
  await signInAs(page, server.url, "vendor@world.test");
  await page.getByRole("tab", { name: "Map" }).click();
  await page.getByRole("tabpanel", { name: "Map" }).locator('[data-verdict="live"]').waitFor();
  await context.close();
}, 60_000);
