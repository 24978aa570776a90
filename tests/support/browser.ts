import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { PASSWORD } from "./people.ts";

/** A real Chromium, found by `verify` or on PATH. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_BIN ?? Bun.which("chromium") ?? Bun.which("google-chrome");
  if (!executablePath) throw new Error("There is no Chromium: set CHROMIUM_BIN");
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}

/** A phone of a courier or recipient, and a desk of a vendor. */
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};
export const DESK: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };

/**
 * One person's browser: cookies, storage and position of his own; `complaints` are the console's errors, `violations`
 * what the content policy of our pages refused, `strangers` whoever else than this machine was asked for something.
 */
export type Visitor = {
  page: Page;
  context: BrowserContext;
  complaints: string[];
  violations: string[];
  strangers: string[];
};

export async function visit(browser: Browser, options: BrowserContextOptions): Promise<Visitor> {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Helsinki", ...options });
  const violations: string[] = [];
  await context.exposeBinding("reportViolation", (_, violation: string) => violations.push(violation));
  await context.addInitScript(reportViolations);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const strangers: string[] = [];
  context.on("request", request => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(http|ws)/.test(protocol) && hostname !== "127.0.0.1") strangers.push(request.url());
  });
  const complaints: string[] = [];
  page.on("console", message => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", error => complaints.push(error.message));
  return { page, context, complaints, violations, strangers };
}

/** Runs in every page before its own scripts. */
function reportViolations(): void {
  const { reportViolation } = window as unknown as { reportViolation: (violation: string) => void };
  window.addEventListener("securitypolicyviolation", event => {
    const { effectiveDirective, blockedURI, sourceFile, lineNumber, sample } = event;
    reportViolation(
      `${effectiveDirective} refused ${blockedURI} ${sample} (${sourceFile}:${lineNumber}) on ${location.pathname}`,
    );
  });
}

/** Signs in by the form, as people do. */
export async function signInAs(page: Page, url: string, email: string, password = PASSWORD): Promise<void> {
  await page.goto(`${url}/`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(address => new URL(address).pathname !== "/");
}
