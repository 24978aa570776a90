import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { MapsPort } from "../../../src/server/platform/maps/maps.port.ts";
import { distanceMeters, isInside } from "../../../src/shared/geo.ts";
import { demoCityMaps } from "../../support/demo-city.ts";

let maps: MapsPort & AsyncDisposable;
beforeAll(async () => {
  maps = await demoCityMaps();
});
afterAll(() => maps[Symbol.asyncDispose]());

const first = async (address: string) => (await maps.geocode(address))[0];

/** What people type, and the answer that they mean. Kamppi lies outside of the extract; its chapel does not. */
const TYPED: [string, RegExp][] = [
  ["Mannerheimintie 5", /^Mannerheimintie 5, Helsinki$/],
  ["mannerheimintie 10", /^Mannerheimintie 10, Helsinki$/],
  ["Aleksanterinkatu 21", /^Aleksanterinkatu 21, Helsinki$/],
  ["Aleksanterinkatu", /^Aleksanterinkatu, Helsinki$/],
  ["aleksanterinkau 21", /^Aleksanterinkatu 21, Helsinki$/],
  ["Kaivokatu 8", /^Kaivokatu 8, Helsinki$/],
  ["Mikonkatu 1", /^Mikonkatu 1, Helsinki$/],
  ["Bulevardi 2", /^Bulevardi 2–4, Helsinki$/],
  ["Etelaesplanadi 14", /^Eteläesplanadi 14, Helsinki$/],
  ["Alexandersgatan 21", /^Alexandersgatan 21, Helsingfors$/],
  ["Mannerheimvägen 5", /^Mannerheimvägen 5, Helsingfors$/],
  ["apteekki", /apteekki/i],
  ["Yliopiston apteekki", /^Yliopiston apteekki, Mannerheimintie 5/],
  ["Stockmann", /^Stockmann, Aleksanterinkatu 52/],
  ["Kamppi chapel", /^Kamppi Chapel/],
  ["Kampin kappeli", /^Kampin kappeli/],
  ["Kampens kapell", /^Kampens kapell, Simonsgatan 7, Helsingfors$/],
  ["Ateneum", /^Ateneum, Kaivokatu 2/],
  ["Helsingin rautatieasema", /^Helsingin rautatieasema/],
  ["Helsinki railway station", /^Helsinki railway station/],
  ["Yrjönkatu 12", /^Yrjönkatu 12, Helsinki$/],
  ["Fabianinkatu 3", /^Fabianinkatu [24]\b/],
];

describe("geocoding", () => {
  test.each(TYPED)("%s", async (typed, meant) => {
    const candidate = await first(typed);
    expect(candidate?.address).toMatch(meant);
  });

  test.each([
    ["yrjonkatu 27", "Yrjönkatu 27, Helsinki"],
    ["ALEKSANTERINKATU  21 , HELSINKI", "Aleksanterinkatu 21, Helsinki"],
    ["21 Aleksanterinkatu", "Aleksanterinkatu 21, Helsinki"],
    ["Aleksanterinkatu21", "Aleksanterinkatu 21, Helsinki"],
    ["Aleksanterinkatu 21, 00100 Helsinki, Finland", "Aleksanterinkatu 21, Helsinki"],
    ["Stockmann, Aleksanterinkatu 52", "Aleksanterinkatu 52, Helsinki"],
    ["Norra Esplanaden 33, Helsingfors", "Norra Esplanaden 33, Helsingfors"],
    ["manerheimintie 14", "Mannerheimintie 14, Helsinki"],
    ["Pohj. makasiinikatu 4", "Pohjoinen Makasiinikatu 4, Helsinki"],
    ["Kaisaniemenkatu 2B, Kluuvi, Helsinki", "Kaisaniemenkatu 2 B, Helsinki"],
    ["Simonkatu 6 b", "Simonkatu 6 B, Helsinki"],
    ["Kaivokatu ٨", "Kaivokatu 8, Helsinki"],
    ["८ Kaivokatu, ۰۰۱۰۰", "Kaivokatu 8, Helsinki"],
    ["ｋａｉｖｏｋａｔｕ ８", "Kaivokatu 8, Helsinki"],
    ["\u202e🏥 Kaivokatu 8\u202c", "Kaivokatu 8, Helsinki"],
  ])("%s is the house %s", async (typed, address) => {
    const candidate = await first(typed);
    expect(candidate).toMatchObject({ address, kind: "address", source: "embedded" });
    expect(candidate?.confidence).toBeGreaterThanOrEqual(0.8);
  });

  test("exactly the house is certain; entrance and floor do not change the place", async () => {
    expect((await first("Aleksanterinkatu 21"))?.confidence).toBe(1);
    const withFloor = await first("Aleksanterinkatu 21 D 5, 3. krs");
    expect(withFloor?.address).toBe("Aleksanterinkatu 21, Helsinki");
    expect(withFloor?.confidence).toBeGreaterThanOrEqual(0.9);
  });

  test("a missing number gives the neighbour, with less confidence", async () => {
    const neighbour = await first("Fabianinkatu 3");
    expect(neighbour?.kind).toBe("address");
    expect(neighbour?.confidence).toBeLessThan(0.85);
    expect(neighbour?.confidence).toBeGreaterThanOrEqual(0.5);
  });

  test("a street alone is a street, and a point on it", async () => {
    const street = await first("Unioninkatu");
    const house = await first("Unioninkatu 30");
    expect(street).toMatchObject({ address: "Unioninkatu, Helsinki", kind: "street" });
    expect(street?.confidence).toBeLessThan(1);
    if (street && house) expect(distanceMeters(street, house)).toBeLessThan(1_500);
  });

  test.each([
    "Aleksanterinkatu 21, Tampere",
    "Aleksanterinkatu 21, 33100 Tampere",
    "Hamngatan 3, Stockholm",
    "Mannerheimintie 160",
    // A street of 200 m that is delivered to by its name alone.
    "Kaivokatu 123456",
    "Kaivokatu 99999999999999999999",
    // Alvar Aallon katu, if anything.
    "a a k 5",
    "A. A. katu 5",
  ])("%s is not delivered to a house of the same name here", async typed => {
    const [candidate] = await maps.geocode(typed);
    expect(candidate?.confidence ?? 0).toBeLessThan(0.5);
  });

  test.each([
    "Helsinki",
    "qwertyuiop",
    "!!!",
    "   ",
    "\"'--; OR 1=1 *",
    "NEAR(a b)",
    "💊💊💊",
    "x".repeat(200),
  ])("%j answers without an address to deliver to, and without an error", async typed => {
    const candidates = await maps.geocode(typed);
    expect(candidates.filter(({ confidence, kind }) => kind === "address" && confidence > 0.5)).toEqual([]);
  });

  test("every answer lies in the service area and its confidence between 0 and 1", async () => {
    for (const [typed] of TYPED)
      for (const candidate of await maps.geocode(typed)) {
        expect(isInside(maps.serviceArea, candidate)).toBe(true);
        expect(candidate.confidence).toBeGreaterThan(0);
        expect(candidate.confidence).toBeLessThanOrEqual(1);
      }
  });
});

describe("suggestions while typing", () => {
  test("the beginning of a street is enough", async () => {
    expect((await maps.autocomplete("aleks"))[0]?.address).toBe("Aleksanterinkatu, Helsinki");
    expect((await maps.autocomplete("kor"))[0]?.address).toBe("Korkeavuorenkatu, Helsinki");
  });

  test("the beginning of a number offers the houses that begin so", async () => {
    const addresses = (await maps.autocomplete("aleks 2")).map(({ address }) => address);
    expect(addresses).toContain("Aleksanterinkatu 21, Helsinki");
    expect(addresses.length).toBeLessThanOrEqual(8);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  test.each(["pharmacy", "apotek", "apteekki"])("%s finds pharmacies, the nearest first", async word => {
    const near = { latitude: 60.1712, longitude: 24.9391 };
    const [nearest, ...others] = await maps.autocomplete(word, near);
    expect(nearest?.address).toMatch(/apteekki/i);
    for (const other of others)
      if (nearest && other.confidence === nearest.confidence)
        expect(distanceMeters(near, nearest)).toBeLessThanOrEqual(distanceMeters(near, other) + 1);
  });
});

describe("the address of a point", () => {
  test("the door itself is certain", async () => {
    const door = await first("Aleksanterinkatu 21");
    expect(door && (await maps.reverse(door))).toMatchObject({
      address: "Aleksanterinkatu 21, Helsinki",
      confidence: 1,
    });
  });

  test("of all houses the nearest is answered", async () => {
    const houses = (await Promise.all(TYPED.map(([typed]) => maps.geocode(typed)))).flat();
    for (const point of houses) {
      const nearest = await maps.reverse(point);
      const isHouse = point.kind === "address";
      expect(nearest && (!isHouse || distanceMeters(point, nearest) < 1)).toBeTruthy();
    }
  });

  test("far from everything there is none", async () => {
    expect(await maps.reverse({ latitude: 60.3, longitude: 24.94 })).toBeNull();
    expect(await maps.reverse({ latitude: 0, longitude: 0 })).toBeNull();
  });
});

test("what the client draws is served by us, with credit to OpenStreetMap", () => {
  expect(maps.config()).toMatchObject({
    provider: "embedded",
    tilesUrl: expect.stringMatching(/^\/tiles\/[0-9a-f]{16}\.pmtiles$/),
    attribution: "© OpenStreetMap contributors",
    bounds: maps.serviceArea,
  });
});
