import { expect, test } from "bun:test";
import { createTestApp } from "../../support/harness.ts";
import { expectNoZombies } from "../../support/no-zombies.ts";
import { createPeople } from "../../support/people.ts";
import { waitFor } from "../../support/wait-for.ts";
import { openRaw } from "./raw-socket.ts";
import { connectClient, serveSockets } from "./socket-server.ts";

/* Every application of every test ends with this check (tests/support/harness.ts): here is what it finds. */

test("a subscription that nobody ends is found where an application ends, and one that has ended is not", async () => {
  await using app = await createTestApp("zombies");
  const vendor = await createPeople(app).aVendor();
  const subscription = await vendor.api.realtime.vendor({ vendorId: vendor.vendorId });
  const messages = subscription[Symbol.asyncIterator]();
  await expectNoZombies(app);
  await messages.next();
  await expect(expectNoZombies(app, 50)).rejects.toThrow('{"running":1,"hearEvents":1,"hearPositions":0}');
  await messages.return?.();
  await expectNoZombies(app);
});

test("subscriptions are counted while they run, whatever they follow and however they end", async () => {
  await using app = await createTestApp("zombies_counted");
  const people = createPeople(app);
  const vendor = await people.aVendor();
  const { id: orderId } = await people.anOrder(vendor, vendor.vendorId);
  await using server = serveSockets(app);
  await using client = connectClient({ port: server.port, token: () => vendor.credentials.accessToken });
  const { realtime } = client.api;
  const ended = realtime.order.subscribe({ orderId }, {});
  realtime.orderLocations.subscribe({ orderId }, {});
  realtime.order.subscribe({ orderId: crypto.randomUUID() }, { onError: () => {} });
  await waitFor("two to run", () => app.subscriptions.running() === 2);
  ended.unsubscribe();
  await waitFor("one to run", () => app.subscriptions.running() === 1);
});

test("whoever is told directly is found where an application ends, of events and of positions, until he goes", async () => {
  await using app = await createTestApp("zombies_told");
  const vendor = await createPeople(app).aVendor();
  await using server = serveSockets(app);
  await using client = connectClient({ port: server.port, token: () => vendor.credentials.accessToken });
  const { vendorId } = vendor;
  const events = client.api.realtime.vendor.subscribe({ vendorId }, {});
  const positions = client.api.realtime.vendorLocations.subscribe({ vendorId }, {});
  const told = () => [app.subscriptions.running(), app.log.health().listeners, app.live.listeners()].join();
  await waitFor("both to be told", () => told() === "0,1,1");
  await expect(expectNoZombies(app, 50)).rejects.toThrow('{"running":0,"hearEvents":1,"hearPositions":1}');
  events.unsubscribe();
  await waitFor("the events to end", () => told() === "0,0,1");
  await expect(expectNoZombies(app, 50)).rejects.toThrow('{"running":0,"hearEvents":0,"hearPositions":1}');
  positions.unsubscribe();
  await expectNoZombies(app);
});

test("who asks for a stream and takes that back in the same breath leaves nothing running, nor in the way", async () => {
  await using app = await createTestApp("zombies_hasty");
  const vendor = await createPeople(app).aVendor();
  await using server = serveSockets(app);
  const raw = await openRaw(server.port, "?connectionParams=1");
  raw.send(JSON.stringify({ method: "connectionParams", data: { token: vendor.credentials.accessToken } }));
  const params = { path: "realtime.vendor", input: { vendorId: vendor.vendorId } };
  const begin = (id: number) => ({ id, method: "subscription", params });
  raw.send(JSON.stringify(begin(1)));
  const hasty = [2, 3, 4, 5, 6].flatMap(id => [begin(id), { id, method: "subscription.stop" }]);
  raw.send(JSON.stringify(hasty));
  await raw.until('"id":1,"result":{"type":"data"');
  await waitFor("the first alone to go on", () => server.sockets.stats().openRequests === 1);
  expect(app.log.health().listeners).toBe(1);
  // The numbers are free again, and that they were stopped once is no business of the next.
  raw.send(JSON.stringify(begin(6)));
  await raw.until('"id":6,"result":{"type":"data"');
  await waitFor("both to be told", () => app.subscriptions.running() === 0);
  expect(app.log.health().listeners).toBe(2);
  raw.end();
});
