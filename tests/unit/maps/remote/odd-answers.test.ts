import { describe, expect, test } from "bun:test";
import { createGoogleMaps } from "../../../../src/server/platform/maps/google/google.maps.ts";
import { createOsrmMaps } from "../../../../src/server/platform/maps/osrm/osrm.maps.ts";
import type { Caller } from "../../../../src/server/platform/maps/remote/caller.ts";
import {
  MapsFailure,
  type MapsFailureReason,
} from "../../../../src/server/platform/maps/remote/maps-failure.ts";
import { encodePolyline } from "../../../../src/shared/maps/polyline.ts";

/** Answers every question with this, as JSON with status 200. */
const answering =
  (body: unknown): Caller =>
  async ({ read }) =>
    read({ status: 200, headers: new Headers(), bytes: new TextEncoder().encode(JSON.stringify(body)) });

const googleSaying = (body: unknown) =>
  createGoogleMaps({
    service: { ask: answering(body), key: "a-key", locale: "fi-FI" },
    area: [24.9, 60.1, 25, 60.2],
    elementsAtOnce: 100,
  });
const osrmSaying = (body: unknown) =>
  createOsrmMaps({ ask: answering(body), baseUrl: "http://osrm", profiles: { car: "driving" } });

const HERE = { latitude: 60.17, longitude: 24.94 };
const ROUTE = { origin: HERE, destination: HERE, vehicleType: "car" } as const;
const MATRIX = { origins: [HERE], destinations: [HERE, HERE], vehicleType: "car" } as const;

const reasonOf = (attempt: Promise<unknown> | undefined): Promise<MapsFailureReason | unknown> =>
  (attempt ?? Promise.resolve()).then(
    answer => answer,
    error => (error instanceof MapsFailure ? error.reason : error),
  );

const place = (over: object = {}) => ({
  formatted_address: "Kaivokatu 8",
  geometry: { location: { lat: 60.17, lng: 24.94 }, location_type: "ROOFTOP" },
  types: ["street_address"],
  ...over,
});
const located = (location_type: string, lat = 60.17) =>
  place({ geometry: { location: { lat, lng: 24.94 }, location_type } });

describe("an address of Google", () => {
  test.each<[what: string, body: unknown, reason: MapsFailureReason]>([
    ["without a status", {}, "garbage"],
    ["with a status that nobody has heard of", { status: "constructor", results: [] }, "garbage"],
    ["that lies nowhere on the earth", { status: "OK", results: [located("ROOFTOP", 1e9)] }, "garbage"],
    ["that is not written", { status: "OK", results: [place({ formatted_address: "" })] }, "garbage"],
    ["of which one result is none", { status: "OK", results: [place(), {}] }, "garbage"],
  ])("%s is garbage", async (_, body, reason) => {
    expect(await reasonOf(googleSaying(body).geocode?.("Kaivokatu 8", {}))).toBe(reason);
  });

  test("that is located in a new way is not trusted", async () => {
    const results = [located("CONSTRUCTED"), located("constructor")];
    const found = await googleSaying({ status: "OK", results }).geocode?.("Kaivokatu 8", {});
    expect(found?.map(({ confidence }) => confidence)).toEqual([0.4, 0.4]);
  });

  test("without results is none, whatever the status says", async () => {
    for (const body of [{ status: "OK" }, { status: "ZERO_RESULTS", results: [] }])
      expect(await googleSaying(body).geocode?.("Kaivokatu 8", {})).toEqual([]);
  });
});

const way = (over: object = {}) => ({
  routes: [{ distanceMeters: 100, duration: "10s", polyline: { encodedPolyline: "_p~iF~ps|U" }, ...over }],
});
const element = (over: object = {}) => ({
  status: {},
  condition: "ROUTE_EXISTS",
  distanceMeters: 5,
  duration: "5s",
  ...over,
});

describe("a way of Google", () => {
  test.each<[what: string, body: unknown, reason: MapsFailureReason]>([
    ["that is not there", {}, "no_route"],
    ["that leads round the earth more than once", way({ distanceMeters: 1e308 }), "garbage"],
    ["that takes longer than that on foot", way({ duration: "999999999s" }), "garbage"],
    ["that takes less than no time", way({ duration: "-5s" }), "garbage"],
    ["without a line", way({ polyline: {} }), "garbage"],
    ["of half a point", way({ polyline: { encodedPolyline: "_p~iF" } }), "garbage"],
    ["that failed without a code", { error: {} }, "server_error"],
  ])("%s", async (_, body, reason) => {
    expect(await reasonOf(googleSaying(body).route(ROUTE))).toBe(reason);
  });

  test.each([{ polyline: {} }, { polyline: undefined }])("of no length needs no line: %j", async over => {
    const route = await googleSaying(way({ distanceMeters: undefined, duration: "0s", ...over })).route(
      ROUTE,
    );
    expect(route).toMatchObject({ distanceKm: 0, durationMinutes: 0, source: "google" });
    expect(route.polyline).toBe(encodePolyline([ROUTE.origin, ROUTE.destination]));
  });

  test.each<[what: string, body: unknown]>([
    ["nothing", []],
    ["elements without a condition", [element({ condition: undefined })]],
    [
      "elements with an error each",
      [element({ status: { code: 3 } }), element({ destinationIndex: 1, status: { code: 14 } })],
    ],
    ["elements that take no time", [element({ duration: undefined })]],
  ])("in a matrix of %s is a hole", async (_, body) => {
    expect((await googleSaying(body).matrix(MATRIX)).cells).toEqual([[null, null]]);
  });

  test.each([
    { originIndex: 1 },
    { destinationIndex: 2 },
    { destinationIndex: -1 },
    { distanceMeters: 1e12 },
  ])("in a matrix is garbage with %j", async over => {
    expect(await reasonOf(googleSaying([element(over)]).matrix(MATRIX))).toBe("garbage");
  });
});

describe("a way of OSRM", () => {
  const geometry = "_p~iF~ps|U";
  test.each<[what: string, body: unknown, reason: MapsFailureReason]>([
    ["with a code that nobody has heard of", { code: "constructor" }, "invalid"],
    ["far from every street", { code: "NoSegment" }, "no_route"],
    ["that is none", { code: "Ok", routes: [] }, "garbage"],
    [
      "that leads round the earth",
      { code: "Ok", routes: [{ distance: 1e9, duration: 5, geometry }] },
      "garbage",
    ],
  ])("%s", async (_, body, reason) => {
    expect(await reasonOf(osrmSaying(body).route(ROUTE))).toBe(reason);
  });

  test("in a matrix of another size is garbage", async () => {
    const body = { code: "Ok", distances: [[1]], durations: [[1]] };
    expect(await reasonOf(osrmSaying(body).matrix(MATRIX))).toBe("garbage");
  });
});
