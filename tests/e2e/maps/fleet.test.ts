import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../../support/browser.ts";
import { waitFor } from "../../support/wait-for.ts";
import { type MapPage, serveMapPage } from "./map-page.ts";

let served: MapPage;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  served = await serveMapPage("fleet.page.tsx");
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(15_000);
  await page.goto(served.url);
  await page.locator("canvas.leaflet-tile-loaded").first().waitFor();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await served?.[Symbol.asyncDispose]();
});

const crowds = () => page.getByRole("button", { name: /drivers close together/ });
const single = () => page.getByRole("button", { name: /^Driver \d+$/ });
const countOf = async (name: string | null) => Number(/^\d+/.exec(name ?? "")?.[0]);

describe("a fleet of 500 on one map", () => {
  test("those who would cover each other are one sign, which says how many they are and how many need somebody", async () => {
    await crowds().first().waitFor();
    const labels = await crowds().evaluateAll(nodes => nodes.map(node => node.getAttribute("aria-label")));
    const gathered = (await Promise.all(labels.map(countOf))).reduce((sum, count) => sum + count, 0);
    expect(gathered + (await single().count())).toBe(500);
    expect(labels.some(label => / need(s)? you$/.test(label ?? ""))).toBe(true);
  }, 30_000);

  test("it moves once a second without a task that holds the page up", async () => {
    await page.evaluate(() => window.fleet.move(true));
    // Other programs on this machine hold pages up too: a stretch of sixteen updates shows that we do not.
    await waitFor(
      "4 s of movement without a task of 50 ms",
      () => page.evaluate(() => window.fleet.smoothMs() > 4_000),
      80_000,
    );
    await page.evaluate(() => window.fleet.move(false));
  }, 90_000);

  test("choosing a crowd by the keyboard comes nearer, until its members stand apart", async () => {
    const before = await page.locator(".leaflet-zoom-animated").count();
    await crowds().first().focus();
    await page.keyboard.press("Enter");
    await waitFor(
      "fewer to be drawn",
      async () => (await page.locator(".map-marker").count()) < before + 500,
    );
    await single().first().waitFor();
  }, 30_000);

  test("who stands at the same door is chosen by name, and Escape leads back", async () => {
    await page.evaluate(() => window.fleet.show("pair"));
    const pair = page.getByRole("button", { name: "2 drivers close together, 2 need you" });
    await pair.focus();
    await page.keyboard.press("Enter");
    const list = page.getByRole("dialog", { name: /2 drivers/ });
    await list.getByRole("button", { name: "Ilmo" }).waitFor();
    await page.keyboard.press("Escape");
    await list.waitFor({ state: "detached" });
    await waitFor("the focus to be back", () => pair.evaluate(node => node === document.activeElement));
    await page.keyboard.press("Enter");
    await list.getByRole("button", { name: "Ilmo" }).click();
    expect(await page.evaluate(() => window.fleet.selectedId)).toBe("Ilmo");
    // Whoever is chosen is shown by himself.
    await page.getByRole("button", { name: "Aino", exact: true }).waitFor();
    await page.getByRole("button", { name: "Ilmo", exact: true }).waitFor();
  }, 30_000);
});
