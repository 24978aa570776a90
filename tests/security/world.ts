import type { OrderDoc } from "../../src/server/features/orders/index.ts";
import { type OrderId, TrackingToken } from "../../src/shared/ids.ts";
import type { StandingName } from "../../src/shared/permissions.ts";
import { createTestApp, type TestApp } from "../support/harness.ts";
import { createPeople, type People, type Person } from "../support/people.ts";

/** The ids of one business and everything that is its own. */
export type Belongings = {
  userId: string;
  vendorId: string;
  driverId: string;
  /** The account of a member of the business. */
  memberId: string;
  orderId: string;
  assignmentId: string;
  sessionId: string;
  token: string;
};

/** One of each whom the permissions know, all about one business, and what is theirs. */
export type Insiders = {
  actors: Record<StandingName, Person>;
  own: Belongings;
  /** What in the same business is another customer's and another driver's. */
  neighbour: Belongings;
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
      memberId: nobody,
      orderId: nobody,
      assignmentId: nobody,
      sessionId: nobody,
      token: "x".repeat(32),
    },
  };
}

async function aBusiness(app: TestApp, people: People): Promise<Insiders> {
  const vendor = await people.aVendor();
  const dispatcher = await people.aMember(vendor, "dispatcher");
  const viewer = await people.aMember(vendor, "viewer");
  const spare = await people.aMember(vendor, "viewer");
  const driver = await people.aDriver(vendor);
  const customer = await people.aUser();
  const order = await people.anAssignedOrder(vendor, driver, customer);
  const neighbour = await people.aUser();
  const colleague = await people.aDriver(vendor);
  const theirs = await people.anAssignedOrder(vendor, colleague, neighbour);
  await app.services.locations.report(driver.actor, {
    points: [{ latitude: 60.1692, longitude: 24.9442, timestamp: app.time.clock.now().toISOString() }],
  });
  const tokenOf = async (orderId: OrderId) => {
    const document = await app.db.collection<OrderDoc>("orders").findOne({ _id: orderId });
    return TrackingToken.parse(document?.trackingToken);
  };
  const business = { vendorId: vendor.vendorId, memberId: spare.actor.userId };
  return {
    actors: { user: customer, owner: vendor, dispatcher, viewer, driver, admin: await people.anAdmin() },
    own: {
      ...business,
      userId: customer.actor.userId,
      driverId: driver.driverId,
      orderId: order.id,
      assignmentId: String(order.assignmentId),
      sessionId: customer.actor.sessionId,
      token: await tokenOf(order.id),
    },
    neighbour: {
      ...business,
      userId: neighbour.actor.userId,
      driverId: colleague.driverId,
      orderId: theirs.id,
      assignmentId: String(theirs.assignmentId),
      sessionId: neighbour.actor.sessionId,
      token: await tokenOf(theirs.id),
    },
  };
}
