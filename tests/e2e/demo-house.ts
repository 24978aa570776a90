import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { createMedexClient, type MedexClient } from "../../src/sdk/index.ts";
import type { OrderId } from "../../src/shared/ids.ts";
import type { OrderView } from "../../src/shared/orders/order.schema.ts";
import { isWhole } from "../../src/shared/orders/whole.ts";
import { launchBrowser, PHONE, signInAs, type Visitor, visit } from "../support/browser.ts";
import { testDatabase } from "../support/mongo.ts";
import { startServer, type TestServer } from "../support/process.ts";

const PASSWORD = "medex-demo";

/** What a courier's phone is told of where it is: at the pharmacy's door. */
export const COURIERS_PHONE = {
  ...PHONE,
  geolocation: { latitude: 60.1689, longitude: 24.9408 },
  permissions: ["geolocation"],
} satisfies BrowserContextOptions;

export const PHOTO_OF_A_PARCEL = join(import.meta.dir, "../../examples/parcel.png");

/** The product as its README starts it, with the demo's people, the pharmacy's client and a browser before it. */
export type DemoHouse = AsyncDisposable & {
  server: TestServer;
  vendor: MedexClient;
  /** A context of its own, signed in as one of the demo's people, or as nobody. */
  openAs(who: string | null, options: BrowserContextOptions): Promise<Visitor>;
  /** Opens a page of the product and waits for what shows that it is there. */
  goTo(page: Page, path: string, sign: string | RegExp): Promise<void>;
  /** An order of the pharmacy in one of these states. */
  orderIn(...status: OrderView["status"][]): Promise<OrderView>;
  /** A new order of the pharmacy that waits for a driver. */
  acceptedOrder(): Promise<OrderView>;
  /** A new order that is offered to the courier whose account the demo gives away. */
  offerToEero(): Promise<OrderId>;
};

/** `name` is of the database. */
export async function openDemoHouse(name: string): Promise<DemoHouse> {
  await using stack = new AsyncDisposableStack();
  const { url: mongodbUrl } = stack.use(await testDatabase(name));
  const env = { MEDEX_DEMO: "seed" };
  const started = { mongodbUrl, env, program: "scripts/start.ts", readyTimeoutMs: 120_000 };
  const server = stack.use(await startServer(started));
  const vendor = createMedexClient({ url: server.url });
  stack.defer(() => vendor.close());
  await vendor.login("vendor@medex.test", PASSWORD);
  const browser = await launchBrowser();
  stack.defer(() => browser.close());

  async function orderIn(...status: OrderView["status"][]): Promise<OrderView> {
    const [order] = (await vendor.orders.list.query({ status })).items.filter(isWhole);
    if (!order) throw new Error(`The demo world has no order that is ${status.join(" or ")}`);
    return order;
  }

  async function acceptedOrder(): Promise<OrderView> {
    const { id } = await vendor.orders.create.mutate({
      vendorId: (await orderIn("delivered")).vendorId,
      delivery: { address: "Aleksanterinkatu 21, Helsinki" },
      items: [{ name: "Insulin glargine", quantity: 1, handling: "chilled" }],
      customerName: "Kaisa Koskela",
      customerPhone: "+358 50 765 4321",
    });
    return vendor.orders.accept.mutate({ orderId: id });
  }

  const owned = stack.move();
  return {
    server,
    vendor,
    async openAs(who, options) {
      const visitor = await visit(browser, options);
      if (who) await signInAs(visitor.page, server.url, `${who}@medex.test`, PASSWORD);
      return visitor;
    },
    async goTo(page, path, sign) {
      await page.goto(server.url + path);
      await page.getByText(sign).first().waitFor();
    },
    orderIn,
    acceptedOrder,
    async offerToEero() {
      const drivers = (await vendor.drivers.list.query({ limit: 50 })).items;
      const eero = drivers.find(({ email }) => email === "driver@medex.test");
      if (!eero) throw new Error("The demo world has no Eero");
      const { id } = await acceptedOrder();
      await vendor.orders.assign.mutate({ orderId: id, driverId: eero.id });
      return id;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
