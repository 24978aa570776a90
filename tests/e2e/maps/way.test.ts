import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { pointAt } from "../../../src/client/map/route-geometry.ts";
import { createMedexClient } from "../../../src/sdk/index.ts";
import { type Point, pointOf } from "../../../src/shared/geo.ts";
import { lineOf } from "../../../src/shared/maps/route-line.ts";
import { DESK, PHONE, signInAs, type Visitor, visit } from "../../support/browser.ts";
import { PASSWORD, PLACES } from "../../support/people.ts";
import { anOrderFor } from "../../support/server-world.ts";
import { waitFor } from "../../support/wait-for.ts";
import { openStage, type Stage } from "../stage.ts";

/*
 * What people see of a parcel's way while its driver comes on: on a desk and on a phone, by day and by night. Each test is
 * one act.
 * MEDEX_PICTURES names a folder for pictures of it.
 */

const DOOR = { address: "Liisankatu 12, Helsinki", latitude: 60.1745, longitude: 24.9505 };
/** No bicycle is faster than what is reported: each report is so much later than the one before. */
const BETWEEN_REPORTS_MS = 25_000;

let stage: Stage;
let server: Stage["server"];
let world: Stage["world"];
let browser: Stage["browser"];
const seers: Record<string, Visitor> = {};
let orderId: string;
let otherId: string;
let line: ReturnType<typeof lineOf>;
let reportedAtMs = 0;

beforeAll(async () => {
  stage = await openStage("way", { drivers: 1 });
  ({ server, world, browser } = stage);
  reportedAtMs = Date.now() - 8 * BETWEEN_REPORTS_MS;
}, 180_000);
afterAll(() => stage?.[Symbol.asyncDispose]());

function driver() {
  const [first] = world.drivers;
  if (!first) throw new Error("There is no driver");
  return first;
}

/** Where so much of the way is done. */
function along(share: number): Point {
  const point = pointAt(line, share);
  if (!point) throw new Error("The way has no points");
  return point;
}

async function anOrder(client: Stage["world"]["vendor"], delivery: typeof DOOR): Promise<string> {
  const { id } = await client.orders.create.mutate({ ...anOrderFor(world.vendorId), delivery });
  await world.vendor.orders.accept.mutate({ orderId: id });
  const { assignmentId } = await world.vendor.orders.assign.mutate({
    orderId: id,
    driverId: driver().driverId,
  });
  await driver().client.assignments.accept.mutate({ assignmentId: String(assignmentId) });
  return id;
}

async function report(point: Point): Promise<void> {
  reportedAtMs += BETWEEN_REPORTS_MS;
  const timestamp = new Date(reportedAtMs).toISOString();
  await driver().client.drivers.reportLocation.mutate({
    points: [{ ...pointOf(point), timestamp, accuracy: 8 }],
  });
}

async function seer(
  name: string,
  options: BrowserContextOptions,
  email: string,
  path: string,
): Promise<void> {
  const visitor = await visit(browser, { reducedMotion: "reduce", ...options });
  seers[name] = visitor;
  await signInAs(visitor.page, server.url, email);
  await visitor.page.goto(server.url + path);
  await visitor.page.locator("canvas.leaflet-tile-loaded").first().waitFor();
}

/** What is drawn: the lengths of both parts in pixels, and how far apart their ends and the driver's marker are. */
const drawn = (page: Page) =>
  page.evaluate(() => {
    const paths = (name: string) => [...document.querySelectorAll<SVGPathElement>(`path.${name}`)];
    const lengthOf = (name: string) => paths(name).reduce((sum, path) => sum + path.getTotalLength(), 0);
    const endOf = (path: SVGPathElement | undefined, share: number) => {
      const point = path?.getPointAtLength(path.getTotalLength() * share);
      const matrix = path?.getScreenCTM();
      return point && matrix ? point.matrixTransform(matrix) : null;
    };
    const middleOf = (element: Element | null) => {
      const box = element?.getBoundingClientRect();
      return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
    };
    const [done, ahead] = [lengthOf("map-route-done"), lengthOf("map-route-ahead")];
    const [doneEnd, aheadStart] = [
      endOf(paths("map-route-done")[0], 1),
      endOf(paths("map-route-ahead")[0], 0),
    ];
    const marker = middleOf(document.querySelector('.map-marker:has([data-kind="driver"])'));
    const apart = (a: { x: number; y: number } | null, b: { x: number; y: number } | null) =>
      a && b ? Math.hypot(a.x - b.x, a.y - b.y) : null;
    return {
      whole: done + ahead,
      share: done + ahead > 0 ? done / (done + ahead) : 0,
      seam: apart(doneEnd, aheadStart),
      markerX: marker?.x ?? Number.NaN,
      fromMarker: apart(aheadStart, marker),
    };
  });

const everywhere = (what: string, is: (seen: Awaited<ReturnType<typeof drawn>>) => boolean) =>
  Promise.all(
    Object.entries(seers).map(([name, { page }]) =>
      waitFor(`${what}: ${name}`, async () => is(await drawn(page)), 20_000),
    ),
  );

async function picture(step: string): Promise<void> {
  const { MEDEX_PICTURES: folder } = process.env;
  if (!folder) return;
  for (const [name, { page }] of Object.entries(seers))
    await page.screenshot({ path: join(folder, `way-${name}-${step}.png`) });
}

describe("the way of a parcel, as those see it who wait for it", () => {
  test("is drawn from the pickup to the door as soon as it is on its way, and nothing of it is done", async () => {
    const account = {
      role: "user",
      email: "carla@world.test",
      password: PASSWORD,
      fullName: "Carla Customer",
    } as const;
    const customer = createMedexClient({ url: server.url });
    await customer.auth.register.mutate({ ...account, client: "api" });
    await customer.login(account.email, PASSWORD);
    orderId = await anOrder(customer, DOOR);
    otherId = await anOrder(customer, { ...PLACES.home });
    const ends = {
      origin: pointOf(PLACES.pharmacy),
      destination: pointOf(DOOR),
      vehicleType: "bike",
    } as const;
    const route = await world.vendor.maps.route.query(ends);
    expect(route).toMatchObject({ approximate: false, source: "embedded" });
    line = lineOf(route.polyline);
    for (const id of [orderId, otherId]) await driver().client.orders.pickUp.mutate({ orderId: id });
    await driver().client.orders.startDelivery.mutate({ orderId });
    await report(PLACES.pharmacy);

    const [board, own] = [`/board?sel=${orderId}`, `/orders/${orderId}`];
    await seer("board-light", { ...DESK, colorScheme: "light" }, "vendor@world.test", board);
    await seer("board-dark", { ...DESK, colorScheme: "dark" }, "vendor@world.test", board);
    await seer("phone-light", { ...PHONE, colorScheme: "light" }, account.email, own);
    await seer("phone-dark", { ...PHONE, colorScheme: "dark" }, account.email, own);
    await everywhere("the way to be drawn", ({ whole, share }) => whole > 100 && share < 0.03);
    await customer.close();
  }, 120_000);

  test("of one that comes after another is drawn, and nothing is done of what both have in common", async () => {
    await report(along(0.15));
    await everywhere("a part of the first one to be done", ({ share }) => share > 0.1);
    const { page, context } = await visit(browser, DESK);
    await signInAs(page, server.url, "vendor@world.test");
    await page.goto(`${server.url}/board?sel=${otherId}`);
    await waitFor("its way and the driver to be drawn", async () => {
      const { whole, fromMarker } = await drawn(page);
      return whole > 20 && fromMarker !== null;
    });
    expect((await drawn(page)).share).toBe(0);
    await context.close();
  }, 60_000);

  test("turns from ahead into done as the driver reports from farther on, and both parts meet where he is", async () => {
    for (const share of [0.25, 0.5, 0.75]) {
      await report(along(share));
      await everywhere(
        `${share} of it to be done`,
        seen =>
          Math.abs(seen.share - share) < 0.02 &&
          (seen.seam ?? Number.NaN) < 2 &&
          (seen.fromMarker ?? Number.NaN) < 8,
      );
      await picture(String(share));
    }
  }, 120_000);

  test("stays that of the chosen parcel while the pointer is on another one", async () => {
    const { page } = seers["board-light"] ?? {};
    if (!page) throw new Error("Nobody looks at the board");
    const before = await drawn(page);
    const paths = () =>
      page.locator("path.map-route-ahead").evaluateAll(all => all.map(path => path.getAttribute("d")));
    const known = await paths();
    await page.locator(`[data-order="${otherId}"]`).first().hover();
    await page.locator(".map-route-ahead.is-faded").first().waitFor();
    expect(await paths()).toEqual(known);
    expect((await drawn(page)).share).toBe(before.share);
  }, 60_000);

  test("begins anew where he is when he has left it", async () => {
    const left = along(0.75);
    const pages = Object.values(seers).map(({ page }) => page);
    const before = await Promise.all(pages.map(drawn));
    for (const metersAside of [150, 250, 350]) {
      const seen = await Promise.all(pages.map(drawn));
      await report({ ...left, longitude: left.longitude - metersAside / 55_320 });
      // Of positions that come at once a screen is shown the last alone.
      await Promise.all(
        pages.map((page, index) =>
          waitFor(
            "him to be seen there",
            async () => (await drawn(page)).markerX < (seen[index]?.markerX ?? 0) - 3,
          ),
        ),
      );
    }
    await everywhere(
      "a new way from where he is",
      ({ share, fromMarker }) => share < 0.03 && (fromMarker ?? Number.NaN) < 40,
    );
    const after = await Promise.all(pages.map(drawn));
    expect(after.every(({ whole }, index) => whole !== before[index]?.whole)).toBe(true);
    await picture("left");
  }, 120_000);

  test("leads the driver himself from where he was heard last, as long as his phone does not find itself", async () => {
    const { page, context } = await visit(browser, { ...PHONE, reducedMotion: "reduce" });
    await signInAs(page, server.url, "driver1@world.test");
    await page.goto(`${server.url}/driver/orders/${orderId}/map`);
    await waitFor("his way to be drawn", async () => {
      const { whole, fromMarker } = await drawn(page);
      return whole > 20 && fromMarker !== null && fromMarker < 40;
    });
    const { MEDEX_PICTURES: folder } = process.env;
    if (folder) await page.screenshot({ path: join(folder, "way-driver.png") });
    await context.close();
  }, 60_000);

  test("and nobody was asked for anything but this server, which had nothing to complain about", () => {
    for (const { complaints, violations, strangers } of Object.values(seers))
      expect({ complaints, violations, strangers }).toEqual({
        complaints: [],
        violations: [],
        strangers: [],
      });
  });
});
