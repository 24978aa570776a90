import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { Geocoder, writeIndex } from "../../../src/server/platform/maps/embedded/geocoding/index.ts";
import { drawTown } from "../../support/small-town.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/* Cities of the Americas, where streets have numbers for names and houses have five digits, or two numbers. */

type Town = ReturnType<typeof drawTown>;
type Tags = Record<string, string>;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

/** A street of 300 m, and its houses at so many metres along it. */
function draw(
  town: Town,
  name: string,
  north: number,
  houses: Record<string, number>,
  tags: Tags = {},
): void {
  town.way(
    [
      [0, north],
      [300, north],
    ],
    { highway: "residential", name },
  );
  for (const [number, east] of Object.entries(houses))
    town.node(east, north + 10, { "addr:street": name, "addr:housenumber": number, ...tags });
}

function geocoderOf(town: Town, name: string): Geocoder {
  const path = join(folder.path, `${name}.sqlite`);
  writeIndex(town.gazetteer(), path);
  return new Geocoder(path);
}

const best = (geocoder: Geocoder, text: string) =>
  geocoder.search(text, { limit: 5, unfinished: false })[0] ?? null;

beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

describe("a city of numbered avenues", () => {
  let city: Geocoder;
  beforeAll(() => {
    const town = drawTown({ corner: { latitude: 34, longitude: -118.5 } });
    const tags = { "addr:city": "Los Angeles", "addr:state": "CA", "addr:postcode": "90025" };
    town.node(100, 100, { place: "city", name: "Los Angeles" });
    draw(town, "5th Avenue", 1_000, { 350: 100, 352: 130 }, tags);
    draw(town, "West 34th Street", 1_300, { 123: 100 }, tags);
    draw(town, "West 35th Street", 1_400, { 125: 100 }, tags);
    draw(town, "Wilshire Boulevard", 1_700, { 12001: 50, 12021: 150 }, tags);
    // Its street is not drawn, and the next one over is spelled almost like it.
    town.node(100, 1_450, { "addr:street": "West 36th Street", "addr:housenumber": "127", ...tags });
    city = geocoderOf(town, "avenues");
  });
  afterAll(() => city[Symbol.dispose]());

  test.each([
    ["350 5th Avenue", "5th Avenue 350"],
    ["350 5th Ave, Los Angeles", "5th Avenue 350"],
    ["123 West 34th Street", "West 34th Street 123"],
    ["123 W 34th St", "West 34th Street 123"],
    ["125 W. 35th St.", "West 35th Street 125"],
    ["127 West 36th Street", "West 36th Street 127"],
    ["12001 Wilshire Boulevard", "Wilshire Boulevard 12001"],
    ["12001 Wilshire Blvd, Los Angeles, CA", "Wilshire Boulevard 12001"],
    ["12001 Wilshire Blvd, Los Angeles, CA 90025", "Wilshire Boulevard 12001"],
    ["12011 Wilshire Blvd", "Wilshire Boulevard 12011"],
  ])("%s is %s", (typed, address) => {
    expect(best(city, typed)?.address).toBe(`${address}, Los Angeles`);
    expect(best(city, typed)?.confidence).toBeGreaterThanOrEqual(0.5);
  });

  test.each([
    "350 5th Avenue, 2nd Floor",
    "350 5th Avenue 3rd floor",
    "2nd floor, 350 5th Avenue",
    "350 5th Avenue #352",
    "#352, 350 5th Avenue",
    "350 5th Ave, Apt 352",
    "350 5th Ave Ste 352",
    "350 5th Avenue, 352",
    "Suite 352, 350 5th Avenue",
    "5th Avenue 350, 3º piso",
  ])("%s is at the door of 350", typed => {
    expect(best(city, typed)).toMatchObject({ address: "5th Avenue 350, Los Angeles", confidence: 1 });
  });

  test.each([
    "12001 Wilshire Boulevard, New York, NY 10001",
    "12001 Wilshire Boulevard, 10001",
    "350 5th Avenue, New York, NY",
    "350 6th Avenue",
    "350 Avenue",
    "123 West 37th Street",
    "123 West Street",
    "34 West Street 123",
  ])("%s is asked about", typed => {
    expect(best(city, typed)?.confidence ?? 0).toBeLessThan(0.5);
  });
});

describe("a city of numbered streets and two-part house numbers", () => {
  let city: Geocoder;
  beforeAll(() => {
    const town = drawTown({ corner: { latitude: 4.6, longitude: -74.08 } });
    draw(town, "Calle 13", 1_000, { "5-20": 50, "5-30": 90 });
    draw(town, "Calle 26", 1_600, { "13-19": 50 });
    draw(town, "Carrera 7", 2_200, { "12-10": 50, "12-34": 250 });
    city = geocoderOf(town, "streets");
  });
  afterAll(() => city[Symbol.dispose]());

  test.each([
    ["Calle 13 # 5-20", "Calle 13 5–20"],
    ["Cl 13 5-30", "Calle 13 5–30"],
    ["Carrera 7 # 12-34", "Carrera 7 12–34"],
    ["Cra 7 # 12-34", "Carrera 7 12–34"],
  ])("%s is %s", (typed, address) => {
    expect(best(city, typed)).toMatchObject({ address, confidence: 1 });
  });

  test("a house is never looked for in the street of another number", () => {
    const answers = city.search("Calle 26 # 13-19", { limit: 5, unfinished: false });
    expect(answers[0]?.address).toBe("Calle 26 13–19");
    expect(
      answers
        .filter(({ address }) => address.startsWith("Calle 13"))
        .map(({ confidence }) => confidence > 0.5),
    ).not.toContain(true);
  });

  test.each(["Carrera 7 # 12-90", "Calle 13 # 1-99"])("%s, which nobody knows, is asked about", typed => {
    expect(best(city, typed)?.confidence ?? 0).toBeLessThan(0.5);
  });
});
