import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { DESK, PHONE, signInAs, visit } from "../support/browser.ts";
import { type MailServer, startMailServer } from "../support/mail-server.ts";
import { PASSWORD } from "../support/people.ts";
import { anOrderFor } from "../support/server-world.ts";
import { waitFor } from "../support/wait-for.ts";
import { openStage, type Stage } from "./stage.ts";

/* Accounts as people meet them: in a browser and a mailbox. */

const NEW_PASSWORD = "quite another password";
let stage: Stage;
let mailbox: MailServer;
let server: Stage["server"];
let world: Stage["world"];
let browser: Stage["browser"];

beforeAll(async () => {
  mailbox = await startMailServer();
  const env = { SMTP_URL: `smtp://127.0.0.1:${mailbox.port}`, MAIL_FROM: "MedEx <no-reply@medex.test>" };
  stage = await openStage("accounts", { drivers: 1, env });
  ({ server, world, browser } = stage);
}, 180_000);

afterAll(async () => {
  await stage?.[Symbol.asyncDispose]();
  await mailbox?.[Symbol.asyncDispose]();
});

const shows = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first().click();

/** The link in the newest letter to somebody, once it has arrived. */
const linkTo = (email: string, path: string) =>
  waitFor(
    `a letter to ${email}`,
    () => {
      const letters = mailbox.received.filter(({ to }) => to.includes(email)).map(({ raw }) => raw);
      // Lines of a letter end with "=" where they were broken (RFC 2045, section 6.7).
      const text = letters.at(-1)?.replaceAll("=\r\n", "");
      return text?.match(new RegExp(`http://\\S+${path}#[\\w-]{32}`))?.[0];
    },
    20_000,
  );

describe("accounts by e-mail", () => {
  test("a vendor invites a driver, who chooses a password on the phone and is at work", async () => {
    const { page: desk } = await visit(browser, DESK);
    await signInAs(desk, server.url, "vendor@world.test");
    await desk.goto(`${server.url}/drivers`);
    await press(desk, /add|new driver/i);
    const form = desk.getByRole("dialog");
    await form.getByLabel("Name", { exact: true }).fill("Ilmo Invited");
    await form.getByLabel("Phone").fill("+358 40 123 4567");
    await form.getByRole("textbox", { name: "E-mail" }).fill("ilmo@world.test");
    await form.getByRole("button", { name: "Invite driver" }).click();
    await shows(desk, "Ilmo Invited is invited");

    const { page: phone } = await visit(browser, PHONE);
    await phone.goto(await linkTo("ilmo@world.test", "/invitation"));
    await phone.getByLabel("New password").fill("password123");
    await press(phone, "Begin");
    await shows(phone, /one of those that are tried first/);
    await phone.getByLabel("New password").fill(NEW_PASSWORD);
    await press(phone, "Begin");
    await phone.waitForURL(`${server.url}/driver`);
    await phone.goto(await linkTo("ilmo@world.test", "/invitation"));
    await phone.getByLabel("New password").fill(NEW_PASSWORD);
    await press(phone, "Begin");
    await shows(phone, "This link no longer works");
  }, 60_000);

  test("an owner invites a dispatcher, who assigns an order and sees no set-up, and then only looks on", async () => {
    const { page: owner } = await visit(browser, DESK);
    await signInAs(owner, server.url, "vendor@world.test");
    await owner.goto(`${server.url}/set-up`);
    await press(owner, "Invite a colleague");
    const form = owner.getByRole("dialog");
    await form.getByLabel("Name").fill("Daria Desk");
    await form.getByRole("textbox", { name: "E-mail" }).fill("daria@world.test");
    await form.getByRole("button", { name: "Invite", exact: true }).click();
    await shows(owner, "Daria Desk is invited");
    const row = owner.getByRole("listitem").filter({ hasText: "daria@world.test" });
    await row.getByText("Invited", { exact: true }).waitFor();

    const { orderNumber } = await world.vendor.orders.create.mutate(anOrderFor(world.vendorId));
    const { page: desk } = await visit(browser, DESK);
    await desk.goto(await linkTo("daria@world.test", "/invitation"));
    await desk.getByLabel("New password").fill(NEW_PASSWORD);
    await press(desk, "Begin");
    await desk.waitForURL(`${server.url}/board`);
    await desk.getByText(orderNumber).first().click();
    await desk.getByRole("article").getByRole("button", { name: "Accept" }).click();
    await desk.getByRole("article").getByRole("button", { name: "Assign" }).click();
    await desk.getByRole("menuitem", { name: /Ilmo Driver1/ }).click();
    await shows(desk, "Offered to Ilmo Driver1");
    expect(await desk.getByRole("link", { name: "Set-up" }).count()).toBe(0);
    await desk.getByRole("button", { name: "New order" }).first().waitFor();

    await owner.reload();
    await row.getByRole("combobox").click();
    await owner.getByRole("option", { name: "Viewer" }).click();
    await shows(owner, "Daria Desk is a viewer now");
    await desk.reload();
    await shows(desk, "You can look, not change.");
    await desk.getByText(orderNumber).first().waitFor();
    expect(await desk.getByRole("button", { name: /New order|Take back|Cancel/ }).count()).toBe(0);
  }, 60_000);

  test("a forgotten password is replaced by the link in a letter", async () => {
    const { page } = await visit(browser, DESK);
    await page.goto(server.url);
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    // The sign-in has a field of this name too, and stays until the other screen's code is there.
    await page.getByRole("heading", { name: "Forgot your password?" }).waitFor();
    await page.getByLabel("E-mail").fill("vendor@world.test");
    await press(page, "Send the link");
    await shows(page, "Look into your mailbox");
    await page.goto(await linkTo("vendor@world.test", "/reset-password"));
    await page.getByLabel("New password").fill(NEW_PASSWORD);
    await press(page, "Change the password");
    await shows(page, "Your password is changed");
    await signInAs(page, server.url, "vendor@world.test", NEW_PASSWORD);
  }, 60_000);

  test("a customer confirms the address, and the account knows", async () => {
    const { page } = await visit(browser, DESK);
    await page.goto(`${server.url}/sign-up`);
    await page.getByLabel("Your name").fill("Carla Customer");
    await page.getByLabel("E-mail").fill("carla@world.test");
    await page.getByLabel("Password").fill(PASSWORD);
    await press(page, "Create the account");
    await page.waitForURL(`${server.url}/orders`);
    await page.goto(`${server.url}/account`);
    await shows(page, "carla@world.test is not confirmed yet");
    await page.goto(await linkTo("carla@world.test", "/verify-email"));
    await shows(page, "Your address is confirmed");
    await page.goto(`${server.url}/account`);
    await shows(page, "carla@world.test is confirmed");
  }, 60_000);
});

describe("a second factor", () => {
  test("is set up in the account, asked for at the sign-in, and opens it", async () => {
    const { page } = await visit(browser, DESK);
    await signInAs(page, server.url, "admin@world.test");
    await page.goto(`${server.url}/account`);
    await press(page, "Set up");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Your password").fill(PASSWORD);
    await dialog.getByRole("button", { name: "Go on" }).click();
    await dialog.getByRole("img", { name: /QR code/ }).waitFor();
    const typed = await dialog.getByText(/^([A-Z2-7]{4} ?){8}$/).textContent();
    const secret = typed?.replaceAll(" ", "") ?? "";
    await dialog.getByRole("textbox", { name: "Code" }).fill(new TOTP({ secret }).generate());
    await dialog.getByRole("button", { name: "Switch it on" }).click();
    await dialog.getByRole("listitem").nth(9).waitFor();
    const codes = await dialog.getByRole("listitem").allInnerTexts();
    expect(codes).toHaveLength(10);
    await dialog.getByRole("button", { name: "I have kept them" }).click();
    await shows(page, "10 recovery codes are left.");

    await press(page, "Sign out everywhere");
    await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
    await page.getByRole("textbox", { name: "E-mail" }).fill("admin@world.test");
    await page.getByLabel("Password").fill(PASSWORD);
    await press(page, "Sign in");
    await page.getByLabel("Code").fill("000000");
    await press(page, "Sign in");
    await shows(page, "This code is not right");
    await page.getByLabel("Code").fill(codes[0] ?? "");
    await press(page, "Sign in");
    await page.waitForURL(`${server.url}/admin`);
  }, 60_000);
});
