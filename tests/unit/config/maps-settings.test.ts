import { describe, expect, test } from "bun:test";
import { parseConfig } from "../../../src/server/config.ts";
import { DEFAULT_MAP_BUDGET, DEFAULT_MAP_LIMITS } from "../../../src/server/platform/maps/map-limits.ts";
import { StartupProblem } from "../../../src/server/platform/startup/startup-problem.ts";

const GOOGLE = { MAPS_PROVIDER: "google", GOOGLE_MAPS_API_KEY: "a-key" };
const OSRM = { MAPS_PROVIDER: "osrm", OSRM_URL: "http://osrm:5000" };

const mapsOf = (env: Record<string, string>) => parseConfig("/srv/medex", env).maps;

/** The variables that are complained about. */
function complaints(env: Record<string, string>): string[] {
  try {
    mapsOf(env);
    return [];
  } catch (error) {
    if (!(error instanceof StartupProblem)) throw error;
    return error.wayOut.map(line => line.split(":")[0] ?? "");
  }
}

describe("maps are", () => {
  const defaults = { limits: DEFAULT_MAP_LIMITS, budget: DEFAULT_MAP_BUDGET };

  test("embedded, when nothing is said", () => {
    expect(mapsOf({})).toEqual({ provider: "embedded", ...defaults });
  });

  test("Google's with a key, and no more is needed", () => {
    expect(mapsOf(GOOGLE)).toEqual({
      provider: "google",
      apiKey: "a-key",
      baseUrl: undefined,
      locale: "en-US",
      drawsTiles: false,
      ...defaults,
    });
  });

  test("of an OSRM server with its address, which routes what drives on roads", () => {
    expect(mapsOf(OSRM)).toEqual({
      provider: "osrm",
      url: "http://osrm:5000",
      profiles: { car: "driving", van: "driving", scooter: "driving" },
      ...defaults,
    });
    const profiles = { ...OSRM, OSRM_PROFILES: "car=car, bike=cycling" };
    expect(mapsOf(profiles)).toMatchObject({ profiles: { car: "car", bike: "cycling" } });
  });

  test("asked within limits and a budget of one's own", () => {
    const maps = mapsOf({ ...GOOGLE, MAPS_LIMITS: "call-ms=500", MAPS_BUDGET: "route=7, tile=0" });
    expect(maps.limits).toEqual({ ...DEFAULT_MAP_LIMITS, "call-ms": 500 });
    expect(maps.budget).toEqual({ ...DEFAULT_MAP_BUDGET, route: 7, tile: 0 });
  });
});

describe("what contradicts itself is refused by name", () => {
  const TABLE: [what: string, env: Record<string, string>, complaint: string[]][] = [
    ["Google without a key", { MAPS_PROVIDER: "google" }, ["GOOGLE_MAPS_API_KEY"]],
    ["OSRM without an address", { MAPS_PROVIDER: "osrm" }, ["OSRM_URL"]],
    ["a key that nobody uses", { GOOGLE_MAPS_API_KEY: "a-key" }, ["GOOGLE_MAPS_API_KEY"]],
    ["Google's map over embedded routes", { GOOGLE_MAPS_TILES: "true" }, ["GOOGLE_MAPS_TILES"]],
    ["a budget for what costs nothing", { ...OSRM, MAPS_BUDGET: "route=5" }, ["MAPS_BUDGET"]],
    ["OSRM beside Google", { ...GOOGLE, OSRM_URL: "http://osrm:5000" }, ["OSRM_URL"]],
    ["a vehicle that we do not have", { ...OSRM, OSRM_PROFILES: "lorry=car" }, ["OSRM_PROFILES[0][0]"]],
    ["a profile that leads elsewhere", { ...OSRM, OSRM_PROFILES: "car=../x" }, ["OSRM_PROFILES[0][1]"]],
    ["a key with something behind it", { ...GOOGLE, GOOGLE_MAPS_API_KEY: "a&b" }, ["GOOGLE_MAPS_API_KEY"]],
    ["a language without a region", { ...GOOGLE, GOOGLE_MAPS_LOCALE: "finnish" }, ["GOOGLE_MAPS_LOCALE"]],
    ["a limit that is none", { ...GOOGLE, MAPS_LIMITS: "speed=5" }, ["MAPS_LIMITS"]],
  ];
  test.each(TABLE)("%s", (_what, env, complaint) => {
    expect(complaints(env)).toEqual(complaint);
  });

  test("and setting what is the default anyway is no contradiction", () => {
    expect(complaints({ GOOGLE_MAPS_TILES: "false" })).toEqual([]);
  });
});

describe("the key travels", () => {
  const at = (GOOGLE_MAPS_BASE_URL: string) => complaints({ ...GOOGLE, GOOGLE_MAPS_BASE_URL });

  test.each([
    "https://maps-proxy.example/google",
    "http://127.0.0.1:8080",
    "http://localhost:8080/",
    "http://[::1]:8080",
  ])("to %s", address => {
    expect(at(address)).toEqual([]);
  });

  test.each([
    ["in clear over a network", "http://maps-proxy:8080"],
    ["to a name that begins like this machine's", "http://127.0.0.1.evil.example"],
    ["to a name that begins like this machine's", "http://localhost.evil.example"],
    ["in clear, whoever writes it large", "HTTP://maps-proxy"],
    ["to something else than the web", "file:///etc/passwd"],
    ["past a user and a password", "https://user:password@maps-proxy"],
    ["before a question of somebody else's", "https://maps-proxy/?to="],
    ["before a #", "https://maps-proxy/#"],
  ])("not %s: %s", (_why, address) => {
    expect(at(address)).toEqual(["GOOGLE_MAPS_BASE_URL"]);
  });
});
