import type { OrderDoc } from "../../src/server/features/orders/index.ts";
import { TrackingToken } from "../../src/shared/ids.ts";
import { createTestApp, type TestApp } from "../support/harness.ts";
import { createPeople, type People, type Person } from "../support/people.ts";

/** The ids of one business and everything that is its own. */
export type Belongings = {
  userId: string;
  vendorId: string;
  driverId: string;
  orderId: string;
  assignmentId: string;
  sessionId: string;
  token: string;
};

/** One of each role, all of one business, and what is theirs. */
export type Insiders = {
  actors: { user: Person; vendor: Person; driver: Person; admin: Person };
  own: Belongings;
};

export type World = Insiders & {
  app: TestApp;
  people: People;
  foreign: Belongings;
  missing: Belongings;
  /** Another business with people of its own, for tests that change what is theirs. */
  anotherBusiness(): Promise<Insiders>;
};

/** Two businesses that must never learn of each other, and ids that belong to nobody. */
export async function createWorld(name: string): Promise<World> {
  const app = await createTestApp(name);
  const people = createPeople(app);
  const nobody = "00000000-0000-7000-8000-ffffffffffff";
  return {
    app,
    people,
    ...(await aBusiness(app, people)),
    foreign: (await aBusiness(app, people)).own,
    anotherBusiness: () => aBusiness(app, people),
    missing: {
      userId: nobody,
      vendorId: nobody,
      driverId: nobody,
      orderId: nobody,
      assignmentId: nobody,
      sessionId: nobody,
      token: "x".repeat(32),
    },
  };
}

async function aBusiness(app: TestApp, people: People): Promise<Insiders> {
  const vendor = await people.aVendor();
  const driver = await people.aDriver(vendor);
  const customer = await people.aUser();
  const order = await people.anAssignedOrder(vendor, driver, customer);
  await app.services.locations.report(driver.actor, {
    points: [{ latitude: 60.1692, longitude: 24.9442, timestamp: app.time.clock.now().toISOString() }],
  });
  const document = await app.db.collection<OrderDoc>("orders").findOne({ _id: order.id });
  return {
    actors: { user: customer, vendor, driver, admin: await people.anAdmin() },
    own: {
      userId: customer.actor.userId,
      vendorId: vendor.vendorId,
      driverId: driver.driverId,
      orderId: order.id,
      assignmentId: String(order.assignmentId),
      sessionId: customer.actor.sessionId,
      token: TrackingToken.parse(document?.trackingToken),
    },
  };
}
