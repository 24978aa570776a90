import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { createMedexClient } from "../../../src/sdk/index.ts";
import { DESK, PHONE, signInAs, visit } from "../../support/browser.ts";
import { PASSWORD } from "../../support/people.ts";
import { anOrderFor } from "../../support/server-world.ts";
import { waitFor } from "../../support/wait-for.ts";
import { openStage, type Stage } from "../stage.ts";

/*
 * That a customer who opens his order sees the whole way of the parcel, however far it goes and wherever it leads past.
 * MEDEX_PICTURES names a folder for pictures of it.
 */

const CUSTOMER = "carla@world.test";

/** Each has its ends in the demo city, by car. */
const WAYS = {
  "from one end of the city to the other": {
    pickup: { address: "Erottaja, Helsinki", latitude: 60.165725, longitude: 24.942088 },
    delivery: { address: "Siltasaari, Helsinki", latitude: 60.178141, longitude: 24.943824 },
  },
  "around half of the city, to a door across the railway": {
    pickup: { address: "West of the railway, Helsinki", latitude: 60.16965, longitude: 24.938365 },
    delivery: { address: "East of the railway, Helsinki", latitude: 60.170739, longitude: 24.942413 },
  },
};

let stage: Stage;
let customer: Stage["world"]["vendor"];

beforeAll(async () => {
  stage = await openStage("whole_way", { drivers: 0 });
  customer = createMedexClient({ url: stage.server.url });
  const account = { role: "user", email: CUSTOMER, password: PASSWORD, fullName: "Carla Customer" } as const;
  await customer.auth.register.mutate({ ...account, client: "api" });
  await customer.login(CUSTOMER, PASSWORD);
}, 180_000);
afterAll(async () => {
  await customer?.close();
  await stage?.[Symbol.asyncDispose]();
});

/** Where the map, the way on it, the signs at its ends and the buttons are, in pixels of the page. */
const drawn = (page: Page) =>
  page.evaluate(() => {
    const boxOf = (element: Element | null) =>
      element?.getBoundingClientRect().toJSON() as DOMRect | undefined;
    return {
      map: boxOf(document.querySelector(".map-canvas")),
      way: boxOf(document.querySelector("path.map-route-ahead")),
      signs: [...document.querySelectorAll(".map-sign")].map(sign => boxOf(sign)),
      buttons: boxOf(document.querySelector(".map-buttons")),
    };
  });

const isWithin = (inner: DOMRect | undefined, outer: DOMRect | undefined): boolean =>
  inner !== undefined &&
  outer !== undefined &&
  inner.left >= outer.left &&
  inner.right <= outer.right &&
  inner.top >= outer.top &&
  inner.bottom <= outer.bottom;

const DEVICES = { phone: PHONE, desk: DESK };

async function openOrder(device: keyof typeof DEVICES, ends: (typeof WAYS)[keyof typeof WAYS]) {
  const { id } = await customer.orders.create.mutate({ ...anOrderFor(stage.world.vendorId), ...ends });
  const { page, context } = await visit(stage.browser, { reducedMotion: "reduce", ...DEVICES[device] });
  // The way comes when both of its ends are shown already.
  await page.route(/\/trpc\/[^?]*maps\.route/, async route => {
    await page.locator(".map-sign").nth(1).waitFor();
    await route.continue();
  });
  await signInAs(page, stage.server.url, CUSTOMER);
  await page.goto(`${stage.server.url}/orders/${id}`);
  return { page, context };
}

async function picture(page: Page, name: string): Promise<void> {
  const { MEDEX_PICTURES: folder } = process.env;
  if (folder) await page.screenshot({ path: join(folder, `whole-way-${name}.png`) });
}

describe.each(Object.entries(WAYS))("a way %s", (name, ends) => {
  test.each(["phone", "desk"] as const)(
    "is seen whole, and large, by its customer on a %s",
    async device => {
      const { page, context } = await openOrder(device, ends);
      const { map, way, buttons } = await waitFor("the way and both of its ends to be in view", async () => {
        const now = await drawn(page);
        const { map, way, signs } = now;
        return isWithin(way, map) && signs.length === 2 && signs.every(sign => isWithin(sign, map)) && now;
      });
      if (!map || !way || !buttons) throw new Error("There is no map with a way");
      expect(way.right).toBeLessThanOrEqual(buttons.left);
      expect(Math.max(way.height / map.height, way.width / map.width)).toBeGreaterThan(0.35);
      await picture(page, `${device} ${name}`);
      await context.close();
    },
    60_000,
  );
});
