import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { Hono } from "hono";
import type { Browser } from "playwright-core";
import { securityHeaders } from "../../src/server/http/requests/security-headers.ts";
import { clientRoutes } from "../../src/server/http/resources/client.ts";
import { custodyKeyRoutes } from "../../src/server/http/resources/custody-keys.ts";
import { buildClient } from "../../src/server/platform/startup/client-build.ts";
import type { CustodyExport } from "../../src/shared/custody/custody.schema.ts";
import { launchBrowser, PHONE, type Visitor, visit } from "../support/browser.ts";
import { aCustodyExport, custodySigner } from "../support/custody-chain.ts";

const ROOT = join(import.meta.dir, "../..");

let server: ReturnType<typeof Bun.serve>;
let browser: Browser;
let visitor: Visitor;
let whole: CustodyExport;
const requests: string[] = [];

beforeAll(async () => {
  await buildClient(ROOT, () => {});
  const app = new Hono();
  server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: request => app.fetch(request) });
  app
    .use(securityHeaders({ publicUrl: server.url.origin }))
    .route("/", custodyKeyRoutes(custodySigner))
    .route("/", clientRoutes({ folder: join(ROOT, "dist/client") }));
  whole = await aCustodyExport();
  browser = await launchBrowser();
  visitor = await visit(browser, PHONE);
  visitor.page.on("request", request => requests.push(request.url()));
  await visitor.page.goto(`${server.url}verify`);
  await visitor.page.getByText("2 public keys from").waitFor();
  await visitor.page.evaluate(() => document.fonts.ready);
  await visitor.context.setOffline(true);
  requests.length = 0;
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop(true);
});

/** Chooses a file as somebody does who has it on his disk. */
const choose = (name: string, content: unknown) =>
  visitor.page.locator("input[type=file]").setInputFiles({
    name,
    mimeType: "application/json",
    buffer: Buffer.from(typeof content === "string" ? content : JSON.stringify(content)),
  });

const verdict = (title: string) => visitor.page.getByRole("heading", { name: title, exact: true }).waitFor();
const says = (text: string) => visitor.page.getByText(text).first().waitFor();

describe("the checking page, without a network", () => {
  test("finds an export intact, and tells what happened", async () => {
    await choose("whole.json", whole);
    await verdict("Intact");
    await says("ORD-00000001: 8 events, unbroken, delivered, signed by key “new”.");
    expect(await visitor.page.getByRole("listitem").count()).toBe(8);
  });

  test("names the first broken link", async () => {
    const copy = structuredClone(whole);
    copy.events.splice(3, 1);
    await choose("cut.json", copy);
    await verdict("Broken");
    await says("The chain breaks at event 4: event 5 stands in its place.");
  });

  test("goes by the reader's own keys, once he has brought them", async () => {
    await choose("keys.json", { keys: custodySigner.publicKeys.slice(1) });
    await choose("whole.json", whole);
    await verdict("Not proven");
    await says("its key “new” is not among the keys given");
  });

  test("says of a file that is no JSON that it is none", async () => {
    await choose("parcel.txt", "not json");
    await says("parcel.txt is not JSON");
  });

  test("has sent nothing, asked for nothing, and broken no rule of the content policy", () => {
    expect(requests).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  });
});
