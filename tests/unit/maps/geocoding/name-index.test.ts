import { describe, expect, test } from "bun:test";
import { NameIndex } from "../../../../src/server/platform/maps/embedded/geocoding/search-index/name-index.ts";
import { wordsOf } from "../../../../src/server/platform/maps/embedded/geocoding/words/folding.ts";
import { tokensOf } from "../../../../src/server/platform/maps/embedded/geocoding/words/tokens.ts";

const NAMES = [
  "Aleksanterinkatu",
  "Pohjoinen Makasiinikatu",
  "Eteläinen Makasiinikatu",
  "Yrjö-Koskisen katu",
  "Kaivokatu",
  "Kaivopiha",
  "Vuorikatu",
  "Hauptstraße",
];
const index = new NameIndex([
  ...NAMES.map((name, thingId) => ({ thingId, language: "", words: wordsOf(name).join(" ") })),
  { thingId: 0, language: "sv", words: "alexandersgatan" },
]);
const like = (text: string, unfinished = false) =>
  index.like(tokensOf(text), { unfinished, aside: 0 }).map(({ thingId, ...match }) => ({
    name: NAMES[thingId],
    ...match,
  }));

describe("names that are almost what was typed", () => {
  test.each([
    ["aleksanterinkatu", "Aleksanterinkatu"],
    ["aleksantrinkatu", "Aleksanterinkatu"],
    ["aleksanteirnkatu", "Aleksanterinkatu"],
    ["Aleksanterin katu", "Aleksanterinkatu"],
    ["aleksanterink.", "Aleksanterinkatu"],
    ["yrjökoskisenkatu", "Yrjö-Koskisen katu"],
    ["yrjö koskisenkatu", "Yrjö-Koskisen katu"],
    ["Yrjö-Koskisen k.", "Yrjö-Koskisen katu"],
    ["P. Makasiinikatu", "Pohjoinen Makasiinikatu"],
    ["Etel. makasinikatu", "Eteläinen Makasiinikatu"],
    ["Hauptstr. 5", "Hauptstraße"],
    ["Haupt Str 5", "Hauptstraße"],
  ])("%s is %s", (typed, name) => {
    expect(like(typed)[0]?.name).toBe(name);
  });

  test("a name that is spelled right is certain, one slip takes some of it, and two slips more", () => {
    const [right, once, twice] = ["aleksanterinkatu", "aleksantrinkatu", "aleksntrinkatu"].map(
      typed => like(typed)[0]?.certainty ?? 0,
    );
    expect(right).toBe(1);
    expect(once).toBeLessThan(0.9);
    expect(twice).toBeLessThan(once ?? 0);
  });

  test("a slip in a short name leaves more doubt than one in a long name", () => {
    expect(like("vuorkatu")[0]?.certainty).toBeLessThan(like("aleksantrinkatu")[0]?.certainty ?? 0);
  });

  test("half a name is found, and trusted by less than half", () => {
    const [first, second] = like("makasiinikatu");
    expect([first?.name, second?.name].sort()).toEqual([
      "Eteläinen Makasiinikatu",
      "Pohjoinen Makasiinikatu",
    ]);
    expect(first?.certainty).toBeLessThan(0.5);
  });

  test("the language is that of the name that was used", () => {
    expect(like("alexandersgatan")[0]).toMatchObject({ name: "Aleksanterinkatu", language: "sv" });
  });

  test("only the word that is being typed may be begun with a letter or two", () => {
    expect(like("ka", true).map(({ name }) => name)).toEqual([
      "Kaivokatu",
      "Kaivopiha",
      "Yrjö-Koskisen katu",
    ]);
    expect(like("ka")).toEqual([]);
  });
});
