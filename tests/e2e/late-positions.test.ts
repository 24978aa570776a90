import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { createMedexClient } from "../../src/sdk/index.ts";
import { DESK, PHONE, signInAs, type Visitor, visit } from "../support/browser.ts";
import { PASSWORD, PLACES } from "../support/people.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";
import { anOrderFor } from "../support/server-world.ts";
import { waitFor } from "../support/wait-for.ts";
import { openStage, type Stage } from "./stage.ts";

/*
 * What people see while Redis, by which processes hear each other, hangs or is gone. MEDEX_PICTURES names a folder for
 * pictures of it.
 */

const CUSTOMER = "customer@world.test";
const LATE = "Positions may be late. The rest is live.";

let stage: Stage;
let redis: TestRedis;
let server: Stage["server"];
let world: Stage["world"];
let browser: Stage["browser"];
const visitors: Record<string, Visitor> = {};

beforeAll(async () => {
  redis = await startRedis();
  stage = await openStage("late_positions", { drivers: 1, env: { REDIS_URL: redis.url } });
  ({ server, world, browser } = stage);
}, 180_000);
afterAll(async () => {
  redis?.thaw();
  await stage?.[Symbol.asyncDispose]();
  await redis?.[Symbol.asyncDispose]();
});

/** A customer's order on its way, with a position of its driver. */
async function anOrderOnItsWay() {
  const [driver] = world.drivers;
  const account = { role: "user", email: CUSTOMER, password: PASSWORD, fullName: "Carla Customer" } as const;
  const customer = createMedexClient({ url: server.url });
  await customer.auth.register.mutate({ ...account, client: "api" });
  await customer.login(CUSTOMER, PASSWORD);
  const { id: orderId } = await customer.orders.create.mutate(anOrderFor(world.vendorId));
  await world.vendor.orders.accept.mutate({ orderId });
  const order = await world.vendor.orders.assign.mutate({ orderId, driverId: driver?.driverId ?? "" });
  await driver?.client.assignments.accept.mutate({ assignmentId: String(order.assignmentId) });
  await driver?.client.orders.pickUp.mutate({ orderId });
  const { latitude, longitude } = PLACES.pharmacy;
  const timestamp = new Date().toISOString();
  await driver?.client.drivers.reportLocation.mutate({ points: [{ latitude, longitude, timestamp }] });
  await customer.close();
  return { orderId, token: String(order.trackingToken) };
}

const verdictOf = (page: Page) => page.locator("[data-verdict]").first().getAttribute("data-verdict");

/** What the page says of its positions, on each of them; of the administrator's it is a sentence. */
const everywhere = async (isLate: boolean) => {
  for (const [name, { page }] of Object.entries(visitors)) {
    // His figures are read anew every quarter of a minute: that much patience has nobody here.
    if (name === "admin") {
      await page.reload();
      await page.getByText("Drivers on duty").first().waitFor();
    }
    const is = async () =>
      name === "admin"
        ? (await page.getByText("Positions may be late:").count()) > 0
        : (await verdictOf(page)) === (isLate ? "late" : "live");
    await waitFor(`${name} to be told`, async () => (await is()) === (isLate || name !== "admin"), 40_000);
    if (isLate && name !== "admin") expect(await page.getByText(LATE).count()).toBeGreaterThan(0);
    const folder = process.env.MEDEX_PICTURES;
    if (folder && isLate) await page.screenshot({ path: join(folder, `late-${name}.png`) });
  }
};

test("board, customer, recipient and administrator are told that positions may be late, and when they are not", async () => {
  const { orderId, token } = await anOrderOnItsWay();
  visitors.board = await visit(browser, DESK);
  await signInAs(visitors.board.page, server.url, "vendor@world.test");
  visitors.customer = await visit(browser, DESK);
  await signInAs(visitors.customer.page, server.url, CUSTOMER);
  await visitors.customer.page.goto(`${server.url}/orders/${orderId}`);
  visitors.recipient = await visit(browser, PHONE);
  await visitors.recipient.page.goto(`${server.url}/track/${token}`);
  visitors.admin = await visit(browser, DESK);
  await signInAs(visitors.admin.page, server.url, "admin@world.test");
  await everywhere(false);

  redis.freeze();
  await everywhere(true);
  const board = visitors.board.page;
  // Nothing else is late: an order that comes in now is on the board.
  await world.vendor.orders.create.mutate({ ...anOrderFor(world.vendorId), delivery: PLACES.pharmacy });
  await board
    .getByRole("button", { name: new RegExp(PLACES.pharmacy.address.split(",")[0] ?? "") })
    .first()
    .waitFor();
  // Who comes only now is told too.
  await board.reload();
  await everywhere(true);
  redis.thaw();
  await everywhere(false);

  await redis.kill();
  await everywhere(true);
  await redis.restart();
  await everywhere(false);
  for (const { violations, context } of Object.values(visitors)) {
    expect(violations).toEqual([]);
    await context.close();
  }
}, 240_000);
