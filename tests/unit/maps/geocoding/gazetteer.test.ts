import { describe, expect, test } from "bun:test";
import { houseText } from "../../../../src/server/platform/maps/embedded/geocoding/words/house-number.ts";
import { distanceMeters } from "../../../../src/shared/geo.ts";
import { drawTown } from "../../../support/small-town.ts";

const address = (street: string, number: string, more = {}) => ({
  "addr:street": street,
  "addr:housenumber": number,
  ...more,
});

/** Addresses of a drawn town, as "street number". */
const written = ({ streets, houses }: ReturnType<ReturnType<typeof drawTown>["gazetteer"]>) =>
  houses.map(house => `${streets[house.street]?.names.main} ${houseText(house)}`).sort();

describe("what goes into the index", () => {
  test("a house, an entrance where it is, and the shop of the same number once", () => {
    const town = drawTown();
    const entrance = town.node(130, 20, { entrance: "yes", ref: "C" });
    town.node(100, 20, address("Bahngasse", "5", { shop: "books", name: "Books" }));
    town.way(
      [
        [90, 10],
        [130, 10],
        [130, 30],
        [90, 30],
      ],
      { building: "yes", ...address("Bahngasse", "5") },
      [entrance],
    );
    const gazetteer = town.gazetteer();
    expect(written(gazetteer)).toEqual(["Bahngasse 5", "Bahngasse 5 C"]);
    const [house, door] = gazetteer.houses;
    expect(house && distanceMeters(house, town.at(110, 20))).toBeLessThan(1);
    expect(door && distanceMeters(door, town.at(130, 20))).toBeLessThan(1);
  });

  test.each([
    ["26, 14. krs", ["26"]],
    ["4, 5. krs / Floor 5", ["4"]],
    ["5;7", ["5", "7"]],
    ["5, 7", ["5", "7"]],
    ["3-5", ["3–5"]],
    ["4/2", ["4"]],
  ])("a house number %s is %j", (number, expected) => {
    const town = drawTown();
    town.node(100, 20, address("Bahngasse", number));
    expect(written(town.gazetteer())).toEqual(expected.map(text => `Bahngasse ${text}`));
  });

  test("an address finds its street when it was spelled otherwise, or after the name of a building", () => {
    const town = drawTown();
    town.street({ name: "Yrjö-Koskisen katu" }, { east: 0, north: 20, houses: 2 });
    town.node(20, 20, address("Yrjö Koskisenkatu", "21"));
    town.node(30, 20, address("Yrjö-Koskisenn katu", "23"));
    town.node(40, 20, address("Galleria, Yrjö-Koskisen katu", "25"));
    town.node(50, 20, address("Yrjö-Koskisen katu 27", "27"));
    const { streets, houses } = town.gazetteer();
    expect(streets.map(({ names }) => names.main)).toEqual(["Yrjö-Koskisen katu"]);
    expect(houses.map(({ number }) => number)).toEqual([1, 2, 21, 23, 25, 27]);
  });

  test("streets of one name in two towns stay two, and each house goes to the nearer", () => {
    const town = drawTown();
    town.node(0, 0, { place: "village", name: "Adorf" });
    town.node(5_000, 0, { place: "village", name: "Bedorf" });
    town.street({ name: "Hauptstraße" }, { east: 0, north: 50, houses: 3 });
    town.street({ name: "Hauptstraße" }, { east: 5_000, north: 50, houses: 2 });
    const { streets, houses, localities } = town.gazetteer();
    const cities = streets.map(street => localities[street.city]?.names.main);
    expect(cities).toEqual(["Adorf", "Bedorf"]);
    expect(houses.map(({ street }) => street)).toEqual([0, 0, 0, 1, 1]);
  });

  test("names come in every language, and what most pieces of a street say counts", () => {
    const town = drawTown();
    for (const swedish of ["Brunnsgatan", "Brunngatan", "Brunngatan"])
      town.way(
        [
          [0, 0],
          [100, 0],
        ],
        { highway: "residential", name: "Kaivokatu", "name:sv": swedish, loc_name: "Kaivo" },
      );
    town.node(20, 20, address("Kaivokatu", "1", { "addr:street:et": "Kaevu tänav" }));
    const [street] = town.gazetteer().streets;
    expect(street?.names.translated).toEqual({ sv: "Brunngatan", et: "Kaevu tänav" });
    expect(street?.names.others.map(({ text }) => text)).toEqual(["Brunnsgatan", "Kaivo"]);
  });

  test("what is left out is counted by its reason", () => {
    const town = drawTown();
    town.node(-500, 0, address("Bahngasse", "1"));
    town.node(10, 0, address("Bahngasse", "near the church"));
    town.node(20, 0, { "addr:housenumber": "3" });
    town.node(30, 0, address("Bahngasse", "5"));
    town.node(40, 0, address("Bahngasse", "5", { name: "Shop" }));
    town.node(-500, 0, { amenity: "cafe", name: "Outside" });
    const { leftOut, houses, places } = town.gazetteer();
    expect(leftOut).toEqual({ unreadable: 1, withoutStreet: 1 });
    expect([houses, places].map(({ length }) => length)).toEqual([1, 0]);
  });

  test("a station whose sign says only the city is called by what says more", () => {
    const town = drawTown();
    town.node(0, 0, { place: "city", name: "Krems", "name:en": "Krems" });
    town.node(50, 50, { railway: "station", name: "Krems", "name:en": "Krems railway station" });
    expect(town.gazetteer().places.map(({ names }) => names.main)).toEqual(["Krems railway station"]);
  });
});
