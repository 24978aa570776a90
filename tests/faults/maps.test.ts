import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { MapsPort } from "../../src/server/platform/maps/maps.port.ts";
import type { MapsFailureReason } from "../../src/server/platform/maps/remote/maps-failure.ts";
import type { Point } from "../../src/shared/geo.ts";
import { type Behaviour, type GoogleServer, startGoogleServer } from "../support/google-server.ts";
import { createTestApp } from "../support/harness.ts";
import { createManualTime, type ManualTime } from "../support/manual-time.ts";
import { createPeople, PLACES } from "../support/people.ts";
import { googleMapsAt, groundOf, inTime, osrmMapsAt } from "../support/remote-maps.ts";

/* Whatever Google does, an answer comes, says that it is the embedded map's, and soon nobody waits for Google. */

const ROUTE = { origin: PLACES.pharmacy, destination: PLACES.home, vehicleType: "car" } as const;
const ends = (points: Point[]) => points.map(({ latitude, longitude }) => ({ latitude, longitude }));
const MATRIX = {
  origins: ends([PLACES.pharmacy, PLACES.office]),
  destinations: ends([PLACES.home]),
  vehicleType: "car",
} as const;
const ADDRESS = "Aleksanterinkatu 21, Helsinki";
/** Tries until a service is left alone, and how long it is. */
const TRIES = 5;
const REST_MS = 30_000;

const ground = groundOf("map_faults");
let google: GoogleServer;
let time: ManualTime;
beforeEach(() => {
  time = createManualTime();
  google = startGoogleServer({ now: time.clock.now });
});
afterEach(async () => {
  await google[Symbol.asyncDispose]();
});

type Source = { source?: string } | { source: string }[] | null;
type Kind = {
  api: "geocode" | "route" | "matrix";
  ask(port: MapsPort): Promise<Source>;
};
const KINDS: Kind[] = [
  { api: "route", ask: port => port.route(ROUTE) },
  { api: "matrix", ask: port => port.matrix(MATRIX) },
  { api: "geocode", ask: port => port.geocode(ADDRESS) },
];

const FAULTS: [behaviour: Behaviour, reason: MapsFailureReason][] = [
  ["silence", "timeout"],
  ["slow drip", "timeout"],
  [429, "rate_limited"],
  [500, "server_error"],
  [503, "server_error"],
  [403, "denied"],
  ["garbage", "garbage"],
  ["cut off", "garbage"],
  ["another shape", "garbage"],
  ["too large", "too_large"],
  ["redirect", "garbage"],
];
/** Each service says some things in its own way. */
const OWN_FAULTS: Record<Kind["api"], [behaviour: Behaviour, reason: MapsFailureReason][]> = {
  route: [["error in 200", "server_error"]],
  matrix: [["error in 200", "server_error"]],
  geocode: [
    ["OVER_QUERY_LIMIT", "rate_limited"],
    ["OVER_DAILY_LIMIT", "denied"],
    ["REQUEST_DENIED", "denied"],
    ["UNKNOWN_ERROR", "server_error"],
  ],
};

for (const { api, ask } of KINDS)
  describe(`when Google's ${api} answers`, () => {
    for (const [behaviour, reason] of [...FAULTS, ...OWN_FAULTS[api]])
      test(`${behaviour}: the embedded map does, the circuit opens, and closes when Google is well again`, async () => {
        const { maps, counted, logged } = googleMapsAt(google, ground, { time });
        const own = await ask(ground.embedded);
        google.always(api, behaviour);
        for (let question = 0; question < TRIES && google.asked(api) < TRIES; question++)
          expect(await inTime(time, google, ask(maps))).toEqual(own);

        expect(google.asked(api)).toBe(TRIES);
        expect(counted("called")[`${api} ${reason}`]).toBe(TRIES);
        expect(counted("circuit")).toEqual({ [`${api} open`]: 1 });
        for (let question = 0; question < 20; question++) expect(await ask(maps)).toEqual(own);
        expect(google.asked(api)).toBe(TRIES);
        expect(counted("fellBack")[`${api} circuit_open`]).toBeGreaterThanOrEqual(20);

        google.always(api, "OK");
        time.advance(REST_MS);
        const trial = await inTime(time, google, ask(maps));
        expect(google.asked(api)).toBe(TRIES + 1);
        expect(counted("circuit")).toMatchObject({ [`${api} half-open`]: 1, [`${api} closed`]: 1 });
        if (api !== "geocode") expect(trial).toMatchObject({ source: "google" });
        expect(logged()).toContain("left alone");
        expect(logged()).not.toContain(google.key);
      });

    test("something that it takes for nonsense, one answer is the embedded map's, and the circuit stays closed", async () => {
      const { maps, counted } = googleMapsAt(google, ground, { time });
      google.always(api, api === "geocode" ? "INVALID_REQUEST" : 400);
      for (let question = 0; question < 10; question++)
        expect(await ask(maps)).toEqual(await ask(ground.embedded));
      expect(google.asked(api)).toBe(10);
      expect(counted("circuit")).toEqual({});
    });
  });

test("a server that is not there at all is one that fails", async () => {
  const { url, key } = google;
  await google[Symbol.asyncDispose]();
  const { maps, counted } = googleMapsAt({ url, key }, ground, { time });
  for (let question = 0; question < TRIES; question++)
    expect(await inTime(time, google, maps.route(ROUTE))).toEqual(await ground.embedded.route(ROUTE));
  expect(counted("called")).toMatchObject({ "route unreachable": TRIES });
  expect(counted("circuit")).toEqual({ "route open": 1 });
});

test("a trial that fails leaves Google alone for twice as long", async () => {
  const { maps } = googleMapsAt(google, ground, { time });
  google.always("route", "garbage");
  for (let question = 0; question < TRIES; question++) await maps.route(ROUTE);
  time.advance(REST_MS);
  await maps.route(ROUTE);
  expect(google.asked("route")).toBe(TRIES + 1);
  time.advance(2 * REST_MS - 1);
  await maps.route(ROUTE);
  expect(google.asked("route")).toBe(TRIES + 1);
  time.advance(1);
  await maps.route(ROUTE);
  expect(google.asked("route")).toBe(TRIES + 2);
});

describe("an OSRM server that", () => {
  let asked = 0;
  let held = 0;
  const silence = () => {
    held += 1;
    return new Promise<Response>(() => {});
  };
  const FAULTY: [what: string, answer: () => Response | Promise<Response>, reason: MapsFailureReason][] = [
    ["does not answer", silence, "timeout"],
    ["is overrun", () => new Response("", { status: 503 }), "server_error"],
    ["answers a page", () => new Response("<html>", { status: 200 }), "garbage"],
    ["answers too little", () => Response.json({ code: "Ok" }), "garbage"],
    ["leads elsewhere", () => Response.redirect("http://127.0.0.1:1/", 302), "garbage"],
  ];
  test.each(FAULTY)("%s is left alone, and the embedded map answers", async (_what, answer, reason) => {
    asked = 0;
    await using server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: () => {
        asked += 1;
        return answer();
      },
    });
    const { maps, counted } = osrmMapsAt(server.url.href, ground, { time });
    for (let question = 0; question < 10; question++)
      expect(await inTime(time, { held: () => held }, maps.route(ROUTE))).toEqual(
        await ground.embedded.route(ROUTE),
      );
    expect(asked).toBe(TRIES);
    expect(counted("called")[`route ${reason}`]).toBe(TRIES);
    expect(counted("circuit")).toEqual({ "route open": 1 });
    await server.stop(true);
  });
});

test("an order is priced, placed and estimated while Google does not answer, and its answers say whose they are", async () => {
  const { maps, time: mapTime } = googleMapsAt(google, ground);
  google.always("route", "silence");
  google.always("geocode", "slow drip");
  await using app = await createTestApp("map_faults_order", { maps });
  const people = createPeople(app);
  const vendor = await people.aVendor();
  const customer = await people.aUser();
  const ask = { vendorId: vendor.vendorId, delivery: { address: ADDRESS } };
  const quote = await inTime(mapTime, google, customer.api.orders.quote(ask));
  const own = await ground.embedded.route({ ...ROUTE, origin: quote.pickup, destination: quote.delivery });
  expect(quote).toMatchObject({ distanceKm: own.distanceKm, approximate: own.approximate });

  const { origin, destination } = { origin: quote.pickup, destination: quote.delivery };
  const [from, to] = ends([origin, destination]);
  if (!from || !to) throw new Error("no ends");
  const eta = await inTime(mapTime, google, customer.api.maps.eta({ origin: from, destination: to }));
  expect(eta).toMatchObject({ source: "embedded", approximate: own.approximate });
  await expect(customer.api.maps.config()).resolves.toMatchObject({ provider: "google" });

  const order = await inTime(mapTime, google, people.anOrder(customer, vendor.vendorId));
  expect(order.estimatedDistanceKm).toBeGreaterThan(0);
});
