import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { OrderDoc } from "../../../src/server/features/orders/index.ts";
import type { OrderId } from "../../../src/shared/ids.ts";
import { legalActions, type OrderStatus, orderMachine } from "../../../src/shared/orders/order.machine.ts";
import { type Api, createTestApp, type TestApp } from "../../support/harness.ts";
import { type Business, type Courier, createPeople } from "../../support/people.ts";

let app: TestApp;
let people: ReturnType<typeof createPeople>;
let vendor: Business;

beforeAll(async () => {
  app = await createTestApp("illegal_transitions");
  people = createPeople(app);
  vendor = await people.aVendor();
});
afterAll(() => app[Symbol.asyncDispose]());

/** An order in the given state, and the driver who has it where that state has one. */
async function orderIn(status: OrderStatus): Promise<{ orderId: OrderId; driver: Courier }> {
  const { orders } = app.services;
  const driver = await people.aDriver(vendor);
  if (status === "pending" || status === "cancelled" || status === "accepted") {
    const { id: orderId } = await people.anOrder(vendor, vendor.vendorId);
    if (status === "accepted") await orders.accept(vendor.actor, { orderId });
    if (status === "cancelled") await orders.cancel(vendor.actor, { orderId, reason: "Not needed" });
    return { orderId, driver };
  }
  const { id: orderId } = await people.anAssignedOrder(vendor, driver);
  const steps = ["picked_up", "out_for_delivery", "delivered"];
  const reach = steps.indexOf(status);
  if (reach >= 0) await orders.pickUp(driver.actor, { orderId });
  if (reach >= 1) await orders.startDelivery(driver.actor, { orderId });
  if (reach >= 2) await orders.deliver(driver.actor, { orderId });
  return { orderId, driver };
}

/** How each action is asked for over the API, and by whom. */
const COMMANDS = {
  update: ["vendor", (api: Api, orderId: OrderId) => api.orders.update({ orderId, notes: "Ring twice" })],
  accept: ["vendor", (api: Api, orderId: OrderId) => api.orders.accept({ orderId })],
  assign: [
    "vendor",
    (api: Api, orderId: OrderId, driver: Courier) =>
      api.orders.assign({ orderId, driverId: driver.driverId }),
  ],
  unassign: ["vendor", (api: Api, orderId: OrderId) => api.orders.unassign({ orderId })],
  cancel: ["vendor", (api: Api, orderId: OrderId) => api.orders.cancel({ orderId, reason: "Not needed" })],
  pickUp: ["driver", (api: Api, orderId: OrderId) => api.orders.pickUp({ orderId })],
  startDelivery: ["driver", (api: Api, orderId: OrderId) => api.orders.startDelivery({ orderId })],
  deliver: ["driver", (api: Api, orderId: OrderId) => api.orders.deliver({ orderId })],
} as const;

const WITH_DRIVER: OrderStatus[] = ["driver_assigned", "picked_up", "out_for_delivery", "delivered"];

describe("what is not legal is refused with what is", () => {
  for (const status of orderMachine.states) {
    for (const [action, [role, ask]] of Object.entries(COMMANDS)) {
      const legal = legalActions(status, role);
      if ((legal as string[]).includes(action)) continue;
      // A driver does not even see an order that he was never given.
      if (role === "driver" && !WITH_DRIVER.includes(status)) continue;

      test(`${action} while ${status}`, async () => {
        const { orderId, driver } = await orderIn(status);
        const before = await app.db.collection<OrderDoc>("orders").findOne({ _id: orderId });
        const error: unknown = await ask(
          app.as(role === "driver" ? driver.actor : vendor.actor),
          orderId,
          driver,
        ).catch(caught => caught);
        expect(error).toMatchObject({
          code: "CONFLICT",
          cause: { code: "ILLEGAL_TRANSITION", details: { action, status, legal } },
        });
        expect(await app.db.collection<OrderDoc>("orders").findOne({ _id: orderId })).toEqual(before);
      });
    }
  }
});

test("an action that is another role's is refused by the order itself, whatever let it through before", async () => {
  const { orderId } = await orderIn("driver_assigned");
  await expect(app.services.orders.pickUp(vendor.actor, { orderId })).rejects.toMatchObject({
    code: "ILLEGAL_TRANSITION",
    details: { action: "pickUp", legal: legalActions("driver_assigned", "vendor") },
  });
});
