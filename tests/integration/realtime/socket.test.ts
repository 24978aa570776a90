import { afterAll, beforeAll, expect, test } from "bun:test";
import type { DurableMessage } from "../../../src/shared/events.ts";
import { layCable } from "../../support/cable.ts";
import { createTestApp, type TestApp } from "../../support/harness.ts";
import { type Business, createPeople } from "../../support/people.ts";
import { waitFor } from "../../support/wait-for.ts";
import { createEventWriter, keyOf } from "./event-writer.ts";
import { openRaw } from "./raw-socket.ts";
import { connectClient, type SocketServer, serveSockets } from "./socket-server.ts";

let app: TestApp;
let people: ReturnType<typeof createPeople>;
let vendor: Business;
beforeAll(async () => {
  app = await createTestApp("realtime_socket");
  people = createPeople(app);
  vendor = await people.aVendor();
});
afterAll(() => app[Symbol.asyncDispose]());

const freshToken = async (person: { email: string } = vendor): Promise<string> =>
  (await people.signedIn(person.email)).credentials.accessToken;

const subscribe = (id: number, { vendorId } = vendor) => ({
  id,
  method: "subscription",
  params: { path: "realtime.vendor", input: { vendorId } },
});

/** Proves that the server still serves others. */
async function expectServing(server: SocketServer): Promise<void> {
  const token = await freshToken();
  await using client = connectClient({ port: server.port, token: () => token });
  const { promise, resolve, reject } = Promise.withResolvers<DurableMessage>();
  const subscription = client.api.realtime.vendor.subscribe(
    { vendorId: vendor.vendorId },
    { onData: ({ data }) => resolve(data), onError: reject },
  );
  expect(await promise).toEqual({ type: "ready" });
  subscription.unsubscribe();
}

test("a page of another site, of no site and a program without an origin are refused", async () => {
  await using server = serveSockets(app);
  const handshake = (headers: Record<string, string>) =>
    fetch(`http://127.0.0.1:${server.port}/trpc-ws`, {
      headers: {
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        "sec-websocket-version": "13",
        ...headers,
      },
    });
  for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }, {}]) {
    const response = await handshake(headers as Record<string, string>);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { data: { appCode: "CROSS_ORIGIN" } } });
  }
  expect(server.sockets.stats().connections).toBe(0);
});

test("one address gets so many connections, and room again when they are gone", async () => {
  await using server = serveSockets(app, { caps: { "sockets-per-address": 2 } });
  const first = await openRaw(server.port);
  const second = await openRaw(server.port);
  await expect(openRaw(server.port)).rejects.toThrow("429");
  first.end();
  await waitFor("the first to be gone", () => server.sockets.stats().connections === 1);
  (await openRaw(server.port)).end();
  second.end();
});

test("a frame that is too large closes its socket and nobody else's", async () => {
  await using server = serveSockets(app);
  const raw = await openRaw(server.port);
  raw.send("x".repeat(64 * 1024 + 1));
  await raw.closed;
  await expectServing(server);
});

test("connection parameters that are none do no harm (CVE-2025-43855)", async () => {
  await using server = serveSockets(app);
  const bad = [
    "null",
    "[]",
    "{}",
    '""',
    "not json",
    "{",
    '{"method":"connectionParams"}',
    '{"method":"connectionParams","data":null}',
    '{"method":"connectionParams","data":"token"}',
    '{"method":"connectionParams","data":{"token":5}}',
    '{"method":"connectionParams","data":{"token":{"$gt":""}}}',
    '{"method":"connectionParams","data":{"__proto__":{"token":"x"}}}',
    "[".repeat(30_000),
    `${"[".repeat(30_000)}${"]".repeat(30_000)}`,
  ];
  for (const params of bad) {
    const raw = await openRaw(server.port, "?connectionParams=1");
    raw.send(params);
    raw.send(JSON.stringify(subscribe(1)));
    const answer = await raw.next();
    expect(answer).not.toContain('"type":"data"');
    expect(answer).not.toContain("node_modules");
    raw.end();
  }
  for (const frame of [
    "null",
    "[]",
    "[null]",
    "7",
    '{"id":1}',
    '{"id":1,"method":"subscription"}',
    '{"id":{}}',
  ]) {
    const raw = await openRaw(server.port);
    raw.send(frame);
    raw.send("PING");
    expect(await raw.until("PONG")).toBeDefined();
    raw.end();
  }
  await expectServing(server);
});

test("binary frames, floods and a thousand subscriptions are sent away", async () => {
  await using server = serveSockets(app);
  const binary = await openRaw(server.port);
  binary.sendBinary("hello");
  expect(await binary.closed).toBe(1003);

  const flood = await openRaw(server.port);
  for (let count = 0; count < 500; count += 1) flood.send("PING");
  expect(await flood.closed).toBe(1008);

  const greedy = await openRaw(server.port);
  greedy.send(JSON.stringify(Array.from({ length: 101 }, (_, id) => subscribe(id + 1))));
  expect(await greedy.closed).toBe(1008);

  const twice = await openRaw(server.port);
  twice.send(JSON.stringify([subscribe(1), subscribe(1)]));
  expect(await twice.closed).toBe(1008);

  await waitFor("all to be gone", () => server.sockets.stats().connections === 0);
  expect(app.log.health().listeners).toBe(0);
  await expectServing(server);
});

test("subscriptions that were given up make room for others", async () => {
  await using server = serveSockets(app, { caps: { "subscriptions-per-socket": 2, "message-burst": 1_000 } });
  const token = await freshToken();
  await using client = connectClient({ port: server.port, token: () => token });
  for (let round = 0; round < 20; round += 1) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const subscription = client.api.realtime.vendor.subscribe(
      { vendorId: vendor.vendorId },
      { onData: () => resolve(), onError: reject },
    );
    await promise;
    subscription.unsubscribe();
  }
  await waitFor("all requests to be over", () => server.sockets.stats().openRequests === 0);
  expect(app.log.health().listeners).toBe(0);
});

test("a subscription that was stopped is told so once, hears nothing more, and its id may be used again", async () => {
  await using server = serveSockets(app);
  const writer = createEventWriter(app, vendor.vendorId);
  const before = app.log.health().listeners;
  const raw = await openRaw(server.port, "?connectionParams=1");
  raw.send(JSON.stringify({ method: "connectionParams", data: { token: await freshToken() } }));
  for (let round = 1; round <= 3; round++) {
    raw.send(JSON.stringify(subscribe(1)));
    await raw.until('"ready"');
    await writer.write();
    await raw.until(`"seq":${writer.written()}`);
    raw.send(JSON.stringify({ id: 1, method: "subscription.stop" }));
    expect(JSON.parse(await raw.next())).toEqual({ id: 1, result: { type: "stopped" } });
    expect(server.sockets.stats().openRequests).toBe(0);
    expect(app.log.health().listeners).toBe(before);
    await writer.write();
  }
  raw.send(JSON.stringify(subscribe(2)));
  expect(JSON.parse(await raw.next())).toEqual({ id: 2, result: { type: "started" } });
  raw.end();
});

test("a socket that goes takes what it listens to with it", async () => {
  await using server = serveSockets(app);
  const before = app.log.health().listeners;
  const raw = await openRaw(server.port, "?connectionParams=1");
  raw.send(JSON.stringify({ method: "connectionParams", data: { token: await freshToken() } }));
  for (const id of [1, 2, 3]) {
    raw.send(JSON.stringify(subscribe(id)));
    await raw.until('"ready"');
  }
  expect(app.log.health().listeners).toBe(before + 3);
  raw.end();
  await waitFor("the listeners to be gone", () => app.log.health().listeners === before);
});

test("a token that expires is handed over to the next without a word to the reader", async () => {
  await using server = serveSockets(app);
  const tokens: string[] = [];
  const closes: (number | undefined)[] = [];
  const errors: unknown[] = [];
  const messages: DurableMessage[] = [];
  await using client = connectClient({
    port: server.port,
    token: async () => {
      tokens.push(await freshToken());
      return tokens.at(-1) ?? null;
    },
    onClose: code => closes.push(code),
  });
  const subscription = client.api.realtime.vendor.subscribe(
    { vendorId: vendor.vendorId },
    { onData: ({ data }) => messages.push(data), onError: error => errors.push(error) },
  );
  await waitFor("listening", () => messages.length === 1);
  const writer = createEventWriter(app, vendor.vendorId);
  for (let life = 1; life <= 3; life += 1) {
    app.time.advance(15 * 60_000 - 29_000);
    await writer.write(2);
    await waitFor("another token", () => tokens.length === life + 1);
    await writer.write();
    await waitFor("the events of this life", () => messages.length === 1 + 3 * life);
  }
  expect(errors).toEqual([]);
  expect(closes).not.toContain(4401);
  expect(messages.map(keyOf)).toEqual([
    null,
    ...Array.from({ length: 9 }, (_, i) => `${writer.orderId} ${i + 1}`),
  ]);
  subscription.unsubscribe();
});

test("a socket does not outlive its token", async () => {
  await using server = serveSockets(app);
  const raw = await openRaw(server.port, "?connectionParams=1");
  raw.send(JSON.stringify({ method: "connectionParams", data: { token: await freshToken() } }));
  raw.send(JSON.stringify(subscribe(1)));
  await raw.until('"ready"');
  app.time.advance(15 * 60_000 - 29_000);
  await raw.until('"method":"reconnect"');
  app.time.advance(30_000);
  expect(await raw.closed).toBe(4401);
  await waitFor("nobody to be listening", () => app.log.health().listeners === 0);
});

test("a session that is ended is off the air within five seconds", async () => {
  await using server = serveSockets(app);
  const person = await people.signedIn(vendor.email);
  const raw = await openRaw(server.port, "?connectionParams=1");
  raw.send(JSON.stringify({ method: "connectionParams", data: { token: person.credentials.accessToken } }));
  raw.send(JSON.stringify(subscribe(1)));
  await raw.until('"ready"');
  await app.services.auth.revokeSession(person.actor, { sessionId: person.actor.sessionId });
  app.time.advance(5_000);
  expect(await raw.closed).toBe(4401);
});

test("an account whose role has changed has to come back as what it is now", async () => {
  await using server = serveSockets(app);
  const [demoted, admin] = [await people.aVendor(), await people.anAdmin()];
  const raw = await openRaw(server.port, "?connectionParams=1");
  const { accessToken: token } = demoted.credentials;
  raw.send(JSON.stringify({ method: "connectionParams", data: { token } }));
  raw.send(JSON.stringify(subscribe(1, demoted)));
  await raw.until('"ready"');
  await admin.api.users.setRole({ reason: "Tested", userId: demoted.actor.userId, role: "user" });
  app.time.advance(5_000);
  expect(await raw.closed).toBe(4401);
});

test("strangers and foreigners are told so, and hear nothing", async () => {
  await using server = serveSockets(app);
  const other = await people.aVendor();
  const customer = await people.aUser();
  const cases = [
    { token: null, code: "UNAUTHENTICATED" },
    { token: "forged", code: "UNAUTHENTICATED" },
    { token: other.credentials.accessToken, code: "VENDOR_NOT_FOUND" },
    { token: customer.credentials.accessToken, code: "FORBIDDEN" },
  ];
  const leaked: unknown[] = [];
  const refusals: unknown[] = [];
  await using stack = new AsyncDisposableStack();
  for (const { token } of cases) {
    const { api } = stack.use(connectClient({ port: server.port, token: () => token }));
    const watcher = {
      onData: (data: unknown) => leaked.push(data),
      onError: (error: { data?: { appCode: string } | null }) => refusals.push(error.data?.appCode),
    };
    api.realtime.vendor.subscribe({ vendorId: vendor.vendorId }, watcher);
    api.realtime.vendorLocations.subscribe({ vendorId: vendor.vendorId }, watcher);
  }
  const writer = createEventWriter(app, vendor.vendorId);
  await writer.write(5);
  await waitFor("every refusal", () => refusals.length === cases.length * 2);
  expect(refusals.toSorted()).toEqual(cases.flatMap(({ code }) => [code, code]).toSorted());
  expect(leaked).toEqual([]);
});

test("a graceful stop sends clients away and lets nobody in", async () => {
  await using server = serveSockets(app);
  await using cable = await layCable(server.port);
  const token = await freshToken();
  await using client = connectClient({ port: cable.port, token: () => token });
  const messages: DurableMessage[] = [];
  const subscription = client.api.realtime.vendor.subscribe(
    { vendorId: vendor.vendorId },
    { onData: ({ data }) => messages.push(data) },
  );
  await waitFor("listening", () => messages.length === 1);
  const stubborn = await openRaw(server.port);

  server.stop();
  await expect(openRaw(server.port)).rejects.toThrow("503");
  const drained = server.sockets.drain({ spreadMs: 0, graceMs: 3_000 });
  app.time.advance(0);
  await waitFor("the client to have gone", () => server.sockets.stats().connections === 1);
  app.time.advance(3_000);
  await drained;
  expect(await stubborn.closed).toBe(1012);
  subscription.unsubscribe();
});

test("clients are asked to leave one after the other, evenly over the time that there is", async () => {
  await using server = serveSockets(app);
  const waiting = await Promise.all(Array.from({ length: 10 }, () => openRaw(server.port)));
  const drained = server.sockets.drain({ spreadMs: 1_000, graceMs: 500 });
  const asked: number[] = [];
  for (let tenth = 1; tenth <= 10; tenth += 1) {
    app.time.advance(100);
    for (const raw of [...waiting]) {
      raw.send("PING");
      if ((await raw.next()).includes('"reconnect"')) waiting.splice(waiting.indexOf(raw), 1);
    }
    asked.push(10 - waiting.length);
  }
  expect(asked).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 10]);
  app.time.advance(500);
  await drained;
});

test("who answers no ping is cut off, and who only has nothing to say stays", async () => {
  await using server = serveSockets(app, { silentSeconds: 8 });
  const closed: unknown[] = [];
  await using _quiet = connectClient({ port: server.port, onClose: code => closed.push(code) });
  await waitFor("the quiet one", () => server.sockets.stats().connections === 1);
  // Without manners: it answers nothing.
  const silent = await openRaw(server.port);
  expect(await silent.closed).toBe(1006);
  expect(server.sockets.stats().connections).toBe(1);
  expect(closed).toEqual([]);
}, 30_000);
