import { afterAll, beforeAll, expect, test } from "bun:test";
import { callOf } from "../../../src/server/features/auth/index.ts";
import { systemTimers } from "../../../src/server/platform/timers/system.timers.ts";
import { TrackingToken } from "../../../src/shared/ids.ts";
import { aRequest, createTestApp, type TestApp } from "../../support/harness.ts";
import { createPeople, PLACES } from "../../support/people.ts";
import { createReachableBus } from "../../support/reachable-bus.ts";
import { waitFor } from "../../support/wait-for.ts";

let app: TestApp;
const bus = createReachableBus();
beforeAll(async () => {
  app = await createTestApp("realtime_degraded", { timers: systemTimers, liveBus: bus });
});
afterAll(() => app[Symbol.asyncDispose]());

/** The messages of a subscription, one after the other, until it is disposed of. */
function collect(open: (signal: AbortSignal) => AsyncIterable<unknown>) {
  const abort = new AbortController();
  const messages: { type: string; isDegraded?: boolean }[] = [];
  const reading = (async () => {
    for await (const item of open(abort.signal))
      messages.push(...(Array.isArray(item) ? item : [(item as { message: { type: string } }).message]));
  })();
  return {
    messages,
    states: () => messages.filter(({ type }) => type === "live_state"),
    async [Symbol.asyncDispose]() {
      abort.abort();
      await reading;
    },
  };
}

test("whoever follows positions is told when they may be late, and gets what was missed when they are not", async () => {
  const people = createPeople(app);
  const vendor = await people.aVendor();
  const driver = await people.aDriver(vendor);
  const customer = await people.aUser();
  const order = await people.anAssignedOrder(vendor, driver, customer);
  const { realtime, tracking, locations, orders } = app.services;
  await orders.pickUp(driver.actor, { orderId: order.id });
  const report = () => {
    app.time.advance(10_000);
    const { latitude, longitude } = PLACES.pharmacy;
    const timestamp = app.time.clock.now().toISOString();
    return locations.report(driver.actor, { points: [{ latitude, longitude, timestamp }] });
  };
  await report();

  const { vendorId } = vendor;
  const { driverId } = driver;
  const orderId = order.id;
  const token = TrackingToken.parse(order.trackingToken);
  const open = () => [
    collect(signal => realtime.vendorLocations(vendor.actor, { vendorId, signal })),
    collect(signal => realtime.driverLocations(driver.actor, { driverId, signal })),
    collect(signal => realtime.orderLocations(customer.actor, { orderId, signal })),
    collect(signal => tracking.watch({ call: callOf(aRequest()), token, signal })),
  ];
  await using stack = new AsyncDisposableStack();
  const early = open().map(reader => stack.use(reader));
  await waitFor("all to have begun", () => early.every(({ messages }) => messages.length > 0));
  expect(early.flatMap(({ states }) => states())).toEqual([]);

  bus.become("lost");
  const lost = { type: "live_state", isDegraded: true };
  await waitFor("all to be told", () => early.every(({ states }) => states().length === 1));
  const late = open().map(reader => stack.use(reader));
  const all = [...early, ...late];
  await waitFor("the others to be told at once", () => late.every(({ states }) => states().length === 1));
  for (const { states } of all) expect(states()).toEqual([lost]);

  // Reported to another process: it is kept, and its news is lost.
  app.time.advance(10_000);
  const missed = app.time.clock.now();
  await app.db
    .collection<{ _id: string }>("drivers")
    .updateOne({ _id: driverId }, { $set: { "fix.timestamp": missed, lastLocationUpdate: missed } });
  await app.platform.cache.drop(`fleet/${vendorId}`);
  const before = all.map(({ messages }) => messages.length);
  bus.become("whole");
  await waitFor("all to be told of the end", () => all.every(({ states }) => states().length === 2));
  for (const [index, { messages, states }] of all.entries()) {
    expect(states()[1]).toEqual({ type: "live_state", isDegraded: false });
    expect(JSON.stringify(messages.slice(before[index]))).toContain(missed.toISOString());
  }
});
