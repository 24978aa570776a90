import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { OrderView } from "../../src/shared/orders/order.schema.ts";
import { PHONE, signInAs, type Visitor, visit } from "../support/browser.ts";
import { anOrderFor } from "../support/server-world.ts";
import { waitFor } from "../support/wait-for.ts";
import { openStage, type Stage } from "./stage.ts";

/* A courier in a basement: what he does without network counts once, in order, when the network is back. */

const PHARMACY = { latitude: 60.1689, longitude: 24.9408 };
const PHOTO = join(import.meta.dir, "../../examples/parcel.png");

let stage: Stage;
let server: Stage["server"];
let world: Stage["world"];
let browser: Stage["browser"];
let courier: Visitor;
let order: OrderView;

beforeAll(async () => {
  stage = await openStage("driver_offline", { drivers: 2, proofs: true });
  ({ server, world, browser } = stage);
  courier = await visit(browser, { ...PHONE, geolocation: PHARMACY, permissions: ["geolocation"] });
  await signInAs(courier.page, server.url, "driver1@world.test");
  order = await anAssignedOrder();
}, 180_000);

afterAll(() => stage?.[Symbol.asyncDispose]());

async function anAssignedOrder(): Promise<OrderView> {
  const { vendor, vendorId, drivers } = world;
  const made = await vendor.orders.create.mutate(anOrderFor(vendorId));
  await vendor.orders.accept.mutate({ orderId: made.id });
  return vendor.orders.assign.mutate({ orderId: made.id, driverId: String(drivers[0]?.driverId) });
}

const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first().click();
const shows = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const statusOf = async ({ id }: OrderView) => (await world.vendor.orders.get.query({ orderId: id })).status;
const actionsOf = async ({ id }: OrderView) =>
  (await world.vendor.orders.timeline.query({ orderId: id })).items.map(({ action }) => action);

/** Number of rows in each store of the phone. */
const onThePhone = (page: Page): Promise<Record<string, number>> =>
  page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open("medex.driver");
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const counts: Record<string, number> = {};
    for (const name of db.objectStoreNames) {
      counts[name] = await new Promise(resolve => {
        const counting = db.transaction(name).objectStore(name).count();
        counting.onsuccess = () => resolve(counting.result);
      });
    }
    db.close();
    return counts;
  });

describe("a courier without network", () => {
  test("accepts while there is network", async () => {
    const { page } = courier;
    await shows(page, "New offer");
    await press(page, "Accept");
    await page.getByRole("button", { name: "Picked up at World Pharmacy" }).waitFor();
    await waitFor("the app to lie on the phone", () =>
      page.evaluate(async () => !!(await navigator.serviceWorker.getRegistration("/driver"))?.active),
    );
  }, 60_000);

  test("goes on working in the basement, and nothing is claimed to be done", async () => {
    const { page, context } = courier;
    await context.setOffline(true);
    await press(page, "Picked up at World Pharmacy");
    await press(page, "Start delivery");
    await shows(page, "2 waiting to send");
    await press(page, "Hand over");
    await page.getByLabel("Photo of the parcel").setInputFiles(PHOTO);
    await press(page, "Type the name instead");
    await page.getByLabel("Full name").fill("Kaisa Laine");
    await press(page, "Use this name");
    await press(page, "Delivered");
    await shows(page, /Handed over at .*, not sent yet/);
    expect(await page.getByText("Delivered to").count()).toBe(0);
    expect(await statusOf(order)).toBe("driver_assigned");
    expect(await onThePhone(page)).toMatchObject({ actions: 5, drafts: 0 });
  }, 60_000);

  test("a reload without network loses nothing, and says how old it is what it shows", async () => {
    const { page } = courier;
    await page.reload();
    await shows(page, /Handed over at .*, not sent yet/);
    await press(page, "All done");
    await shows(page, "5 waiting to send");
    await shows(page, /As of \d\d:\d\d, no network/);
    expect(await onThePhone(page)).toMatchObject({ actions: 5 });
  }, 60_000);

  test("with the network back, everything arrives once and in order", async () => {
    const { page, context } = courier;
    await context.setOffline(false);
    await waitFor("the delivery to arrive", async () => (await statusOf(order)) === "delivered");
    expect(await actionsOf(order)).toEqual([
      "create",
      "accept",
      "assign",
      "acceptAssignment",
      "pickUp",
      "startDelivery",
      "addProof",
      "addProof",
      "deliver",
    ]);
    await waitFor("the queue to be empty", async () => (await onThePhone(page)).actions === 0);
    const driver = await world.drivers[0]?.client.drivers.me.query();
    expect(driver).toMatchObject({ totalDeliveries: 1, status: "available" });
  }, 60_000);

  test("work on an order that was taken back meanwhile is refused in words", async () => {
    const { page, context } = courier;
    await page.goto(`${server.url}/driver`);
    const taken = await anAssignedOrder();
    await shows(page, "New offer");
    await press(page, "Accept");
    await page.getByRole("button", { name: "Picked up at World Pharmacy" }).waitFor();
    await context.setOffline(true);
    await press(page, "Picked up at World Pharmacy");
    await press(page, "Start delivery");
    await world.vendor.orders.cancel.mutate({ orderId: taken.id, reason: "The patient came by" });
    await context.setOffline(false);
    await shows(page, /“Picked up” for ORD-\d{8} \(World Pharmacy\) was not accepted/);
    await shows(page, "What you did after it for this order does not count either.");
    expect(await statusOf(taken)).toBe("cancelled");
    expect(await onThePhone(page)).toMatchObject({ actions: 0 });
  }, 60_000);

  test("opens without network with the work in hand, and hands it over from there", async () => {
    const { page, context } = courier;
    const carried = await anAssignedOrder();
    await press(page, "Got it");
    await shows(page, "New offer");
    await press(page, "Accept");
    await press(page, "Picked up at World Pharmacy");
    await press(page, "Start delivery");
    await waitFor("the start to arrive", async () => (await statusOf(carried)) === "out_for_delivery");
    await waitFor("the queue to be empty", async () => (await onThePhone(page)).actions === 0);

    await context.setOffline(true);
    await page.reload();
    await page.getByRole("heading", { name: carried.customerName }).waitFor();
    await shows(page, /As of \d\d:\d\d, no network/);
    expect(await page.getByRole("link", { name: "Call" }).getAttribute("href")).toBe("tel:+358507654321");
    await shows(page, "Insulin glargine");
    await press(page, "Navigate");
    await page.getByRole("link", { name: "Google Maps" }).waitFor();
    await page.keyboard.press("Escape");

    await press(page, "Hand over");
    await page.getByLabel("Photo of the parcel").setInputFiles(PHOTO);
    // The camera cost the page its life: the photo is on the phone already.
    await page.getByRole("button", { name: "Type the name instead" }).waitFor();
    await page.reload();
    await press(page, "Type the name instead");
    await page.getByLabel("Full name").fill("Kaisa Laine");
    await press(page, "Use this name");
    await press(page, "Delivered");
    await shows(page, /Handed over at .*, not sent yet/);
    await press(page, "All done");
    await shows(page, "3 waiting to send");
    expect(await statusOf(carried)).toBe("out_for_delivery");

    await context.setOffline(false);
    await waitFor("the delivery to arrive", async () => (await statusOf(carried)) === "delivered");
    await page.getByText(/waiting to send|no network/).waitFor({ state: "detached" });
    const done = await actionsOf(carried);
    expect(done.filter(action => action === "deliver")).toHaveLength(1);
    expect(done.filter(action => action === "addProof")).toHaveLength(2);
    expect(await onThePhone(page)).toMatchObject({ actions: 0 });
  }, 90_000);

  test("the service worker keeps the app and no answer of the service", async () => {
    const cached = await courier.page.evaluate(async () => {
      const urls: string[] = [];
      for (const name of await caches.keys()) {
        for (const { url } of await (await caches.open(name)).keys()) urls.push(new URL(url).pathname);
      }
      return urls;
    });
    expect(cached).toContain("/index.html");
    expect(cached.filter(path => /^\/(trpc|files|tiles|track)/.test(path))).toEqual([]);
  });

  test("who signs in on this phone after an ended session never sees the work of the one before", async () => {
    const { page, context } = courier;
    await page.goto(`${server.url}/driver`);
    await page.getByRole("button", { name: "You, today and settings" }).waitFor();
    expect(await onThePhone(page)).toMatchObject({ notes: 3 });
    await context.clearCookies();
    await signInAs(page, server.url, "vendor@world.test");
    await context.setOffline(true);
    await page.goto(`${server.url}/driver`);
    await shows(page, "MedEx could not be reached.");
    expect(await page.getByText("Ilmo").count()).toBe(0);
    await context.setOffline(false);
    await page.waitForURL(/\/board/);
    await context.clearCookies();
    await signInAs(page, server.url, "driver1@world.test");
  }, 60_000);

  test("signing out takes everything of the courier off the phone", async () => {
    const { page } = courier;
    await press(page, "You, today and settings");
    await press(page, /^Sign out/);
    await press(page, /^Sign out$/);
    await page.getByLabel("E-mail").waitFor();
    await waitFor("the phone to be empty", async () =>
      Object.values(await onThePhone(page)).every(count => count === 0),
    );
  }, 60_000);

  test("and without network there is nobody's work to be seen", async () => {
    const { page, context } = courier;
    await context.setOffline(true);
    await page.goto(`${server.url}/driver`);
    await page.waitForURL(address => new URL(address).pathname === "/");
    expect(await onThePhone(page)).toMatchObject({ actions: 0, notes: 0 });
    await context.setOffline(false);
  }, 60_000);
});
