import { beforeEach, describe, expect, test } from "bun:test";
import { createLogger } from "../../../../src/server/platform/logger/logger.ts";
import type { GeocodeCache, KnownPlace } from "../../../../src/server/platform/maps/geocode-cache.port.ts";
import type { RouteQuestion } from "../../../../src/server/platform/maps/maps.port.ts";
import { createKeptAnswers } from "../../../../src/server/platform/maps/remote/kept-answers.ts";
import { MapsFailure } from "../../../../src/server/platform/maps/remote/maps-failure.ts";
import type { RemoteMaps } from "../../../../src/server/platform/maps/remote/remote-maps.ts";
import { sparingMaps } from "../../../../src/server/platform/maps/remote/sparing-maps.ts";
import type { RouteResult } from "../../../../src/shared/maps/maps.schema.ts";
import { createManualTime, type ManualTime } from "../../../support/manual-time.ts";
import { aMeter } from "../../../support/map-meter.ts";

const DOOR = { latitude: 60.1699, longitude: 24.941 };
const THERE = { latitude: 60.1677, longitude: 24.9522 };
const QUESTION: RouteQuestion = { origin: DOOR, destination: THERE, vehicleType: "car" };
const minutes = (count: number) => count * 60_000;

let time: ManualTime;
let asked: string[];
/** Answers of the provider wait here until a test lets them go. */
let gate: PromiseWithResolvers<void>;
let known: Map<string, KnownPlace | null>;
beforeEach(() => {
  time = createManualTime();
  asked = [];
  gate = Promise.withResolvers();
  known = new Map();
  gate.resolve();
});

const cache: GeocodeCache = {
  find: async (provider, key) => known.get(`${provider}:${key}`),
  save: async (provider, key, place) => void known.set(`${provider}:${key}`, place),
};

/** A provider whose answers are numbered, with what spares it. */
function spared({ traffic = true, keptMs = 0, most = 100, confidence = 1, geocodes = cache } = {}) {
  const { meter, counted } = aMeter();
  const answer = (): RouteResult => ({
    distanceKm: asked.length,
    durationMinutes: 1,
    polyline: "",
    approximate: false,
    source: "google",
  });
  const remote: RemoteMaps = {
    source: "google",
    capabilities: { traffic, billed: true },
    async geocode(address) {
      asked.push(address);
      await gate.promise;
      if (address === "nowhere") return [];
      return [{ ...DOOR, address: "As Google writes it", kind: "address", confidence, source: "google" }];
    },
    async reverse(point) {
      asked.push(`reverse ${point.latitude}`);
      await gate.promise;
      return null;
    },
    async route({ vehicleType }) {
      asked.push(vehicleType);
      const number = answer();
      await gate.promise;
      return number;
    },
    async matrix() {
      asked.push("matrix");
      await gate.promise;
      return { cells: [] };
    },
  };
  const maps = sparingMaps({
    remote,
    geocodes,
    keptRoutes: { most, keptMs },
    clock: time.clock,
    logger: createLogger("silent"),
    meter,
  });
  return { maps, counted };
}

describe("equal questions at the same time", () => {
  beforeEach(() => {
    gate = Promise.withResolvers();
  });

  test("are asked once: routes, matrices, addresses and points", async () => {
    const { maps, counted } = spared();
    const matrix = { origins: [DOOR], destinations: [THERE], vehicleType: "car" } as const;
    const answers = [1, 2, 3].flatMap(() => [
      maps.route(QUESTION),
      maps.matrix(matrix),
      maps.geocode?.("Kaivokatu 8", {}),
      maps.geocode?.("  kaivokatu   8", {}),
      maps.reverse?.(DOOR, {}),
    ]);
    gate.resolve();
    await Promise.all(answers);
    expect(asked.toSorted()).toEqual(["Kaivokatu 8", "car", "matrix", "reverse 60.1699"]);
    expect(counted("spared")).toEqual({ "route joined": 2, "matrix joined": 2, "geocode joined": 7 });
  });

  test("but not those of another vehicle, another end, another time or another purpose", async () => {
    const { maps } = spared();
    const before = maps.route(QUESTION);
    time.advance(minutes(5));
    const answers = [
      before,
      maps.route(QUESTION),
      maps.route({ ...QUESTION, vehicleType: "bike" }),
      maps.route({ ...QUESTION, destination: { ...THERE, latitude: 60.168 } }),
      maps.route({ ...QUESTION, purpose: "quote" }),
    ];
    gate.resolve();
    await Promise.all(answers);
    expect(asked).toHaveLength(5);
  });

  test("are all failed by one failure, and the next one asks again", async () => {
    const { maps } = spared();
    const failing = [maps.route(QUESTION), maps.route(QUESTION)].map(answer => answer.catch(error => error));
    gate.reject(new MapsFailure("timeout"));
    expect(await Promise.all(failing)).toMatchObject([{ reason: "timeout" }, { reason: "timeout" }]);
    gate = Promise.withResolvers();
    gate.resolve();
    await maps.route(QUESTION);
    expect(asked).toHaveLength(2);
  });
});

describe("a route", () => {
  test("is asked for again each time where nothing may be kept", async () => {
    const { maps } = spared();
    await maps.route(QUESTION);
    await maps.route(QUESTION);
    expect(asked).toHaveLength(2);
  });

  test("is kept for its five minutes where it may be, for ends that are the same to within 11 m", async () => {
    const { maps, counted } = spared({ keptMs: minutes(60) });
    const first = await maps.route(QUESTION);
    const beside = { ...DOOR, latitude: DOOR.latitude + 0.00002 };
    expect(await maps.route({ ...QUESTION, origin: beside })).toEqual(first);
    expect(counted("spared")).toEqual({ "route kept": 1 });
    time.advance(minutes(5));
    expect(await maps.route(QUESTION)).not.toEqual(first);
  });

  test("is the same at any time where nobody knows the traffic, until it is too old", async () => {
    const { maps } = spared({ traffic: false, keptMs: minutes(60) });
    await maps.route(QUESTION);
    time.advance(minutes(59));
    await maps.route(QUESTION);
    expect(asked).toHaveLength(1);
    time.advance(minutes(1));
    await maps.route(QUESTION);
    expect(asked).toHaveLength(2);
  });

  test("for a price is the same at any time", async () => {
    const { maps } = spared({ keptMs: minutes(60) });
    await maps.route({ ...QUESTION, purpose: "quote" });
    time.advance(minutes(30));
    await maps.route({ ...QUESTION, purpose: "quote" });
    expect(asked).toHaveLength(1);
  });
});

describe("an address", () => {
  test("is known afterwards by its coordinates alone, in the words of who asks", async () => {
    const { maps } = spared();
    const [first] = (await maps.geocode?.("Kaivokatu 8, Helsinki", {})) ?? [];
    const [again] = (await maps.geocode?.("KAIVOKATU 8, Helsinki", {})) ?? [];
    expect(asked).toHaveLength(1);
    expect(first?.address).toBe("As Google writes it");
    expect(again).toEqual({
      ...DOOR,
      address: "KAIVOKATU 8, Helsinki",
      kind: "address",
      confidence: 1,
      source: "google",
    });
    expect(JSON.stringify([...known])).not.toContain("As Google writes it");
  });

  test("that nobody knows is remembered too", async () => {
    const { maps } = spared();
    expect(await maps.geocode?.("nowhere", {})).toEqual([]);
    expect(await maps.geocode?.("nowhere", {})).toEqual([]);
    expect(asked).toEqual(["nowhere"]);
  });

  test("is looked up also while none can be remembered", async () => {
    const fail = () => Promise.reject(new Error("no database"));
    const { maps } = spared({ geocodes: { find: fail, save: fail } });
    expect(await maps.geocode?.("Kaivokatu 8, Helsinki", {})).toHaveLength(1);
    expect(await maps.geocode?.("nowhere", {})).toEqual([]);
  });

  test("of which the answer is unclear is asked again, for its candidates are for a person to choose from", async () => {
    const { maps } = spared({ confidence: 0.4 });
    await maps.geocode?.("somewhere", {});
    await maps.geocode?.("somewhere", {});
    expect(asked).toHaveLength(2);
    expect(known.size).toBe(0);
  });
});

describe("kept answers", () => {
  test("are bounded: the one that was not asked for longest makes room", () => {
    const kept = createKeptAnswers<number>({ most: 2, keptMs: 1_000, clock: time.clock });
    kept.set("a", 1);
    kept.set("b", 2);
    expect(kept.get("a")).toBe(1);
    kept.set("c", 3);
    expect([kept.get("a"), kept.get("b"), kept.get("c")]).toEqual([1, undefined, 3]);
  });

  test("are not believed longer because the clock was turned back", () => {
    const kept = createKeptAnswers<number>({ most: 2, keptMs: 1_000, clock: time.clock });
    kept.set("a", 1);
    time.advance(-600_000);
    expect(kept.get("a")).toBeUndefined();
  });
});
