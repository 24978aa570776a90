import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { RATE_CLASSES } from "../../src/server/platform/limits/rules.ts";
import { rateClassOf } from "../../src/server/trpc/init.ts";
import { openRaw } from "../integration/realtime/raw-socket.ts";
import { serveSockets } from "../integration/realtime/socket-server.ts";
import { type ApiRoutes, apiRoutesOf } from "../support/api-routes.ts";
import { createTestApp, type TestApp } from "../support/harness.ts";
import { createPeople, type Person } from "../support/people.ts";
import { procedures } from "./procedures.ts";

let app: TestApp;
let people: ReturnType<typeof createPeople>;
let user: Person;
let direct: ApiRoutes;
let proxied: ApiRoutes;

beforeAll(async () => {
  app = await createTestApp("security_limits", {
    rateLimits: {
      "read-account": "5/1m",
      "read-address": "8/1m",
      "public-address": "3/1m",
      "signIn-address": "1000/15m",
      "subscribe-account": "2/1m",
    },
  });
  people = createPeople(app);
  direct = apiRoutesOf(app);
  proxied = apiRoutesOf(app, { trustProxy: true });
}, 30_000);
afterAll(() => app[Symbol.asyncDispose]());
beforeEach(async () => {
  app.time.advance(60 * 60_000);
  user = await people.aUser();
});

type From = { by?: Person; address?: string; forwarded?: string; via?: typeof direct };

async function ask(path: string, { by, address = "192.0.2.1", forwarded, via = direct }: From = {}) {
  const headers = {
    ...(by ? { authorization: `Bearer ${by.credentials.accessToken}` } : {}),
    ...(forwarded ? { "x-forwarded-for": forwarded } : {}),
  };
  return via.request(`/trpc/${path}`, { headers }, { remoteAddress: address });
}

/** How many of so many calls are let through. */
async function admitted(calls: number, call: (i: number) => Promise<Response>): Promise<number> {
  const answers = await Promise.all(Array.from({ length: calls }, (_, i) => call(i)));
  return answers.filter(({ status }) => status !== 429).length;
}

describe("the class of a procedure", () => {
  test.each(procedures)("$path has one", ({ path, type, policy }) => {
    const rateClass = rateClassOf(type, policy);
    expect(RATE_CLASSES).toHaveProperty(rateClass);
    const isOpen = policy !== undefined && "open" in policy;
    // A password or a link that could be guessed at the rate of a read would be guessed.
    if (isOpen && type === "mutation") expect(["signIn", "session"]).toContain(rateClass);
    if (path === "drivers.reportLocation") expect(rateClass).toBe("position");
  });
});

describe("calls over HTTP", () => {
  test("of one account are counted wherever it calls from", async () => {
    expect(await admitted(9, i => ask("auth.me", { by: user, address: `192.0.2.${i}` }))).toBe(5);
    const other = await people.aUser();
    expect((await ask("auth.me", { by: other, address: "192.0.2.77" })).status).toBe(200);
  });

  test("of one address are counted whoever calls, also with a token that is good for nothing", async () => {
    expect(await admitted(12, () => ask("auth.me"))).toBe(8);
    expect((await ask("auth.me", { by: user })).status).toBe(429);
    expect((await ask("auth.me", { by: user, address: "198.51.100.7" })).status).toBe(200);
  });

  test("are counted one by one in a batch, and the others of the batch are answered", async () => {
    const paths = Array.from({ length: 7 }, () => "auth.me").join(",");
    const response = await ask(`${paths}?batch=1&input={}`, { by: user });
    expect(response.status).toBe(207);
    const answers = (await response.json()) as { error?: { data: { appCode: string } } }[];
    expect(answers.map(({ error }) => error?.data.appCode ?? "answered")).toEqual([
      ...Array(5).fill("answered"),
      ...Array(2).fill("TOO_MANY_REQUESTS"),
    ]);
    expect(response.headers.get("retry-after")).toBe("60");
  });

  test("say in their headers what is left, and when to come back (draft-ietf-httpapi-ratelimit-headers-10)", async () => {
    const first = await ask("auth.me", { by: user });
    expect(first.headers.get("ratelimit-policy")).toBe('"read-address";q=8;w=60, "read-account";q=5;w=60');
    expect(first.headers.get("ratelimit")).toBe('"read-address";r=7;t=60, "read-account";r=4;t=60');
    const ofTheTightest = ["limit", "remaining", "reset"].map(name => first.headers.get(`ratelimit-${name}`));
    expect(ofTheTightest).toEqual(["5", "4", "60"]);
    expect(first.headers.get("retry-after")).toBeNull();
    app.time.advance(18_500);
    await admitted(4, () => ask("auth.me", { by: user }));
    const refused = await ask("auth.me", { by: user });
    expect(refused.status).toBe(429);
    expect(refused.headers.get("ratelimit")).toBe('"read-address";r=2;t=42, "read-account";r=0;t=42');
    expect(refused.headers.get("retry-after")).toBe("42");
    expect(await refused.json()).toMatchObject({
      error: { data: { appCode: "TOO_MANY_REQUESTS", details: { seconds: 42 } } },
    });
    app.time.advance(42_000);
    expect((await ask("auth.me", { by: user })).status).toBe(200);
  });

  test("of somebody else are not held up by those of one who calls too often", async () => {
    await admitted(50, () => ask("auth.me", { by: user, address: "203.0.113.5" }));
    const other = await people.aUser();
    expect(await admitted(5, () => ask("auth.me", { by: other, address: "203.0.113.6" }))).toBe(5);
  });
});

describe("the address that counts", () => {
  test("is not what the caller claims", async () => {
    const claims = (i: number) => ask("maps.config", { forwarded: `198.51.100.${i}` });
    expect(await admitted(10, claims)).toBe(3);
  });

  test("is what a trusted proxy has added, and not what its caller claims", async () => {
    const claims = (i: number) =>
      ask("maps.config", { via: proxied, forwarded: `198.51.100.${i}, 203.0.113.50` });
    expect(await admitted(10, claims)).toBe(3);
    expect((await ask("maps.config", { via: proxied, forwarded: "203.0.113.51" })).status).toBe(200);
  });

  test("is the /64 of an IPv6 line: its owner has all the addresses in it", async () => {
    expect(await admitted(10, i => ask("maps.config", { address: `2001:db8:1:2::${i + 1}` }))).toBe(3);
    expect((await ask("maps.config", { address: "2001:db8:1:3::1" })).status).toBe(200);
  });
});

test("subscriptions over the socket are counted for the account that opened it", async () => {
  await using server = serveSockets(app);
  const vendor = await people.aVendor();
  const params = { path: "realtime.vendor", input: { vendorId: vendor.vendorId } };
  const raw = await openRaw(server.port, "?connectionParams=1");
  raw.send(JSON.stringify({ method: "connectionParams", data: { token: vendor.credentials.accessToken } }));
  for (const id of [1, 2, 3]) raw.send(JSON.stringify({ id, method: "subscription", params }));
  expect(await raw.until('"id":3')).toContain('"TOO_MANY_REQUESTS"');
  raw.end();
});
