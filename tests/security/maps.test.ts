import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createMedexClient, type MedexClient } from "../../src/sdk/index.ts";
import type { MapsPort } from "../../src/server/platform/maps/maps.port.ts";
import { createHttp } from "../../src/server/platform/maps/remote/http.ts";
import { systemTimers } from "../../src/server/platform/timers/system.timers.ts";
import { demoCityMaps } from "../support/demo-city.ts";
import {
  aGeocodeResult,
  type Behaviour,
  type GoogleApi,
  type GoogleServer,
  startGoogleServer,
} from "../support/google-server.ts";
import { type TestDatabase, testDatabase } from "../support/mongo.ts";
import { PASSWORD, PLACES } from "../support/people.ts";
import { startServer, type TestServer } from "../support/process.ts";
import { googleMapsAt } from "../support/remote-maps.ts";
import { waitFor } from "../support/wait-for.ts";

/* A map service is somebody else's: it gets what it needs, is called nowhere else, and its key stays with us. */

const point = ({ latitude, longitude }: (typeof PLACES)["home"]) => ({ latitude, longitude });
const ENDS = { origin: point(PLACES.pharmacy), destination: point(PLACES.home) };
const MATRIX = { origins: [ENDS.origin], destinations: [ENDS.destination] };
const FAULTS: Behaviour[] = [
  "OK",
  "REQUEST_DENIED",
  "INVALID_REQUEST",
  "OVER_QUERY_LIMIT",
  "slow drip",
  "garbage",
  "redirect",
  "error in 200",
  400,
  403,
  429,
  500,
];
const APIS: GoogleApi[] = ["geocode", "route", "matrix", "tile"];

/** Where redirects lead: whoever is asked there has followed one. */
let trapped = 0;
const trap = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch() {
    trapped += 1;
    return new Response("{}");
  },
});
let google: GoogleServer;
let embedded: MapsPort & AsyncDisposable;
let database: TestDatabase;
let server: TestServer;
let client: MedexClient;
/** Whatever the server has answered to anybody, heads and bodies. */
const answers: string[] = [];

beforeAll(async () => {
  google = startGoogleServer({ elsewhere: new URL("/trap", trap.url).href });
  google.knows(PLACES.home.address, aGeocodeResult(PLACES.home.address, PLACES.home));
  [embedded, database] = await Promise.all([demoCityMaps(), testDatabase("maps_security")]);
  server = await startServer({
    mongodbUrl: database.url,
    env: {
      MAPS_PROVIDER: "google",
      GOOGLE_MAPS_API_KEY: google.key,
      GOOGLE_MAPS_BASE_URL: google.url,
      GOOGLE_MAPS_TILES: "true",
      MAPS_LIMITS: "call-ms=150,question-ms=400",
      MAPS_BUDGET: "route=20",
      LOG_LEVEL: "trace",
    },
  });
  client = createMedexClient({ url: server.url });
  const email = "user@maps.test";
  await client.auth.register.mutate({
    role: "user",
    email,
    password: PASSWORD,
    fullName: "Aino Laine",
    client: "api",
  });
  await client.login(email, PASSWORD);
  await askEverything();
}, 120_000);
afterAll(async () => {
  await client?.close();
  await server?.[Symbol.asyncDispose]();
  await google?.[Symbol.asyncDispose]();
  await embedded?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
  await trap.stop(true);
});

async function get(path: string): Promise<Response> {
  const answer = await fetch(`${server.url}${path}`);
  answers.push(JSON.stringify([...answer.headers]), await answer.clone().text());
  return answer;
}

/** Keeps what is answered, also when it is an error with everything that hangs on it. */
async function kept(answer: Promise<unknown>): Promise<void> {
  const said = await answer.catch((error: unknown) => error);
  const details = said instanceof Error ? Bun.inspect(said) : "";
  answers.push(JSON.stringify(said), details);
}

/** All that maps answer, whatever Google does meanwhile. */
async function askEverything(): Promise<void> {
  await waitFor("a map of Google's", async () => (await client.maps.config.query()).raster);
  for (const behaviour of FAULTS) {
    for (const api of APIS) google.always(api, behaviour);
    const address = `${PLACES.home.address} ${behaviour}`;
    await Promise.all([
      kept(client.maps.geocode.query({ address })),
      kept(client.maps.reverse.query(ENDS.origin)),
      kept(client.maps.route.query(ENDS)),
      kept(client.maps.matrix.query(MATRIX)),
      kept(client.maps.eta.query(ENDS)),
      kept(client.maps.config.query()),
      get("/tiles/google/15/18654/9484"),
    ]);
  }
  for (const path of ["/metrics", "/readyz", "/version", "/", "/tiles/google/15/0/0"]) await get(path);
}

describe("the key", () => {
  test("is in no answer and in no log, whatever Google does", async () => {
    for (const api of APIS) expect(google.asked(api)).toBeGreaterThan(0);
    expect(answers.length).toBeGreaterThan(100);
    expect(answers.join("\n")).not.toContain(google.key);
    await server.untilPrinted("left alone");
    expect(server.output()).not.toContain(google.key);
    expect(server.output()).not.toContain(new URL(google.url).host);
  }, 60_000);

  test("reaches Google in the header where there is one, and is in no address then", () => {
    const routes = google.requests.filter(({ api }) => api === "route" || api === "matrix");
    expect(routes.length).toBeGreaterThan(0);
    for (const { url, headers } of routes) {
      expect(url.href).not.toContain(google.key);
      expect(headers.get("x-goog-api-key")).toBe(google.key);
    }
  });
});

test("what /metrics says of maps are numbers by kind, and nobody's places", async () => {
  const text = await (await get("/metrics")).text();
  const own = text.split("\n").filter(line => line.startsWith("medex_map"));
  const told = own.map(line => line.replace(/[{ ].*/, ""));
  for (const name of [
    "medex_map_calls_total",
    "medex_map_billed_total",
    "medex_map_fallbacks_total",
    "medex_map_circuit_open",
    "medex_map_budget_used",
    "medex_map_billed_calls_per_order",
  ])
    expect(told).toContain(name);
  expect(own.join("\n")).not.toMatch(/\d\d\.\d{3,}|Aleksanterinkatu/);
  expect(text).toMatch(/medex_map_budget_used\{kind="route"\} (0\.\d|1)/);
});

describe("a map service", () => {
  test("that leads elsewhere is not followed", () => {
    expect(trapped).toBe(0);
  });

  test("is told the place, and nothing of who asks", () => {
    for (const { headers, url, body } of google.requests) {
      const told = `${JSON.stringify([...headers])} ${url.search} ${JSON.stringify(body)}`;
      expect(told).not.toMatch(/cookie|authorization|forwarded|Aino|user@maps|referer/i);
    }
  });

  test.each([
    "x&key=another&address=y",
    "http://evil.example/?#@evil.example",
    "../../../etc/passwd",
    "a\\b%2f..%2f..",
    "💊 ‮Mannerheimintie",
  ])("gets %j as one address, and is asked nowhere else for it", async address => {
    await using another = startGoogleServer();
    await googleMapsAt(another, { embedded, database }).maps.geocode(address);
    const [request, ...others] = another.requests;
    expect(others).toEqual([]);
    expect(request?.url.pathname).toBe("/maps/api/geocode/json");
    expect(request?.url.searchParams.getAll("address")).toEqual([address]);
    expect(request?.url.searchParams.getAll("key")).toEqual([another.key]);
  });

  test("cannot fill the memory, also not with what it has packed", async () => {
    const packed = Bun.gzipSync(new Uint8Array(64 * 1024 * 1024));
    await using bomb = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: () => new Response(packed, { headers: { "Content-Encoding": "gzip" } }),
    });
    const before = process.memoryUsage.rss();
    const http = createHttp(systemTimers);
    for (let call = 0; call < 5; call++)
      await expect(
        http({ url: bomb.url }, { timeoutMs: 5_000, mostBytes: 2 * 1024 * 1024 }),
      ).rejects.toMatchObject({ reason: "too_large" });
    // What the runtime has unpacked before it was told to stop is let go; five of them kept would be twice the bound.
    Bun.gc(true);
    expect(process.memoryUsage.rss() - before).toBeLessThan(160 * 1024 * 1024);
    await bomb.stop(true);
  });
});
