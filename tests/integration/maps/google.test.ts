import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { distanceMeters, type Point } from "../../../src/shared/geo.ts";
import { decodePolyline } from "../../../src/shared/maps/polyline.ts";
import { aGeocodeResult, type GoogleServer, startGoogleServer } from "../../support/google-server.ts";
import { createManualTime } from "../../support/manual-time.ts";
import { googleMapsAt, groundOf } from "../../support/remote-maps.ts";

const DOOR = { latitude: 60.1699, longitude: 24.941 };
const THERE = { latitude: 60.1677, longitude: 24.9522 };
const ROUTE = { origin: DOOR, destination: THERE, vehicleType: "car" } as const;
/** As the server measures, in kilometres and minutes; traffic makes it half as long again. */
const KM = Math.round(distanceMeters(DOOR, THERE) * 1.3) / 1_000;
const MINUTES = Number(((KM * 1_000 * 0.12) / 60).toFixed(1));

const ground = groundOf("google");
let google: GoogleServer;
let time: ReturnType<typeof createManualTime>;
beforeEach(() => {
  time = createManualTime();
  google = startGoogleServer({ now: time.clock.now });
});
afterEach(async () => {
  await google[Symbol.asyncDispose]();
});

const maps = (over: Parameters<typeof googleMapsAt>[2] = {}) =>
  googleMapsAt(google, ground, { time, ...over });
const lastBody = () => google.requests.at(-1)?.body ?? {};

describe("an address", () => {
  test("is as certain as Google is, and a part of an address less", async () => {
    const { maps: port } = maps();
    const about = (precision: string, types: string[], isPartial = false) =>
      aGeocodeResult("An answer", DOOR, { precision, types, isPartial });
    const table: [ReturnType<typeof about>, kind: string, confidence: number][] = [
      [about("ROOFTOP", ["street_address"]), "address", 1],
      [about("RANGE_INTERPOLATED", ["street_address"]), "address", 0.85],
      [about("ROOFTOP", ["premise"], true), "address", 0.7],
      [about("GEOMETRIC_CENTER", ["route"]), "street", 0.6],
      [about("GEOMETRIC_CENTER", ["establishment", "pharmacy"]), "place", 0.6],
      [about("GEOMETRIC_CENTER", ["route"], true), "street", 0.42],
      [about("APPROXIMATE", ["locality", "political"]), "place", 0.4],
      [about("SOMETHING_NEW", ["something_new"]), "place", 0.4],
    ];
    for (const [number, [result, kind, confidence]] of table.entries()) {
      google.knows(`address ${number}`, result);
      const [candidate] = await port.geocode(`address ${number}`);
      expect(candidate).toEqual({
        ...DOOR,
        address: "An answer",
        kind: kind as never,
        confidence,
        source: "google",
      });
    }
  });

  test("is looked for in the served area first, in the operator's language", async () => {
    await maps().maps.geocode("Kaivokatu 8");
    const [west, south, east, north] = ground.embedded.serviceArea;
    expect(Object.fromEntries(google.requests[0]?.url.searchParams ?? [])).toEqual({
      address: "Kaivokatu 8",
      bounds: `${south},${west}|${north},${east}`,
      language: "fi-FI",
      key: google.key,
    });
  });

  test("that Google does not know has no candidates, and is not asked of the embedded map", async () => {
    const { maps: port, counted } = maps();
    expect(await port.geocode("Aleksanterinkatu 21")).toEqual([]);
    expect(counted("fellBack")).toEqual({});
  });

  test("is asked for once in 30 days, by all processes together", async () => {
    google.knows("Kaivokatu 8, Helsinki", aGeocodeResult("Kaivokatu 8, 00100 Helsinki, Finland", DOOR));
    const [one, other] = [maps(), maps()];
    await one.maps.geocode("Kaivokatu 8, Helsinki");
    expect(await other.maps.geocode(" KAIVOKATU  8 , helsinki")).toMatchObject([{ ...DOOR, confidence: 1 }]);
    expect(google.asked("geocode")).toBe(1);
    expect(other.counted("spared")).toEqual({ "geocode kept": 1 });
    time.advance(31 * 86_400_000);
    await one.maps.geocode("Kaivokatu 8, Helsinki");
    expect(google.asked("geocode")).toBe(2);
  });

  test("of the embedded map is not remembered as Google's", async () => {
    google.next("geocode", "REQUEST_DENIED");
    const { maps: port } = maps();
    expect((await port.geocode("Aleksanterinkatu 21"))[0]?.source).toBe("embedded");
    expect(await ground.database.db.collection("geocodes").countDocuments()).toBe(0);
  });
});

describe("the address of a point", () => {
  test("is the nearest house or street, less certain with the distance", async () => {
    const near = { ...DOOR, latitude: DOOR.latitude + 0.0027 };
    google.knows(
      `${near.latitude},${near.longitude}`,
      aGeocodeResult("5W9R+XF Helsinki", near, { types: ["plus_code"] }),
      aGeocodeResult("Kaivokatu 8", DOOR),
    );
    const found = await maps().maps.reverse(near);
    expect(found).toMatchObject({ address: "Kaivokatu 8", kind: "address", source: "google" });
    expect(found?.confidence).toBeCloseTo(0.5, 1);
  });

  test("is none when everything is farther than 600 m", async () => {
    google.knows(`${DOOR.latitude},${DOOR.longitude}`, aGeocodeResult("Far away", THERE));
    expect(await maps().maps.reverse(DOOR)).toBeNull();
  });
});

describe("a route", () => {
  test("has length, time with traffic and a line that can be drawn, and says whose it is", async () => {
    const route = await maps().maps.route(ROUTE);
    expect(route).toMatchObject({ distanceKm: KM, approximate: false, source: "google", traffic: true });
    expect(route.durationMinutes).toBeCloseTo(MINUTES * 1.5, 0);
    expect(decodePolyline(route.polyline)).toEqual([DOOR, THERE]);
  });

  test("asks for the fields that are read and no others, with the key in a header", async () => {
    await maps().maps.route(ROUTE);
    const [request] = google.requests;
    expect(request?.headers.get("X-Goog-FieldMask")).toBe(
      "routes.distanceMeters,routes.duration,routes.polyline.encodedPolyline,fallbackInfo",
    );
    expect(request?.headers.get("X-Goog-Api-Key")).toBe(google.key);
    expect(request?.url.href).not.toContain(google.key);
  });

  test("for a price is asked without traffic, which costs less", async () => {
    const route = await maps().maps.route({ ...ROUTE, purpose: "quote" });
    expect(lastBody().routingPreference).toBe("TRAFFIC_UNAWARE");
    expect(route).toMatchObject({ durationMinutes: MINUTES, source: "google" });
    expect(route.traffic).toBeUndefined();
  });

  test("says that it knows no traffic when Google had none", async () => {
    google.next("route", "no traffic data");
    expect((await maps().maps.route(ROUTE)).traffic).toBeUndefined();
  });

  test.each([
    ["bike", "BICYCLE", undefined],
    ["scooter", "DRIVE", "TRAFFIC_AWARE"],
    ["van", "DRIVE", "TRAFFIC_AWARE"],
  ] as const)("by %s is one by %s", async (vehicleType, mode, preference) => {
    const route = await maps().maps.route({ ...ROUTE, vehicleType });
    expect(lastBody()).toMatchObject({ travelMode: mode });
    expect(lastBody().routingPreference).toBe(preference);
    expect(route).toMatchObject({ source: "google", ...(preference && { traffic: true }) });
  });

  test("to where one is already has no length, which Google leaves out", async () => {
    const route = await maps().maps.route({ ...ROUTE, destination: DOOR });
    expect(route).toMatchObject({ distanceKm: 0, durationMinutes: 0, source: "google" });
  });

  test("that Google does not find is the embedded map's, and no sign that Google is failing", async () => {
    google.always("route", "ZERO_RESULTS");
    const { maps: port, counted } = maps();
    for (let i = 0; i < 10; i++) expect((await port.route(ROUTE)).source).toBe("embedded");
    expect(counted("fellBack")).toEqual({ "route no_route": 10 });
    expect(counted("circuit")).toEqual({});
  });

  test("is not kept, as the terms ask, unless the operator may", async () => {
    const strict = maps();
    await strict.maps.route(ROUTE);
    await strict.maps.route(ROUTE);
    expect(google.asked("route")).toBe(2);
    const allowed = maps({ limits: { "google-route-seconds": 60 } });
    await allowed.maps.route(ROUTE);
    await allowed.maps.route(ROUTE);
    expect(google.asked("route")).toBe(3);
  });
});

describe("a matrix", () => {
  const points = (count: number): Point[] =>
    Array.from({ length: count }, (_, i) => ({
      latitude: 60.165 + i * 0.0004,
      longitude: 24.936 + i * 0.0005,
    }));
  const fast = { "elements-per-second": 1_000_000 };
  const question = (rows: number, columns: number) => ({
    origins: points(rows),
    destinations: points(columns).reverse(),
    vehicleType: "car" as const,
  });

  test("has each element in its place, in whatever order Google answers", async () => {
    const matrix = await maps({ limits: fast }).maps.matrix(question(3, 4));
    expect(matrix).toMatchObject({ approximate: false, source: "google", traffic: true });
    const { origins, destinations } = question(3, 4);
    matrix.rows.forEach((row, i) => {
      row.forEach((cell, j) => {
        const meters = distanceMeters(origins[i] ?? DOOR, destinations[j] ?? DOOR) * 1.3;
        expect(cell.distanceKm).toBe(Math.round(meters) / 1_000);
      });
    });
    expect(google.requests[0]?.headers.get("X-Goog-FieldMask")).toContain("status");
  });

  test("of 625 elements is one call, and a larger one is as many as it takes", async () => {
    const { maps: port } = maps({ limits: fast });
    await port.matrix(question(25, 25));
    expect(google.asked("matrix")).toBe(1);
    const large = await port.matrix(question(30, 50));
    const sizes = google.requests
      .slice(1)
      .map(({ body }) => (body.origins?.length ?? 0) * (body.destinations?.length ?? 0));
    expect(sizes.toSorted()).toEqual([300, 600, 600]);
    expect(large.rows.map(row => row.length)).toEqual(Array(30).fill(50));
    expect(large.rows.flat().filter(({ source }) => source)).toEqual([]);
  });

  test("in small calls, and in one, is the same", async () => {
    const whole = await maps({ limits: fast }).maps.matrix(question(20, 20));
    const small = maps({ limits: { "elements-per-second": 100 } });
    const answer = small.maps.matrix(question(20, 20));
    for (let second = 1; second <= 4; second++) {
      await google.untilAsked("matrix", 1 + second);
      time.advance(1_000);
    }
    expect(await answer).toEqual(whole);
    const elements = google.requests.slice(1).map(({ body }) => body.origins?.length);
    expect(elements).toEqual([5, 5, 5, 5]);
  });

  test("of which Google misses some has those of the embedded map, and says which", async () => {
    google.next("matrix", "partial");
    const { maps: port, counted } = maps({ limits: fast });
    const { rows, ...matrix } = await port.matrix(question(2, 5));
    const own = await ground.embedded.matrix(question(2, 5));
    expect(matrix).toMatchObject({ source: "google", approximate: own.approximate });
    const sources = rows.map(row => row.map(({ source }) => source ?? "google"));
    expect(sources).toEqual(Array(2).fill(["google", "embedded", "google", "embedded", "google"]));
    expect(rows[0]?.[1]?.distanceKm).toBe(own.rows[0]?.[1]?.distanceKm as number);
    expect(counted("fellBack")).toEqual({ "matrix no_route": 1 });
  });

  test("counts and costs by the element", async () => {
    const { maps: port, counted } = maps({ limits: fast, budget: { matrix: 100 } });
    const heard: unknown[] = [];
    await port.matrix({ ...question(8, 9), purpose: "eta", onBilled: (...billed) => heard.push(billed) });
    expect(counted("billed")).toEqual({ "matrix eta": 72 });
    expect(heard).toEqual([["matrix", 72]]);
    expect((await port.matrix(question(8, 9))).source).toBe("embedded");
    expect((await port.matrix(question(4, 7))).source).toBe("google");
  });
});

describe("what the client is told", () => {
  test("is whose answers it shows; and no map of Google's, where it is not to be drawn", () => {
    expect(maps().maps.config()).toEqual({
      ...ground.embedded.config(),
      provider: "google",
      attribution: "© OpenStreetMap contributors. Addresses and routes: Google Maps",
    });
  });

  test("suggestions while typing are the embedded map's: each letter would be a call", async () => {
    const { maps: port } = maps();
    expect(await port.autocomplete("aleks")).toEqual(await ground.embedded.autocomplete("aleks"));
    expect(google.requests).toEqual([]);
  });
});
