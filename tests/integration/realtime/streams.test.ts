import { expect, test } from "bun:test";
import { connect } from "node:net";
import { createTRPCClient } from "@trpc/client";
import { createStreams } from "../../../src/sdk/sse-link.ts";
import { readServerEvents, type ServerEvent } from "../../../src/sdk/sse-parser.ts";
import { createEventStreams } from "../../../src/server/http/live/event-streams.ts";
import { createSessionJudge } from "../../../src/server/http/live/session-judge.ts";
import { createCensus } from "../../../src/server/http/live/ws-census.ts";
import { type Caps, DEFAULT_CAPS } from "../../../src/server/platform/limits/caps.ts";
import type { AppRouter } from "../../../src/server/trpc/router.ts";
import { apiRoutesOf } from "../../support/api-routes.ts";
import { aRequest, createTestApp, type TestApp } from "../../support/harness.ts";
import { createPeople, PASSWORD } from "../../support/people.ts";
import { waitFor } from "../../support/wait-for.ts";
import { createEventWriter } from "./event-writer.ts";

/** The API of a test on a real port. */
function serve(app: TestApp, over: Partial<Caps> = {}) {
  const { services, platform } = app;
  const caps = { ...DEFAULT_CAPS, ...over };
  const capped: string[] = [];
  const census = createCensus(caps);
  const stopping = new AbortController();
  const streams = createEventStreams({
    judge: createSessionJudge({
      ...platform,
      actorsOf: services.auth.actorsOf,
      onSessionEnded: platform.sessionEnds.onSessionEnded,
    }),
    census,
    caps,
    onCapped: cap => capped.push(cap),
    timers: platform.timers,
    stopping: stopping.signal,
  });
  const http = apiRoutesOf(app, { streams, caps });
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request, self) => http.fetch(request, { remoteAddress: self.requestIP(request)?.address }),
  });
  return {
    port: server.port ?? 0,
    url: `http://127.0.0.1:${server.port}`,
    streams,
    capped,
    census,
    drain(spreadMs: number) {
      stopping.abort();
      void streams.drain(spreadMs);
    },
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

const pathOf = (input: unknown, path = "realtime.vendor") =>
  `/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`;

/** A subscription as a browser without sockets makes it. */
async function follow(
  url: string,
  token: string | null,
  input: unknown,
  headers: Record<string, string> = {},
) {
  const leaving = new AbortController();
  const response = await fetch(`${url}${pathOf(input)}`, {
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
    signal: leaving.signal,
  });
  const events: ServerEvent[] = [];
  const ended = (async () => {
    if (response.body) for await (const event of readServerEvents(response.body)) events.push(event);
  })().catch(() => {});
  return {
    response,
    events,
    messages: () => events.filter(({ event }) => event === "message").map(({ data }) => JSON.parse(data)),
    leave: () => leaving.abort(),
    ended,
  };
}

test("whoever leaves leaves nothing behind, and whoever may not listen hears nothing", async () => {
  await using app = await createTestApp("streams_leave");
  const people = createPeople(app);
  const [vendor, other] = [await people.aVendor(), await people.aVendor()];
  await using server = serve(app);
  const input = { vendorId: vendor.vendorId };
  const token = vendor.credentials.accessToken;

  const readers = await Promise.all(Array.from({ length: 5 }, () => follow(server.url, token, input)));
  for (const reader of readers) await waitFor("ready", () => reader.messages()[0]?.type === "ready");
  expect([app.log.health().listeners, server.streams.count()]).toEqual([5, 5]);
  await createEventWriter(app, vendor.vendorId).write(2);
  for (const reader of readers) await waitFor("both", () => reader.messages().length === 3);
  for (const reader of readers) reader.leave();
  await waitFor("nobody", () => app.log.health().listeners + server.streams.count() === 0);

  const foreign = await follow(server.url, other.credentials.accessToken, input);
  await foreign.ended;
  expect(JSON.stringify(foreign.events)).toContain("VENDOR_NOT_FOUND");
  expect(foreign.messages()).toEqual([]);
  const stranger = await follow(server.url, null, input);
  await stranger.ended;
  expect(JSON.stringify(stranger.events)).toContain("UNAUTHENTICATED");
  const page = await follow(server.url, token, input, { origin: "https://evil.example" });
  expect(page.response.status).toBe(403);
  await waitFor("nobody", () => app.log.health().listeners + server.streams.count() === 0);
}, 30_000);

test("a stream ends with its session at once, before its token does, and when the server ends; never as if all was told", async () => {
  await using app = await createTestApp("streams_end");
  const vendor = await createPeople(app).aVendor();
  await using server = serve(app);
  const begin = async () => {
    const { accessToken } = await app.services.auth.login(aRequest(), {
      email: vendor.email,
      password: PASSWORD,
      client: "api",
    });
    const reader = await follow(server.url, accessToken, { vendorId: vendor.vendorId });
    await waitFor("ready", () => reader.messages()[0]?.type === "ready");
    return reader;
  };
  const ends = {
    session: () => app.services.auth.logoutEverywhere(vendor.actor, aRequest()),
    token: async () => app.time.advance(15 * 60_000),
    server: async () => {
      server.drain(0);
      app.time.advance(0);
    },
  };
  for (const end of Object.values(ends)) {
    const reader = await begin();
    await end();
    await reader.ended;
    expect(reader.events.map(({ event }) => event)).not.toContain("return");
    await waitFor("nobody", () => app.log.health().listeners + server.streams.count() === 0);
  }
  const late = await follow(server.url, vendor.credentials.accessToken, { vendorId: vendor.vendorId });
  expect(late.response.status).toBe(503);
}, 30_000);

test("a token that expires is handed over to the next without a word to the reader", async () => {
  await using app = await createTestApp("streams_hand_over");
  const people = createPeople(app);
  const vendor = await people.aVendor();
  await using server = serve(app);
  const tokens: string[] = [];
  const { link, close } = createStreams({
    url: `${server.url}/trpc`,
    headers: async () => {
      tokens.push((await people.signedIn(vendor.email)).credentials.accessToken);
      return { authorization: `Bearer ${tokens.at(-1)}` };
    },
    retryDelayMs: () => 0,
  });
  const seen: (number | string)[] = [];
  const errors: unknown[] = [];
  createTRPCClient<AppRouter>({ links: [link] }).realtime.vendor.subscribe(
    { vendorId: vendor.vendorId },
    {
      onData: ({ data }) => seen.push("seq" in data ? data.seq : data.type),
      onError: error => errors.push(error),
    },
  );
  await waitFor("listening", () => seen.length === 1);
  const writer = createEventWriter(app, vendor.vendorId);
  for (let life = 1; life <= 3; life += 1) {
    app.time.advance(15 * 60_000 - 29_000);
    await writer.write(2);
    await waitFor("another token", () => tokens.length === life + 1);
    await writer.write();
    await waitFor("the events of this life", () => seen.length === 1 + 3 * life);
  }
  expect(seen).toEqual(["ready", 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(errors).toEqual([]);
  close();
}, 30_000);

test("a server that ends sends readers away one after the other; each goes on elsewhere behind its last event", async () => {
  await using app = await createTestApp("streams_drain");
  const vendor = await createPeople(app).aVendor();
  await using server = serve(app);
  await using other = serve(app);
  const token = vendor.credentials.accessToken;
  const input = { vendorId: vendor.vendorId };
  const begin = async () => {
    const reader = await follow(server.url, token, input);
    await waitFor("ready", () => reader.messages()[0]?.type === "ready");
    return reader;
  };
  const readers = [await begin(), await begin(), await begin(), await begin()];
  const writer = createEventWriter(app, vendor.vendorId);
  server.drain(400);
  for (const left of [3, 2, 1, 0]) {
    app.time.advance(left === 3 ? 0 : 100);
    await waitFor("one to leave", () => server.streams.count() === left);
    await writer.write();
    const [leaver] = readers.splice(0, 1);
    await leaver?.ended;
    expect(leaver?.events.map(({ event }) => event)).not.toContain("return");
    const lastEventId = leaver?.events.findLast(({ id }) => id !== undefined)?.id;
    const again = await follow(other.url, token, { ...input, lastEventId });
    await waitFor("what was missed", () => again.messages().length > 0);
    expect(again.messages().map(({ seq }) => seq)).toEqual([writer.written()]);
  }
}, 30_000);

test("streams count as connections; an address has only so many of both kinds", async () => {
  await using app = await createTestApp("streams_count");
  const vendor = await createPeople(app).aVendor();
  await using server = serve(app, { "sockets-per-address": 3 });
  const token = vendor.credentials.accessToken;
  const socket = server.census.enter("127.0.0.1");
  const input = { vendorId: vendor.vendorId };
  const [first, second] = [await follow(server.url, token, input), await follow(server.url, token, input)];
  expect([first, second].map(({ response }) => response.status)).toEqual([200, 200]);
  expect((await follow(server.url, token, input)).response.status).toBe(429);
  expect(server.capped).toEqual(["sockets-per-address"]);
  socket.leave();
  expect((await follow(server.url, token, input)).response.status).toBe(200);
}, 30_000);

test("a stream or a wait is one however its address is written: counted, and over with the session", async () => {
  await using app = await createTestApp("streams_spelt");
  const vendor = await createPeople(app).aVendor();
  await using server = serve(app);
  const input = { vendorId: vendor.vendorId };
  const wait = { after: "now", waitMs: 20_000 };
  const { accessToken } = vendor.credentials;
  const held = [
    pathOf(input),
    pathOf(input, "realtime.vendor/"),
    pathOf(input, "realtime%2Evendor"),
    pathOf(wait, "orders.events//"),
    `${pathOf({ 0: wait }, "orders.events")}&batch=1`,
    `${pathOf({ 1: wait }, "auth.me,orders.events")}&batch=1`,
    `${pathOf({ 1: wait }, "auth.me%2Corders.events")}&batch=1`,
  ].map(async path => {
    const response = await fetch(server.url + path, { headers: { authorization: `Bearer ${accessToken}` } });
    return response.text();
  });
  await waitFor("all are counted", () => server.streams.count() === held.length);
  await app.services.auth.logoutEverywhere(vendor.actor, aRequest());
  const answers = await Promise.all(held);
  expect(server.streams.count()).toBe(0);
  // What was waited for is not told any more, and nobody waits for nothing.
  for (const answer of answers.slice(3)) expect(answer).toContain("UNAVAILABLE");
}, 9_000);

test("a reader who does not read is let go at the bound; others hear everything, and whoever comes again goes on where he was", async () => {
  await using app = await createTestApp("streams_slow");
  const vendor = await createPeople(app).aVendor();
  await using server = serve(app, { "buffered-bytes": 16 * 1024 });
  const token = vendor.credentials.accessToken;
  const input = { vendorId: vendor.vendorId };
  const quick = await follow(server.url, token, input);
  await waitFor("ready", () => quick.messages().length === 1);

  const slow = connect(server.port, "127.0.0.1");
  slow.on("error", () => {});
  slow.pause();
  slow.write(`GET ${pathOf(input)} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${token}\r\n\r\n`);
  await waitFor("both", () => server.streams.count() === 2);
  const writer = createEventWriter(app, vendor.vendorId);
  for (let round = 0; server.streams.count() === 2 && round < 300; round += 1) await writer.write(100);
  expect(server.capped).toEqual(["buffered-bytes"]);
  await waitFor("the quick one", () => quick.messages().length === writer.written() + 1);
  slow.destroy();

  const told = quick.events.filter(({ event }) => event === "message");
  const again = await follow(server.url, token, { ...input, lastEventId: told.at(-500)?.id });
  await waitFor("all", () => again.messages().length === 499);
  expect(again.messages()).toEqual(quick.messages().slice(-499));
}, 60_000);
