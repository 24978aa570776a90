import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { openRaw, type RawSocket } from "../integration/realtime/raw-socket.ts";
import { type SocketServer, serveSockets } from "../integration/realtime/socket-server.ts";
import { codeOf } from "../support/errors.ts";
import { createTestApp, type TestApp } from "../support/harness.ts";
import { type Business, type Courier, createPeople, type Person } from "../support/people.ts";
import { tally } from "../support/tally.ts";

let app: TestApp;
let people: ReturnType<typeof createPeople>;
let server: SocketServer;
let vendor: Business;
let driver: Courier;

beforeAll(async () => {
  app = await createTestApp("security_sockets");
  people = createPeople(app);
  server = serveSockets(app);
}, 30_000);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
});
beforeEach(async () => {
  vendor = await people.aVendor();
  driver = await people.aDriver(vendor);
});

async function signedInSocket({ credentials }: Person): Promise<RawSocket> {
  const raw = await openRaw(server.port, "?connectionParams=1");
  raw.send(JSON.stringify({ method: "connectionParams", data: { token: credentials.accessToken } }));
  return raw;
}

const subscribe = (id: unknown, path: string, input: unknown): string =>
  JSON.stringify({ id, method: "subscription", params: { path, input } });

test("a socket carries no calls: who was sent away could go on calling until it is noticed", async () => {
  const calls = [
    { id: 1, method: "query", params: { path: "auth.me" } },
    { id: 1, method: "mutation", params: { path: "drivers.setStatus", input: { status: "on_break" } } },
    {
      id: 1,
      method: "mutation",
      params: { path: "auth.login", input: { email: driver.email, password: "x" } },
    },
    { id: null, method: "mutation", params: { path: "auth.logout", input: {} } },
  ];
  for (const frame of [...calls, calls]) {
    const raw = await signedInSocket(driver);
    raw.send(JSON.stringify(frame));
    expect(await raw.closed).toBe(1008);
    tally("socket frames refused");
  }
  expect((await driver.api.drivers.me()).status).toBe("available");
});

test("a driver from whom an order was taken hears that it was, and nothing more of it", async () => {
  const { id: orderId } = await people.anAssignedOrder(vendor, driver);
  const raw = await signedInSocket(driver);
  raw.send(subscribe(1, "realtime.order", { orderId }));
  await raw.until('"ready"');
  await vendor.api.orders.unassign({ orderId });
  await raw.until('"unassign"');
  await raw.until('"ORDER_NOT_FOUND"');
  await vendor.api.orders.update({ orderId, notes: "The key is under the mat" });
  raw.send("PING");
  // Whatever followed the update would have been sent before the answer to this.
  expect(await raw.until("PONG")).toBe("PONG");
  for (const read of [driver.api.orders.get, driver.api.orders.timeline])
    expect(await codeOf(read({ orderId }))).toBe("ORDER_NOT_FOUND");
  raw.end();
});

test("a resume from anywhere but here is answered with resync, garbage with a refusal, and never with old events", async () => {
  await people.anAssignedOrder(vendor, driver);
  const input = (lastEventId: unknown) => ({ vendorId: vendor.vendorId, lastEventId });
  const raw = await signedInSocket(vendor);
  const places = [
    "x",
    "0.0.0",
    "-1.-1.-1",
    "9999999999.9999999999.9999999",
    "1.1.1",
    "NaN.NaN.NaN",
    "1.1.1\0",
  ];
  for (const [id, place] of places.entries()) {
    raw.send(subscribe(`place ${id}`, "realtime.vendor", input(place)));
    expect(await raw.until('"type":"data"')).toContain('"resync"');
    tally("socket frames refused");
  }
  for (const garbage of [5, {}, [], true, "9".repeat(61)]) {
    raw.send(subscribe(`garbage ${JSON.stringify(garbage)}`, "realtime.vendor", input(garbage)));
    expect(await raw.until('"error"')).toContain('"INVALID_INPUT"');
    tally("socket frames refused");
  }
  raw.end();
});
