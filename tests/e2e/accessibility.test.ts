import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import axeCore from "axe-core";
import type { Locator, Page } from "playwright-core";
import { DESK, PHONE } from "../support/browser.ts";
import { COURIERS_PHONE, type DemoHouse, openDemoHouse, PHOTO_OF_A_PARCEL } from "./demo-house.ts";

/* Every surface in its main states, light and dark, as axe judges it; and the board without a mouse. */

let house: DemoHouse;

beforeAll(async () => {
  house = await openDemoHouse("accessibility");
}, 180_000);
afterAll(() => house?.[Symbol.asyncDispose]());

/** A page of somebody who asked for less motion: colours stand still while they are measured. */
async function openAs(who: string | null, options: typeof DESK): Promise<Page> {
  const still = { ...options, reducedMotion: "reduce", colorScheme: "light" } as const;
  return (await house.openAs(who, still)).page;
}

/** Fails with every rule that is broken seriously, where, and in which colours. Leaves the page in the other ones. */
async function expectAccessible(page: Page, state: string): Promise<void> {
  const now = await page.evaluate(() => document.documentElement.dataset.theme);
  const other = now === "dark" ? "light" : "dark";
  const problems = (await violationsOn(page)).map(problem => `${state}, ${now}: ${problem}`);
  await wear(page, other);
  // The colours are all that is different then.
  const inOtherColours = await violationsOn(page, ["color-contrast"]);
  problems.push(...inOtherColours.map(problem => `${state}, ${other}: ${problem}`));
  expect(problems).toEqual([]);
}

async function wear(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.waitForFunction(wanted => document.documentElement.dataset.theme === wanted, colorScheme);
}

async function violationsOn(page: Page, onlyRules?: string[]): Promise<string[]> {
  // Evaluated by the browser's own protocol: the content policy of the pages forbids foreign scripts.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeCore.source);
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState !== "running"),
  );
  return page.evaluate(async only => {
    const { axe } = window as unknown as { axe: typeof axeCore };
    // Behind a dialog everything is out of reach.
    const inReach = document.querySelector("[role=dialog], [role=alertdialog], dialog[open]") ?? document;
    const { violations } = await axe.run(inReach, {
      resultTypes: ["violations"],
      preload: false,
      rules: { "label-content-name-mismatch": { enabled: true }, "target-size": { enabled: true } },
      ...(only ? { runOnly: only } : {}),
    });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id} at ${nodes.map(({ html }) => html.slice(0, 160)).join(" and ")}`);
  }, onlyRules);
}

const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first().click();

describe("without signing in", () => {
  test("sign-in and both ways to register, also with mistakes", async () => {
    const page = await openAs(null, PHONE);
    await house.goTo(page, "/", "To your board");
    await press(page, "Sign in");
    await expectAccessible(page, "sign-in with mistakes");
    await house.goTo(page, "/sign-up", "Create an account");
    await expectAccessible(page, "sign-up of a customer");
    await page.getByText("We send them").click();
    await page.getByLabel("Business").first().waitFor();
    await expectAccessible(page, "sign-up of a business");
    await page.context().close();
  }, 120_000);

  test("the tracking page on the way, delivered, and with a wrong link", async () => {
    const page = await openAs(null, PHONE);
    const onTheWay = await house.orderIn("out_for_delivery");
    const delivered = await house.orderIn("delivered");
    await house.goTo(page, `/track/${onTheWay.trackingToken}`, /Arrives|Expected/);
    await page.getByRole("region", { name: /^Map/ }).waitFor();
    await expectAccessible(page, "tracking, on the way");
    await house.goTo(page, `/track/${delivered.trackingToken}`, "Delivered");
    await expectAccessible(page, "tracking, delivered");
    await page.goto(`${house.server.url}/track/${"x".repeat(32)}`);
    await page.getByRole("main").getByText(/link/).first().waitFor();
    await expectAccessible(page, "tracking, wrong link");
    await page.context().close();
  }, 120_000);
});

describe("the vendor", () => {
  test("the board, an order, its menus and forms", async () => {
    const page = await openAs("vendor", DESK);
    await page.getByRole("region", { name: /^Needs you/ }).waitFor();
    await page.locator(".map-marker").first().waitFor();
    await expectAccessible(page, "board");
    const waiting = await house.acceptedOrder();
    await house.goTo(page, `/board?sel=${waiting.id}`, waiting.customerName);
    const cancel = page.getByRole("article").getByRole("button", { name: "Cancel" });
    await cancel.waitFor();
    await expectAccessible(page, "board with an order");
    await cancel.click();
    await page.getByRole("alertdialog").or(page.getByRole("dialog")).first().waitFor();
    await expectAccessible(page, "cancelling");
    await page.keyboard.press("Escape");
    await press(page, "New order");
    await page.getByRole("combobox", { name: "Delivery address" }).fill("aleksanterink");
    await page.getByRole("option").first().waitFor();
    await expectAccessible(page, "new order with suggestions");
    await page.context().close();
  }, 120_000);

  test("the board on a phone", async () => {
    const page = await openAs("vendor", PHONE);
    await page.getByRole("region", { name: /^Needs you/ }).waitFor();
    await expectAccessible(page, "board on a phone");
    await page.context().close();
  }, 120_000);

  test("orders, drivers, reports, set-up and account", async () => {
    const page = await openAs("vendor", DESK);
    await house.goTo(page, "/deliveries", /ORD-\d{8}/);
    await expectAccessible(page, "orders");
    await house.goTo(page, "/drivers", "Eero Laine");
    await press(page, "Eero Laine");
    await page.getByRole("dialog").waitFor();
    await expectAccessible(page, "a driver");
    await page.keyboard.press("Escape");
    await press(page, "Add driver");
    await page.getByRole("dialog").waitFor();
    await expectAccessible(page, "a new driver");
    await house.goTo(page, "/reports", "By driver");
    await expectAccessible(page, "reports");
    await house.goTo(page, "/set-up", "Proof of delivery");
    await expectAccessible(page, "set-up");
    await house.goTo(page, "/account", "This device");
    await expectAccessible(page, "account");
    await page.context().close();
  }, 120_000);
});

describe("the board without a mouse", () => {
  test("an order is found, opened and assigned by keys alone", async () => {
    const page = await openAs("vendor", DESK);
    const order = await house.acceptedOrder();
    await page.locator(`[data-order="${order.id}"]`).waitFor();
    await tabTo(page, page.getByRole("searchbox").or(page.getByPlaceholder("Search")).first());
    await page.keyboard.type(order.orderNumber);
    const row = page.locator(`[data-order="${order.id}"]`);
    await page.waitForFunction(() => document.querySelectorAll("[data-order]").length === 1);
    await tabTo(page, row);
    await page.keyboard.press("Enter");
    const detail = page.getByRole("article");
    await detail.getByText(order.customerName).first().waitFor();
    const assign = detail.getByRole("button", { name: "Assign" });
    await tabTo(page, assign);
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await detail
      .getByText(/^Offered to /)
      .first()
      .waitFor();
    await page.context().close();
  }, 120_000);

  test("the keys of the board open what they say, and Escape leads back", async () => {
    const page = await openAs("vendor", DESK);
    await page.locator("[data-order]").first().waitFor();
    await page.keyboard.press("j");
    await page.getByRole("article").waitFor();
    await page.keyboard.press("t");
    await page.getByRole("dialog", { name: /New order/ }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys of the board" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await page.getByRole("article").waitFor({ state: "detached" });
    await page.keyboard.press("/");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("INPUT");
    await page.context().close();
  }, 120_000);
});

/** Walks by the Tab key until the element has the focus, and sees that the focus can be seen. */
async function tabTo(page: Page, element: Locator): Promise<void> {
  const isThere = () => element.evaluate(node => node === document.activeElement);
  for (let steps = 0; steps < 60 && !(await isThere()); steps++) await page.keyboard.press("Tab");
  expect(await isThere()).toBe(true);
  // A field with an icon in it wears the ring of its frame.
  const rings = await element.evaluate(node =>
    [node, node.parentElement ?? node].map(each => getComputedStyle(each).outlineStyle),
  );
  expect(rings).toContain("solid");
}

describe("the customer", () => {
  test("orders, one order, and the form with mistakes", async () => {
    const page = await openAs("customer", PHONE);
    const link = page.getByRole("link", { name: /ORD-\d{8}/ }).first();
    await link.waitFor();
    await expectAccessible(page, "orders of a customer");
    await link.click();
    await page.getByText("From hand to hand").waitFor();
    await expectAccessible(page, "an order of a customer");
    await house.goTo(page, "/orders/new", "Who sends it?");
    await page.getByRole("link", { name: /Aurora/ }).click();
    await press(page, "Order the delivery");
    await expectAccessible(page, "new order with mistakes");
    await page.context().close();
  }, 120_000);
});

describe("the driver", () => {
  test("waiting, an offer, a stop and the hand-over", async () => {
    const page = await openAs("driver", COURIERS_PHONE);
    await page.getByRole("button", { name: "Go on duty" }).waitFor();
    await expectAccessible(page, "off duty");
    await press(page, "Go on duty");
    await page.getByText(/Position sent/).waitFor();
    await house.offerToEero();
    await page.getByText("New offer").first().waitFor();
    await expectAccessible(page, "an offer");
    await press(page, "Accept");
    await press(page, "Navigate");
    await expectAccessible(page, "the ways to navigate");
    await page.keyboard.press("Escape");
    await press(page, /^Picked up/);
    await press(page, "Start delivery");
    await expectAccessible(page, "a stop");
    await press(page, "Hand over");
    await page.getByLabel("Photo of the parcel").setInputFiles(PHOTO_OF_A_PARCEL);
    await page.locator("canvas").waitFor();
    await expectAccessible(page, "the signature");
    await page.context().close();
  }, 120_000);
});

describe("the administrator", () => {
  test("overview, vendors, people, orders and audit", async () => {
    const page = await openAs("admin", DESK);
    await page.getByText("Drivers on duty").waitFor();
    await expectAccessible(page, "overview");
    await house.goTo(page, "/admin/vendors", "Aurora Pharmacy");
    await press(page, "Aurora Pharmacy");
    await page.getByRole("dialog").waitFor();
    await expectAccessible(page, "a vendor");
    await press(page, "Pause");
    await page.getByLabel("Reason").waitFor();
    await expectAccessible(page, "the question for a reason");
    await page.keyboard.press("Escape");
    await house.goTo(page, "/admin/users", "Liisa Virtanen");
    await expectAccessible(page, "people");
    await house.goTo(page, "/admin/orders", /ORD-\d{8}/);
    await expectAccessible(page, "all orders");
    await press(page, /^ORD-\d{8}/);
    await page.getByText("Who saw this").click();
    await page.getByText("read an order").first().waitFor();
    await press(page, /^\d\d:\d\d$/);
    await page.getByRole("dialog").waitFor();
    await expectAccessible(page, "an entry of the log");
    await page.keyboard.press("Escape");
    await house.goTo(page, "/admin/audit", "signed in");
    await expectAccessible(page, "audit");
    await page.context().close();
  }, 120_000);
});
