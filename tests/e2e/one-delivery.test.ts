import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { createMedexClient } from "../../src/sdk/index.ts";
import { DESK, PHONE, signInAs, type Visitor, visit } from "../support/browser.ts";
import { PASSWORD } from "../support/people.ts";
import { waitFor } from "../support/wait-for.ts";
import { openStage, type Stage } from "./stage.ts";

/* One parcel from the customer's form to the recipient's hand, in four browsers at once. Each test is one act. */

// As vague as half the way between two of them, so that however fast the acts follow each other no bicycle was too fast.
const accuracy = 75;
const PHARMACY = { latitude: 60.1689, longitude: 24.9408, accuracy };
const HALFWAY = { latitude: 60.169, longitude: 24.9434, accuracy };
const DOOR = { latitude: 60.1689, longitude: 24.9459, accuracy };
const PHOTO = join(import.meta.dir, "../../examples/parcel.png");
const CUSTOMER = "customer@world.test";

let stage: Stage;
let server: Stage["server"];
let world: Stage["world"];
let browser: Stage["browser"];
let customer: Visitor;
let vendor: Visitor;
let driver: Visitor;
let recipient: Visitor;

beforeAll(async () => {
  stage = await openStage("one_delivery", { drivers: 1, proofs: true });
  ({ server, world, browser } = stage);
  await world.drivers[0]?.client.drivers.setStatus.mutate({ status: "offline" });
  const account = { role: "user", email: CUSTOMER, password: PASSWORD, fullName: "Carla Customer" } as const;
  await createMedexClient({ url: server.url }).auth.register.mutate({ ...account, client: "api" });
  customer = await visit(browser, DESK);
  vendor = await visit(browser, DESK);
  driver = await visit(browser, { ...PHONE, geolocation: PHARMACY, permissions: ["geolocation"] });
  recipient = await visit(browser, PHONE);
}, 180_000);

afterAll(() => stage?.[Symbol.asyncDispose]());

const shows = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first().click();
const detail = () => vendor.page.getByRole("article");

/** The board as it was opened first: nobody reloads it. */
async function boardSays(text: string | RegExp): Promise<void> {
  await detail().getByText(text).first().waitFor();
}

describe("one delivery, end to end", () => {
  test("the vendor's board is open and empty, the driver goes on duty", async () => {
    await signInAs(vendor.page, server.url, "vendor@world.test");
    await shows(vendor.page, "No orders today yet");
    await signInAs(driver.page, server.url, "driver1@world.test");
    await press(driver.page, "Go on duty");
    await shows(driver.page, /Position sent/);
    await vendor.page.getByRole("button", { name: /Ilmo Driver1 Available/ }).waitFor();
  }, 60_000);

  test("the customer orders by the form, with a suggested address and a quote", async () => {
    const { page } = customer;
    await signInAs(page, server.url, CUSTOMER);
    await page.goto(`${server.url}/orders/new`);
    await page.getByRole("link", { name: /World Pharmacy/ }).click();
    await page.getByRole("combobox", { name: "Delivery address" }).fill("aleksanterinkat 21");
    await page.getByRole("option", { name: /Aleksanterinkatu 21/ }).click();
    await page.getByLabel("Recipient").fill("Aino Laine");
    await page.getByLabel("Phone").fill("+358 50 765 4321");
    await page.getByRole("textbox", { name: "Item" }).fill("Insulin glargine");
    await page.getByLabel("Price and time").getByText("€5.00").waitFor();
    await press(page, "Order the delivery");
    await shows(page, /ORD-\d{8}/);
  }, 60_000);

  test("the board shows it without a reload; the vendor accepts and assigns", async () => {
    const { page } = vendor;
    await page
      .getByRole("button", { name: /Aleksanterinkatu 21/ })
      .first()
      .click();
    await press(page, "Accept");
    await press(page, "Assign");
    await page.getByRole("menuitem", { name: /Ilmo Driver1/ }).click();
    await boardSays("Offered to Ilmo Driver1");
  }, 60_000);

  test("the driver's phone shows the offer; he accepts and picks up", async () => {
    await shows(driver.page, "New offer");
    await press(driver.page, "Accept");
    // He is told what he does now, which is no delivery yet.
    await driver.page.getByRole("button", { name: "At the pickup" }).waitFor();
    await press(driver.page, "Picked up at World Pharmacy");
    await press(driver.page, "Start delivery");
    // It is 45 m away.
    await driver.page.getByRole("button", { name: "At the door" }).waitFor();
    await driver.page.getByRole("button", { name: "Hand over" }).waitFor();
    await boardSays("On the way (now)");
  }, 60_000);

  test("the recipient sees the courier move on the public page", async () => {
    const link = await detail().getByRole("link", { name: "Open" }).getAttribute("href");
    const { page } = recipient;
    await page.goto(String(link));
    await shows(page, /by bicycle/);
    const marker = page.getByRole("button", { name: "Ilmo", exact: true });
    const before = await marker.boundingBox();
    await driver.context.setGeolocation(HALFWAY);
    await driver.page.getByRole("button", { name: "To the door" }).waitFor({ timeout: 30_000 });
    await waitFor("the marker to move", async () => {
      const now = await marker.boundingBox();
      return before && now && Math.abs(now.x - before.x) > 10;
    });
    await shows(page, /\d\d:\d\d[–-]\d\d:\d\d/);
    const text = await page.locator("body").textContent();
    for (const secret of ["Insulin", "Aino", "+358 50 765 4321", "Aleksanterinkatu 21", "Driver1"]) {
      expect(text).not.toContain(secret);
    }
  }, 60_000);

  test("the parcel is handed over with a photo and a signature", async () => {
    const { page, context } = driver;
    await context.setGeolocation(DOOR);
    await press(page, "Hand over");
    await page.getByLabel("Photo of the parcel").setInputFiles(PHOTO);
    const paper = page.locator("canvas");
    await paper.waitFor();
    const pad = await paper.boundingBox();
    if (!pad) throw new Error("There is nowhere to sign");
    await page.mouse.move(pad.x + 40, pad.y + pad.height / 2);
    await page.mouse.down();
    for (let i = 1; i <= 12; i++) {
      await page.mouse.move(pad.x + 40 + i * 15, pad.y + pad.height / 2 + (i % 2 ? -25 : 25));
    }
    await page.mouse.up();
    await press(page, "Use this signature");
    await press(page, "Delivered");
    await shows(page, /handed over|Delivered/i);
  }, 60_000);

  test("everybody sees that it has arrived, and the proof is there for those who may see it", async () => {
    await detail()
      .getByRole("list", { name: /^Delivered/ })
      .waitFor();
    await vendor.page
      .getByRole("button", { name: /show larger/ })
      .first()
      .waitFor();
    await recipient.page.getByRole("region", { name: /^Map/ }).waitFor({ state: "detached" });
    await shows(recipient.page, /Delivered/);
    await shows(customer.page, /Delivered/);
    await shows(driver.page, /1 delivered|1 delivery|€5\.00/);

    const order = await stage.db.collection("orders").findOne({});
    expect(order).toMatchObject({ status: "delivered", customerName: "Aino Laine" });
    const refused = await fetch(`${server.url}${order?.proofPhotoUrl}`);
    expect(refused.status).toBe(401);
  }, 60_000);

  test("and no browser had anything to complain about", () => {
    const complaints = [customer, vendor, driver, recipient].flatMap(visitor => visitor.complaints);
    expect(complaints).toEqual([]);
  });
});
