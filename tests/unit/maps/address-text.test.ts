import { describe, expect, test } from "bun:test";
import {
  fold,
  parseAddress,
  parseHouseNumber,
  resemblance,
} from "../../../src/server/platform/maps/embedded/address-text.ts";

describe("taking an address apart", () => {
  test.each([
    [
      "Aleksanterinkatu 21",
      { name: "aleksanterinkatu", number: 21, letter: "", postcode: null, locality: "" },
    ],
    [
      "Aleksanterinkatu21",
      { name: "aleksanterinkatu", number: 21, letter: "", postcode: null, locality: "" },
    ],
    [
      "21 Aleksanterinkatu",
      { name: "aleksanterinkatu", number: 21, letter: "", postcode: null, locality: "" },
    ],
    [
      "Simonkatu 6 b, Helsinki",
      { name: "simonkatu", number: 6, letter: "b", postcode: null, locality: "helsinki" },
    ],
    [
      "c/o MedPharm, Eteläesplanadi 14 A 3, 2. krs, FI-00130 HELSINKI",
      { name: "etelaesplanadi", number: 14, letter: "a", postcode: "00130", locality: "helsinki" },
    ],
    [
      "Yrjö-Koskisen katu 4",
      { name: "yrjo koskisen katu", number: 4, letter: "", postcode: null, locality: "" },
    ],
    [
      "Aleksanterinkatu 21 Tampere",
      { name: "aleksanterinkatu", number: 21, letter: "", postcode: null, locality: "tampere" },
    ],
  ])("%s", (text, { name, number, letter, postcode, locality }) => {
    const parsed = parseAddress(text);
    expect(parsed).toMatchObject({ name, postcode, locality });
    expect(parsed.house).toMatchObject({ number, letter });
  });

  test("a street alone has no house, and what follows the comma is the locality", () => {
    expect(parseAddress("Unioninkatu, Helsinki")).toEqual({
      name: "unioninkatu",
      house: null,
      postcode: null,
      locality: "helsinki",
    });
  });

  test.each([
    ["21", { number: 21, lastNumber: 21, letter: "" }],
    ["13–15", { number: 13, lastNumber: 15, letter: "" }],
    ["15-13", { number: 15, lastNumber: 15, letter: "" }],
    ["6 B", { number: 6, lastNumber: 6, letter: "b" }],
    ["7, Floors 1-3", { number: 7, lastNumber: 7, letter: "" }],
    ["7 Floors", { number: 7, lastNumber: 7, letter: "" }],
  ])("house number %s", (text, expected) => {
    expect(parseHouseNumber(text)).toEqual(expected);
  });

  test("what does not begin with a number is no house number", () => {
    expect(parseHouseNumber("B 6")).toBeNull();
  });
});

describe("comparing names", () => {
  test("folding drops case, diacritics and punctuation", () => {
    expect(fold("  Eteläesplanadi,  ÅÄÖ—ß ")).toBe("etelaesplanadi aao ss");
  });

  test("the fewer letters differ, the greater the resemblance", () => {
    const [same, typo, other] = ["mannerheimintie", "manerheimintie", "kaivokatu"].map(name =>
      resemblance("mannerheimintie", name),
    );
    expect(same).toBe(1);
    expect(typo).toBeGreaterThan(0.8);
    expect(other).toBeLessThan(0.2);
  });
});
