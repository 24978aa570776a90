import type { CustodyExport } from "../../../src/shared/custody/custody.schema.ts";
import { verifyCustody } from "../../../src/shared/custody/verify-custody.ts";
import type { OrderId } from "../../../src/shared/ids.ts";
import { createTestApp } from "../../support/harness.ts";
import { createPeople, type Person } from "../../support/people.ts";

export type CustodyWorld = Awaited<ReturnType<typeof createCustodyWorld>>;

/** A pharmacy with a driver and a customer, and what tests ask of the chains of its orders. */
export async function createCustodyWorld(name: string) {
  const app = await createTestApp(name);
  const people = createPeople(app);
  const vendor = await people.aVendor();
  const custodyOf = (orderId: OrderId, reader: Person = vendor) => reader.api.orders.custody({ orderId });
  return {
    app,
    people,
    vendor,
    customer: await people.aUser(),
    driver: await people.aDriver(vendor),
    custodyOf,
    /** As somebody judges it who has the file and the public keys. */
    verdict: (exported: CustodyExport) =>
      verifyCustody(JSON.parse(JSON.stringify(exported)), app.platform.custodySigner.publicKeys),
    async lastEvent(orderId: OrderId) {
      const event = (await custodyOf(orderId)).events.at(-1);
      if (!event) throw new Error("The chain is empty");
      return event;
    },
    /** The time of the test, moved by `offsetMs`. */
    iso: (offsetMs = 0) => new Date(app.time.clock.now().getTime() + offsetMs).toISOString(),
  };
}
