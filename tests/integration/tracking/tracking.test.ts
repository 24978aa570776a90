import { afterAll, beforeAll, expect, test } from "bun:test";
import { callOf } from "../../../src/server/features/auth/index.ts";
import { TrackingToken } from "../../../src/shared/ids.ts";
import type { OrderView } from "../../../src/shared/orders/order.schema.ts";
import type { TrackingMessage } from "../../../src/shared/tracking/tracking.schema.ts";
import { aRequest, createTestApp, type TestApp } from "../../support/harness.ts";
import { type Business, type Courier, createPeople, PLACES } from "../../support/people.ts";
import { waitFor } from "../../support/wait-for.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const CALL = callOf(aRequest());
let app: TestApp;
let people: ReturnType<typeof createPeople>;
beforeAll(async () => {
  app = await createTestApp("tracking");
  people = createPeople(app);
});
afterAll(() => app[Symbol.asyncDispose]());

type Story = { vendor: Business; driver: Courier; order: OrderView; token: TrackingToken };

async function aStory(): Promise<Story> {
  const vendor = await people.aVendor();
  const driver = await people.aDriver(vendor);
  const order = await people.anAssignedOrder(vendor, driver);
  return { vendor, driver, order, token: TrackingToken.parse(order.trackingToken) };
}

const get = (token: TrackingToken) => app.services.tracking.get({ token, call: CALL });

let fixes = 0;
async function report({ driver }: Story) {
  fixes += 1;
  app.time.advance(1_000);
  const fix = {
    latitude: PLACES.pharmacy.latitude,
    longitude: PLACES.pharmacy.longitude + fixes * 0.0001,
    timestamp: app.time.clock.now().toISOString(),
  };
  await app.services.locations.report(driver.actor, { points: [fix] });
  return fix;
}

function watch(token: TrackingToken) {
  const abort = new AbortController();
  const messages: { cursor: string; message: TrackingMessage }[] = [];
  const reading = (async () => {
    for await (const item of app.services.tracking.watch({ token, call: CALL, signal: abort.signal }))
      messages.push(item);
  })();
  return {
    messages,
    views: () => messages.flatMap(({ message }) => (message.type === "tracking" ? [message.view] : [])),
    positions: () =>
      messages.flatMap(({ message }) => (message.type === "driver_location" ? [message.position] : [])),
    etas: () => messages.flatMap(({ message }) => (message.type === "eta_update" ? [message.eta] : [])),
    async [Symbol.asyncDispose]() {
      abort.abort();
      await reading;
    },
  };
}

test("the link shows the parcel's way from the order to the door, and no more than that", async () => {
  const story = await aStory();
  const { order, driver, token } = story;
  const { orders } = app.services;
  const before = await get(token);
  expect(before).toMatchObject({
    status: "driver_assigned",
    orderNumber: order.orderNumber,
    driver: { firstName: "Ilmo", vehicleType: "bike" },
    deliveryStreet: "Aleksanterinkatu, Helsinki",
    position: null,
    positionMissing: "not_started",
  });
  const fix = await report(story);
  expect((await get(token)).position).toBeNull();

  await orders.pickUp(driver.actor, { orderId: order.id });
  expect(await get(token)).toMatchObject({
    status: "picked_up",
    position: { latitude: fix.latitude, longitude: fix.longitude, timestamp: fix.timestamp, heading: null },
    positionMissing: null,
  });
  await orders.startDelivery(driver.actor, { orderId: order.id });
  await orders.deliver(driver.actor, { orderId: order.id });
  const after = await get(token);
  expect(after).toMatchObject({ status: "delivered", position: null, positionMissing: "closed", eta: null });
  expect(after.thread.map(({ status, at }) => [status, at !== null])).toEqual([
    ["pending", true],
    ["accepted", true],
    ["driver_assigned", true],
    ["picked_up", true],
    ["out_for_delivery", true],
    ["delivered", true],
  ]);
});

test("nothing private leaves by the link: no ids, items, names, phones, numbers of houses or exact places", async () => {
  const story = await aStory();
  const { order, vendor, driver, token } = story;
  await app.services.orders.pickUp(driver.actor, { orderId: order.id });
  await report(story);
  const text = JSON.stringify(await get(token));
  const secrets = [
    order.id,
    vendor.vendorId,
    driver.driverId,
    vendor.actor.userId,
    token,
    order.customerName,
    "+358 50 765 4321",
    "+358 40 123 4567",
    driver.email,
    "Insulin",
    "Aleksanterinkatu 21",
    driver.actor.fullName.split(" ")[1] ?? "?",
    String(PLACES.home.longitude),
  ];
  for (const secret of secrets) expect(text).not.toContain(secret);
  const area = (await get(token)).deliveryArea;
  expect(Math.abs((area?.latitude ?? 0) - PLACES.home.latitude)).toBeLessThanOrEqual(0.001);
});

test("an unknown, a mistyped and an expired link answer alike", async () => {
  const { order, vendor, token } = await aStory();
  const unknown = TrackingToken.parse("A".repeat(32));
  await expect(get(unknown)).rejects.toMatchObject({ code: "TRACKING_NOT_FOUND" });
  await expect(
    app.services.tracking.watch({ token: unknown, call: CALL, signal: undefined }).next(),
  ).rejects.toMatchObject({ code: "TRACKING_NOT_FOUND" });

  await app.services.orders.unassign(vendor.actor, { orderId: order.id });
  await app.services.orders.cancel(vendor.actor, { orderId: order.id, reason: "Out of stock" });
  app.time.advance(3 * DAY_MS);
  const last = await get(token);
  expect(last).toMatchObject({ status: "cancelled", driver: null });
  expect(last.thread.map(({ status }) => status)).toEqual(["pending", "accepted", "cancelled"]);
  app.time.advance(1_000);
  await expect(get(token)).rejects.toMatchObject({ code: "TRACKING_NOT_FOUND" });
});

test("a watcher gets the view, each change, positions in between, and the silence of the phone", async () => {
  const story = await aStory();
  const { order, driver, token } = story;
  const { orders } = app.services;
  await using watcher = watch(token);
  await waitFor("the first view", () => watcher.views().length === 1);

  await report(story);
  await orders.pickUp(driver.actor, { orderId: order.id });
  await waitFor("the pickup", () => watcher.views().at(-1)?.status === "picked_up");
  expect(watcher.positions()).toEqual([]);

  const fix = await report(story);
  app.time.advance(250);
  await waitFor("the position", () => watcher.positions().at(-1)?.timestamp === fix.timestamp);
  expect(Object.keys(watcher.positions()[0] ?? {}).toSorted()).toEqual([
    "heading",
    "latitude",
    "longitude",
    "timestamp",
  ]);

  app.time.advance(4 * MINUTE_MS);
  await waitFor("the silence", () => watcher.views().at(-1)?.positionMissing === "silent");
  expect(watcher.views().at(-1)).toMatchObject({
    position: null,
    eta: { state: "stale", reason: "driver_silent", since: fix.timestamp },
  });

  const back = await report(story);
  await waitFor("the phone to be back", () => watcher.views().at(-1)?.position?.timestamp === back.timestamp);

  await orders.startDelivery(driver.actor, { orderId: order.id });
  await orders.deliver(driver.actor, { orderId: order.id });
  await waitFor("the delivery", () => watcher.views().at(-1)?.status === "delivered");
  expect(watcher.messages.every(({ cursor }) => /^\d+\.\d+\.\d+$/.test(cursor))).toBe(true);
});

test("a watcher who leaves leaves nothing behind", async () => {
  const { token } = await aStory();
  {
    await using one = watch(token);
    await waitFor("the view", () => one.views().length === 1);
    expect(app.log.health().listeners).toBe(1);
  }
  expect(app.log.health().listeners).toBe(0);
});

test("an estimate follows the driver: kept without a new version, told when it moves, at most every 15 s", async () => {
  const story = await aStory();
  const { order, driver, vendor, token } = story;
  const { orders } = app.services;
  const read = async () => {
    const view = await orders.get(vendor.actor, { orderId: order.id });
    return { ...view, eta: view.eta?.state === "stale" ? null : view.eta };
  };
  // Promised when the driver took it; later estimates do not move it.
  const promisedAt = (await read()).estimatedDeliveryTime;
  expect(promisedAt).not.toBeNull();
  app.time.advance(15_000);
  await report(story);
  await waitFor("an estimate", async () => (await read()).eta);
  const first = await read();
  expect(first.version).toBe(order.version);
  expect(first.estimatedDeliveryTime).toBe(first.eta?.latest ?? "");
  expect(first.eta?.approximate).toBe(false);
  expect(Date.parse(first.eta?.earliest ?? "")).toBeLessThan(Date.parse(first.eta?.latest ?? ""));

  // The pickup and its handover are behind him: that is worth an estimate at once.
  await orders.pickUp(driver.actor, { orderId: order.id });
  await waitFor("a shorter estimate", async () => (await read()).eta?.earliest !== first.eta?.earliest);
  const direct = await read();
  expect(await get(token)).toMatchObject({ eta: direct.eta, promisedAt });
  expect(Date.parse(direct.eta?.latest ?? "")).toBeLessThan(Date.parse(first.eta?.latest ?? ""));
  app.time.advance(250);
  await using watcher = watch(token);
  await waitFor("the view", () => watcher.views().length === 1);
  expect(watcher.views()[0]?.eta).toEqual(direct.eta);

  await report(story);
  app.time.advance(250);
  await waitFor("the position", () => watcher.positions().length === 1);
  expect((await read()).eta).toEqual(direct.eta);

  // The one of the pickup was held back for its 15 s, and comes first.
  app.time.advance(15_000);
  await waitFor("the pickup's estimate to be told", () => watcher.etas().length === 1);
  app.time.advance(75_000);
  await report(story);
  await waitFor("a new estimate", async () => (await read()).eta?.computedAt !== direct.eta?.computedAt);
  app.time.advance(250);
  const last = (await read()).eta;
  await waitFor("the watcher to be told", () => watcher.etas().at(-1)?.computedAt === last?.computedAt);
  expect(watcher.etas()).toEqual([direct.eta, last]);
});

test("maps that fail keep no position from being taken", async () => {
  let isBroken = false;
  let asked = 0;
  const { route } = app.platform.maps;
  const maps: typeof app.platform.maps = {
    ...app.platform.maps,
    route(question) {
      if (!isBroken) return route(question);
      asked += 1;
      return Promise.reject(new Error("no map"));
    },
  };
  await using other = await createTestApp("tracking_maps", { maps });
  const guests = createPeople(other);
  const vendor = await guests.aVendor();
  const driver = await guests.aDriver(vendor);
  const { id: orderId } = await guests.anAssignedOrder(vendor, driver);
  isBroken = true;
  const { latitude, longitude } = PLACES.office;
  const fix = { latitude, longitude, timestamp: other.time.clock.now().toISOString() };
  const answer = await other.services.locations.report(driver.actor, { points: [fix] });
  expect(answer.accepted).toBe(1);
  await waitFor("the map to be asked", () => asked > 0);
  expect((await other.services.orders.get(vendor.actor, { orderId })).eta).toBeNull();
});
