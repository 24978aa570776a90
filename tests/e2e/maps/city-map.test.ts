import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Page, Route } from "playwright-core";
import { launchBrowser } from "../../support/browser.ts";
import { waitFor } from "../../support/wait-for.ts";
import type { TestPage } from "./city-map.page.tsx";
import { type MapPage, serveMapPage } from "./map-page.ts";

let served: MapPage;
let browser: Browser;

beforeAll(async () => {
  served = await serveMapPage("city-map.page.tsx");
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await served?.[Symbol.asyncDispose]();
});

const TILES = "**/tiles/**";
const IMAGES = "**/raster/**";
const refuse = (route: Route) => route.fulfill({ status: 503, body: "away" });

/** `without`: addresses that answer 503 to this page alone. */
async function openMap({
  query = "",
  without = [],
  ...options
}: {
  query?: string;
  without?: string[];
  reducedMotion?: "reduce";
} = {}): Promise<Page & AsyncDisposable & { strangers: string[] }> {
  const context = await browser.newContext({ viewport: { width: 800, height: 700 }, ...options });
  const page = await context.newPage();
  const strangers: string[] = [];
  page.on("request", request => {
    if (!request.url().startsWith(served.url)) strangers.push(request.url());
  });
  for (const addresses of without) await page.route(addresses, refuse);
  await page.goto(served.url + query);
  await page.getByRole("region", { name: "Live map" }).waitFor();
  return Object.assign(page, { strangers, [Symbol.asyncDispose]: () => context.close() });
}

const ilmo = (page: Page) => page.getByRole("button", { name: "Ilmo Lahti" });
const tilesDrawn = (page: Page) => page.locator("canvas.leaflet-tile-loaded").first().waitFor();
const tell = (page: Page, change: Parameters<TestPage["tell"]>[0]) =>
  page.evaluate(given => window.page.tell(given), change);
const selectedId = (page: Page) => page.evaluate(() => window.page.state.selectedId);
const topOf = async (page: Page) => (await ilmo(page).boundingBox())?.y ?? Number.NaN;
/** Where a fixed marker is drawn: it moves only when the view does. */
const viewOf = (page: Page) => page.getByRole("button", { name: "Delivery: Aino Laine" }).boundingBox();

const NORTH = { point: { latitude: 60.1711, longitude: 24.9489 } };

describe("the map in a browser", () => {
  test("a report moves the driver's marker evenly, and neither the view nor the marker's element changes", async () => {
    await using page = await openMap();
    await tilesDrawn(page);
    const element = await ilmo(page).elementHandle();
    const [view, start] = [await viewOf(page), await topOf(page)];
    await tell(page, { driver: NORTH });
    const onTheWay = await waitFor("the marker to be on its way", async () => {
      const top = await topOf(page);
      return top < start && top;
    });
    const end = await waitFor("the marker to arrive", async () => {
      const [before, after] = [await topOf(page), await topOf(page)];
      return before === after && before < onTheWay && before;
    });
    expect(end).toBeLessThan(start);
    expect(await viewOf(page)).toEqual(view);
    expect(await ilmo(page).evaluate((node, known) => node === known, element)).toBe(true);
  }, 30_000);

  test("with reduced motion it is there at once", async () => {
    await using page = await openMap({ reducedMotion: "reduce" });
    const start = await topOf(page);
    await tell(page, { driver: NORTH });
    const first = await waitFor("the marker to leave", async () => {
      const top = await topOf(page);
      return top < start && top;
    });
    expect(await topOf(page)).toBe(first);
  }, 30_000);

  test("the keyboard chooses a marker, what goes with an order comes to the front, the empty map clears", async () => {
    await using page = await openMap();
    await ilmo(page).focus();
    await page.keyboard.press("Enter");
    expect(await selectedId(page)).toBe("ilmo");
    await tell(page, { selectedId: "order" });
    await waitFor("two markers of the order", async () => (await page.locator(".is-chosen").count()) === 2);
    expect(await page.getByRole("button", { name: "Delivery: Aino Laine" }).getAttribute("class")).toContain(
      "is-faded",
    );
    await page.mouse.click(20, 20);
    expect(await selectedId(page)).toBeNull();
  }, 30_000);

  test("a silent driver shows the age of his position and no direction", async () => {
    await using page = await openMap();
    await ilmo(page).waitFor();
    await tell(page, { driver: { state: "silent", ageLabel: "6 min" } });
    await ilmo(page).getByText("6 min").waitFor();
    expect(await ilmo(page).locator(".map-wedge").isVisible()).toBe(false);
  }, 30_000);

  test("a place is corrected by dragging, by a tap and by the arrow keys", async () => {
    await using page = await openMap();
    await tell(page, { pin: { latitude: 60.17, longitude: 24.944 } });
    const pin = page.getByRole("button", { name: "Delivery place" });
    const place = () => page.evaluate(() => window.page.state.pin);
    const box = await pin.boundingBox();
    if (!box) throw new Error("the pin is not drawn");
    await page.mouse.move(box.x + 22, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 80, box.y + 20, { steps: 5 });
    await page.mouse.up();
    const dragged = await place();
    expect(dragged?.longitude).toBeGreaterThan(24.944);
    await pin.focus();
    await page.keyboard.press("ArrowUp");
    const nudged = await place();
    expect(nudged?.latitude).toBeGreaterThan(dragged?.latitude ?? Number.NaN);
    // Below the pin and beside it, away from the other signs.
    await page.mouse.click(box.x - 60, box.y + 130);
    await waitFor("the pin to follow the tap", async () => {
      const latitude = (await place())?.latitude;
      return latitude !== undefined && nudged && latitude < nudged.latitude;
    });
  }, 30_000);

  test("without tiles there is a grid that says so, and the streets come when they can be had", async () => {
    await using page = await openMap({ without: [TILES] });
    const notice = page.getByText("The street map did not load");
    await notice.waitFor();
    expect(await ilmo(page).isVisible()).toBe(true);
    await page.unroute(TILES);
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await tilesDrawn(page);
    await notice.waitFor({ state: "hidden" });
  }, 30_000);

  test("a moment's trouble with the tiles is over in a moment, without anybody's doing", async () => {
    await using page = await openMap({ without: [TILES] });
    await page.getByText("The street map did not load").waitFor();
    await page.unroute(TILES);
    await page.locator("canvas.leaflet-tile-loaded").first().waitFor({ timeout: 8_000 });
  }, 30_000);

  test("a change of theme repaints the tiles, and leaves one layer of them", async () => {
    await using page = await openMap();
    await tilesDrawn(page);
    const land = () =>
      page
        .locator("canvas.leaflet-tile-loaded")
        .first()
        .evaluate((canvas: HTMLCanvasElement) => {
          const [red = 0] = canvas.getContext("2d")?.getImageData(0, 0, 1, 1).data ?? [];
          return red;
        });
    expect(await land()).toBeGreaterThan(128);
    await page.evaluate(() => {
      document.documentElement.dataset.theme = "dark";
    });
    await waitFor(
      "dark tiles alone",
      async () => (await page.locator(".leaflet-layer").count()) === 2 && (await land()) < 128,
    );
  }, 30_000);

  test("credit is given, and nothing was asked of anybody else", async () => {
    await using page = await openMap();
    await page.getByRole("link", { name: "© OpenStreetMap contributors" }).waitFor();
    await tilesDrawn(page);
    expect(page.strangers).toEqual([]);
  }, 30_000);

  test("images of another service are the map while they come, with the names of who made them", async () => {
    await using page = await openMap({ query: "?raster" });
    await page.getByText("Others", { exact: true }).waitFor();
    await page.getByText("Map data of Others").waitFor();
    expect(await page.locator("img.leaflet-tile").count()).toBeGreaterThan(0);
    expect(await page.locator("canvas.leaflet-tile").count()).toBe(0);
    expect(await page.getByRole("link", { name: "© OpenStreetMap contributors" }).count()).toBe(0);
  }, 30_000);

  test("where no images come the streets are drawn as ever, and nobody else is named", async () => {
    await using page = await openMap({ query: "?raster", without: [IMAGES] });
    await tilesDrawn(page);
    await page.getByRole("link", { name: "© OpenStreetMap contributors" }).waitFor();
    expect(await page.getByText("Others").count()).toBe(0);
    expect(await page.locator("img.leaflet-tile").count()).toBe(0);
  }, 30_000);
});
