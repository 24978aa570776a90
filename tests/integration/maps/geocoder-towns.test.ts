import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { Geocoder, writeIndex } from "../../../src/server/platform/maps/embedded/geocoding/index.ts";
import { distanceMeters, type Point } from "../../../src/shared/geo.ts";
import { drawTown } from "../../support/small-town.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/*
 * Two villages in German, with four digits to a postcode and streets of one name, and a hospital between them: nothing
 * of the demo city may be taken for granted.
 */
const town = drawTown();
/** Known by a few houses only: number, metres along the street, metres north; the odd numbers lie south of it. */
const RINGWEG = [
  ["1", 0, 590],
  ["9", 160, 590],
  ["31", 700, 590],
  ["20", 400, 610],
  ["22", 440, 610],
] as const;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let geocoder: Geocoder;

beforeAll(async () => {
  town.node(100, 100, { place: "village", name: "Adorf" });
  town.node(8_000, 100, { place: "village", name: "Bedorf" });
  const inAdorf = { "addr:city": "Adorf", "addr:postcode": "3500", "addr:country": "AT" };
  const inBedorf = { "addr:city": "Bedorf", "addr:postcode": "3600", "addr:country": "AT" };
  town.street({ name: "Hauptstraße" }, { east: 0, north: 50, houses: 20 }, inAdorf);
  town.street({ name: "Hauptstraße" }, { east: 8_000, north: 50, houses: 20 }, inBedorf);
  town.street({ name: "Mühlgasse" }, { east: 0, north: 300, houses: 6 }, inAdorf);
  for (const [number, east, north] of RINGWEG)
    town.node(east, north, { "addr:street": "Ringweg", "addr:housenumber": number, ...inAdorf });
  town.way(
    [
      [0, 600],
      [900, 600],
    ],
    { highway: "residential", name: "Ringweg" },
  );
  town.way(
    [
      [3_000, 3_000],
      [3_300, 3_000],
    ],
    { highway: "track", name: "Waldweg" },
  );
  town.node(2_000, 100, { amenity: "hospital", name: "Landesklinikum" });
  town.node(200, 60, { amenity: "pharmacy", name: "Adler-Apotheke" });
  town.node(8_100, 60, { amenity: "pharmacy", name: "Bären-Apotheke" });

  folder = await temporaryFolder();
  const path = join(folder.path, "towns.sqlite");
  writeIndex(town.gazetteer(), path);
  geocoder = new Geocoder(path);
});
afterAll(async () => {
  geocoder[Symbol.dispose]();
  await folder[Symbol.asyncDispose]();
});

const ask = (text: string, near?: Point) => geocoder.search(text, { limit: 5, near, unfinished: false });

describe("another city", () => {
  test.each([
    ["Hauptstraße 7, Adorf", "Hauptstraße 7, Adorf"],
    ["Hauptstr. 7, 3600 Bedorf", "Hauptstraße 7, Bedorf"],
    ["Hauptstrasse 7, A-3600 Bedorf", "Hauptstraße 7, Bedorf"],
    ["Adorf, Hauptstraße 7", "Hauptstraße 7, Adorf"],
    ["Muehlgasse 4", "Mühlgasse 4, Adorf"],
    ["Mühlgase 4, Österreich", "Mühlgasse 4, Adorf"],
    ["Mühlg. 4, 2. Stock", "Mühlgasse 4, Adorf"],
  ])("%s is %s", (typed, address) => {
    const [best] = ask(typed);
    expect(best?.address).toBe(address);
    expect(best?.confidence).toBeGreaterThanOrEqual(0.5);
  });

  test("a street of two villages is asked about, unless one of them or its postcode is said", () => {
    expect(ask("Hauptstraße 7").map(({ address, confidence }) => [address, confidence])).toEqual([
      ["Hauptstraße 7, Adorf", 0.45],
      ["Hauptstraße 7, Bedorf", 0.45],
    ]);
    expect(ask("Hauptstraße 7, 3600")[0]).toMatchObject({ address: "Hauptstraße 7, Bedorf", confidence: 1 });
  });

  test("the nearer of two streets of one name comes first for somebody there", () => {
    expect(ask("Hauptstraße 7", town.at(8_000, 0))[0]?.address).toBe("Hauptstraße 7, Bedorf");
    expect(ask("Hauptstraße 7", town.at(0, 0))[0]?.address).toBe("Hauptstraße 7, Adorf");
  });

  test.each(["hospital", "Krankenhaus", "sairaala", "sjukhus", "hôpital"])("%s finds the hospital", word => {
    expect(ask(word)[0]?.address).toMatch(/^Landesklinikum/);
  });

  test.each(["pharmacy", "Apotheke", "apteekki", "farmacia"])("%s finds the nearest pharmacy first", word => {
    const names = (near: Point) => ask(word, near).map(({ address }) => address.split(",")[0]);
    expect(names(town.at(0, 0))).toEqual(["Adler-Apotheke", "Bären-Apotheke"]);
    expect(names(town.at(8_000, 0))).toEqual(["Bären-Apotheke", "Adler-Apotheke"]);
  });

  test("a kind of place near an address is looked for there, and the place at its very door is meant", () => {
    expect(ask("Apotheke Hauptstraße 10, Bedorf")[0]).toMatchObject({
      address: "Bären-Apotheke, Bedorf",
      kind: "place",
    });
    expect(ask("Apotheke Hauptstraße 10, Bedorf")[0]?.confidence).toBeGreaterThanOrEqual(0.5);
    expect(ask("Apotheke bei Mühlgasse 4", town.at(8_000, 0))[0]?.address).toBe("Adler-Apotheke, Adorf");
    expect(ask("Apotheke bei Mühlgasse 4")[0]?.confidence).toBeLessThan(0.5);
  });
});

describe("a number that is not there", () => {
  test("is between two doors of its side where it should be, said with less confidence, the nearer door after it", () => {
    const [spot, neighbour] = ask("Ringweg 5");
    expect(spot).toMatchObject({ address: "Ringweg 5, Adorf", kind: "address" });
    expect(spot && distanceMeters(spot, town.at(80, 590))).toBeLessThan(2);
    expect(spot?.confidence).toBeGreaterThanOrEqual(0.5);
    expect(spot?.confidence).toBeLessThan(0.7);
    expect(neighbour?.address).toMatch(/^Ringweg [19], Adorf$/);
    expect(neighbour?.confidence).toBeLessThan(spot?.confidence ?? 0);
  });

  test("is told by the doors across the street where those of its side are far apart", () => {
    const [spot] = ask("Ringweg 21");
    expect(spot?.address).toBe("Ringweg 21, Adorf");
    expect(spot && distanceMeters(spot, town.at(420, 610))).toBeLessThan(2);
  });

  test("is asked about where all doors are far from it", () => {
    const [best] = ask("Ringweg 15");
    expect(best?.address).toMatch(/^Ringweg/);
    expect(best?.confidence).toBeLessThan(0.5);
  });

  test("past the end it is asked about, one door past it is not", () => {
    expect(ask("Mühlgasse 40")[0]?.confidence).toBeLessThan(0.5);
    const [nextDoor] = ask("Mühlgasse 8");
    expect(nextDoor).toMatchObject({ address: "Mühlgasse 6, Adorf", kind: "address" });
    expect(nextDoor?.confidence).toBeGreaterThanOrEqual(0.5);
    expect(nextDoor?.confidence).toBeLessThan(0.6);
  });

  test("a long street without a number is no place to deliver to, a short one is", () => {
    expect(ask("Ringweg")[0]).toMatchObject({ address: "Ringweg, Adorf", kind: "street" });
    expect(ask("Ringweg")[0]?.confidence).toBeLessThan(0.5);
    expect(ask("Mühlgasse")[0]?.confidence).toBeGreaterThanOrEqual(0.5);
  });
});

describe("the address of a point", () => {
  test("is the nearest house, even when a shop is nearer", () => {
    expect(geocoder.nearest(town.at(200, 59))).toMatchObject({
      address: "Hauptstraße 20, Adorf",
      kind: "address",
    });
  });

  test("is the street or the place where no house is near, at the nearest point of it", () => {
    const onTrack = geocoder.nearest(town.at(3_200, 3_040));
    expect(onTrack).toMatchObject({ address: "Waldweg, Adorf", kind: "street" });
    expect(onTrack && distanceMeters(onTrack, town.at(3_200, 3_000))).toBeLessThan(2);
    expect(geocoder.nearest(town.at(2_010, 110))).toMatchObject({
      address: "Landesklinikum, Adorf",
      kind: "place",
    });
  });

  test("is a house a little farther away where there is nothing nearer, and none beyond 600 m", () => {
    expect(geocoder.nearest(town.at(0, 900))?.address).toBe("Ringweg 1, Adorf");
    expect(geocoder.nearest(town.at(0, 1_500))).toBeNull();
  });
});
