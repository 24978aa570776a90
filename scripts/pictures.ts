/*
 * The pictures of the README, of the product as it is: bun run pictures. Starts the demo world in a folder of its own,
 * lets it live for a while, and opens each surface in Chromium.
 */
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { createMedexClient } from "../src/sdk/index.ts";
import { DESK, launchBrowser, PHONE, signInAs, visit } from "../tests/support/browser.ts";
import { startServer } from "../tests/support/process.ts";
import { waitFor } from "../tests/support/wait-for.ts";

const PASSWORD = "medex-demo";
const FOLDER = join(import.meta.dir, "../docs/pictures");
const PHARMACY = { latitude: 60.1689, longitude: 24.9408 };

await using server = await startServer({
  program: "scripts/start.ts",
  env: { MEDEX_DEMO: "live" },
  readyTimeoutMs: 180_000,
});
const browser = await launchBrowser();
const vendor = createMedexClient({ url: server.url });
await vendor.login("vendor@medex.test", PASSWORD);

/** An order of the pharmacy that its courier is bringing, seen by the recipient's link. */
const onTheWay = () =>
  waitFor(
    "an order on its way, with an estimate",
    async () => {
      const { items } = await vendor.orders.list.query({ status: ["out_for_delivery"] });
      return items.find(({ eta, trackingToken }) => eta && trackingToken)?.trackingToken;
    },
    240_000,
  );

async function picture(
  name: string,
  options: BrowserContextOptions,
  open: (page: Page) => Promise<unknown>,
): Promise<void> {
  const { page, context } = await visit(browser, { colorScheme: "light", ...options });
  await open(page);
  // Tiles, fonts and the first positions.
  await page.waitForLoadState("networkidle").catch(() => {});
  await page.waitForTimeout(3_000);
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  await context.close();
  console.log(`docs/pictures/${name}.png`);
}

const as =
  (who: string, path = "/") =>
  async (page: Page) => {
    await signInAs(page, server.url, `${who}@medex.test`, PASSWORD);
    if (path !== "/") await page.goto(server.url + path);
  };

const token = await onTheWay();
await picture("tracking", PHONE, page => page.goto(`${server.url}/track/${token}`));
await picture("board", DESK, async page => {
  await as("vendor")(page);
  await page
    .getByRole("region", { name: /^On the road/ })
    .getByRole("listitem")
    .first()
    .click();
});
await picture("customer", DESK, as("customer"));
await picture("admin", DESK, as("admin"));
await picture("driver", { ...PHONE, geolocation: PHARMACY, permissions: ["geolocation"] }, async page => {
  await as("driver")(page);
  await page.getByRole("button", { name: "Go on duty" }).click();
  await page.getByRole("button", { name: "Accept" }).click({ timeout: 240_000 });
  await page.getByRole("button", { name: /^Picked up/ }).waitFor();
});

await vendor.close();
await browser.close();
