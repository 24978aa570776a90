import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Locator, Page } from "playwright-core";
import { launchBrowser } from "../../support/browser.ts";
import { waitFor } from "../../support/wait-for.ts";
import { type MapPage, serveMapPage } from "./map-page.ts";

let served: MapPage;
let browser: Browser;

beforeAll(async () => {
  served = await serveMapPage("fleet.page.tsx");
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await served?.[Symbol.asyncDispose]();
});

async function openFleet(): Promise<Page & AsyncDisposable> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(15_000);
  await page.goto(served.url);
  await page.locator("canvas.leaflet-tile-loaded").first().waitFor();
  return Object.assign(page, { [Symbol.asyncDispose]: () => page.close() });
}

const crowds = (page: Page) => page.getByRole("button", { name: /drivers close together/ });
const single = (page: Page) => page.getByRole("button", { name: /^Driver \d+$/ });
/** How many each sign stands for. */
const countsOf = (labels: readonly (string | null)[]) =>
  labels.map(label => Number(/^\d+/.exec(label ?? "")?.[0]));
const labelsOf = (page: Page) =>
  crowds(page).evaluateAll(nodes => nodes.map(node => node.getAttribute("aria-label")));
const toHaveFocus = (target: Locator) =>
  waitFor("it to have the focus", () => target.evaluate(node => node === document.activeElement));

describe("a fleet of 500 on one map", () => {
  test("those who would cover each other are one sign, which says how many they are and how many need somebody", async () => {
    await using page = await openFleet();
    await crowds(page).first().waitFor();
    const labels = await labelsOf(page);
    const gathered = countsOf(labels).reduce((sum, count) => sum + count, 0);
    expect(gathered + (await single(page).count())).toBe(500);
    expect(labels.some(label => / need(s)? you$/.test(label ?? ""))).toBe(true);
  }, 30_000);

  test("it moves once a second without a task that holds the page up", async () => {
    await using page = await openFleet();
    await page.evaluate(() => window.fleet.move(true));
    // Other programs on this machine hold pages up too: a stretch of sixteen updates shows that we do not.
    await waitFor(
      "4 s of movement without a task of 50 ms",
      () => page.evaluate(() => window.fleet.smoothMs() > 4_000),
      80_000,
    );
  }, 90_000);

  test("choosing a crowd by the keyboard comes nearer, until its members stand apart", async () => {
    await using page = await openFleet();
    const nearest = crowds(page).first();
    await nearest.waitFor();
    const largest = async () => Math.max(...countsOf(await labelsOf(page)), 1);
    const before = await largest();
    await nearest.focus();
    await page.keyboard.press("Enter");
    await waitFor("the crowds to be smaller", async () => (await largest()) < before);
    await single(page).first().waitFor();
  }, 30_000);

  test("who stands at the same door is chosen by name, and Escape leads back", async () => {
    await using page = await openFleet();
    await page.evaluate(() => window.fleet.show("pairs"));
    const pair = page.getByRole("button", { name: "2 drivers close together when last heard, 2 need you" });
    await pair.focus();
    await page.keyboard.press("Enter");
    const list = page.getByRole("dialog", { name: /2 drivers/ });
    await list.getByRole("button", { name: "Ilmo" }).waitFor();
    await page.keyboard.press("Escape");
    await list.waitFor({ state: "detached" });
    await toHaveFocus(pair);
    await page.keyboard.press("Enter");
    await list.getByRole("button", { name: "Ilmo" }).click();
    expect(await page.evaluate(() => window.fleet.selectedId)).toBe("Ilmo");
    // Whoever is chosen is shown by himself, and the keyboard goes on from there.
    await page.getByRole("button", { name: "Aino", exact: true }).waitFor();
    await toHaveFocus(page.getByRole("button", { name: "Ilmo", exact: true }));
  }, 30_000);

  test("another crowd has a list of its own, and closing that leads back to it", async () => {
    await using page = await openFleet();
    await page.evaluate(() => window.fleet.show("pairs"));
    const other = page.getByRole("button", { name: "2 drivers close together", exact: true });
    await page.getByRole("button", { name: "2 drivers close together when last heard, 2 need you" }).click();
    await toHaveFocus(page.getByRole("dialog").getByRole("button", { name: "Aino" }));
    await other.click();
    await toHaveFocus(page.getByRole("dialog").getByRole("button", { name: "Olli" }));
    expect(await page.getByRole("dialog").getByRole("listitem").allTextContents()).toEqual(["Olli", "Vera"]);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await toHaveFocus(other);
  }, 30_000);
});
