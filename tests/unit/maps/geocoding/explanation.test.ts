import { describe, expect, test } from "bun:test";
import { explain } from "../../../../src/server/platform/maps/embedded/geocoding/explanation.ts";
import { createQueryReader } from "../../../../src/server/platform/maps/embedded/geocoding/query.ts";
import { houseText } from "../../../../src/server/platform/maps/embedded/geocoding/words/house-number.ts";
import { bits } from "../../../../src/server/platform/maps/embedded/geocoding/words/tokens.ts";

const HELSINKI = 1;
const KLUUVI = 2;
const read = createQueryReader({
  country: "FI",
  states: [],
  highestNumber: 99,
  postcodes: ["00100", "00100", "00130", "00180"],
  localities: [
    { id: HELSINKI, words: "helsinki" },
    { id: HELSINKI, words: "helsingfors" },
    { id: KLUUVI, words: "kluuvi" },
  ],
});

/** What is left of a question when `name` is taken out of it as the name of a street. */
function rest(text: string, name: string, { unfinished = false } = {}) {
  const query = read(text, { unfinished });
  const words = name.split(" ");
  const start = query.tokens.findIndex(token => token.text === words[0]);
  const taken = bits(start, words.length);
  const { house, localities, unknown, isHouseOpen } = explain(query, taken);
  return {
    house: house && houseText(house),
    postcode: query.postcode?.text ?? null,
    localities: localities.flat(),
    categories: query.categories
      .filter(phrase => (phrase.taken & taken) === 0)
      .map(({ meaning }) => meaning.category),
    unknown: query.tokens.filter((_, index) => unknown & bits(index)).map(token => token.text),
    isHouseOpen,
  };
}

const NOTHING = { postcode: null, localities: [], categories: [], unknown: [], isHouseOpen: false };

describe("what an address says besides its street", () => {
  test.each([
    ["Kaivokatu 8", { house: "8" }],
    ["Kaivokatu8", { house: "8" }],
    ["8 Kaivokatu", { house: "8" }],
    ["8, Kaivokatu, Helsinki", { house: "8", localities: [HELSINKI] }],
    ["Kaivokatu 8 B", { house: "8 B" }],
    ["Kaivokatu 8b as 12", { house: "8 B" }],
    ["Kaivokatu 8 B 12, 3. krs", { house: "8 B" }],
    ["Kaivokatu 8, 3. krs", { house: "8" }],
    ["Flat 5, 8 Kaivokatu", { house: "8" }],
    ["2nd floor, Kaivokatu 8", { house: "8" }],
    ["8 Kaivokatu 2nd floor", { house: "8" }],
    ["8 Kaivokatu, 3ème étage droite", { house: "8" }],
    ["8 Kaivokatu 2e étage", { house: "8" }],
    ["Kaivokatu 8B krs 2", { house: "8 B" }],
    ["8 Kaivokatu #12", { house: "8" }],
    ["8 Kaivokatu #12-14", { house: "8" }],
    ["Kaivokatu #12", { house: "12" }],
    ["Kaivokatu #12-14", { house: "12–14" }],
    ["8 Kaivokatu, 12", { house: "8" }],
    ["Kaivokatu, 12", { house: "12" }],
    ["Floor 3, 8 Kaivokatu", { house: "8" }],
    ["Kaivokatu 2nd", { house: null, unknown: ["2nd"] }],
    ["Kaivokatu 8 (sisäpiha, ovikoodi 1234)", { house: "8" }],
    ["Kaivokatu 8-10", { house: "8–10" }],
    ["8-10 Kaivokatu", { house: "8–10" }],
    ["c/o Nieminen, Kaivokatu 8", { house: "8" }],
    ["c/o Anna Nieminen Kaivokatu 8", { house: "8" }],
    ["FI-00130 Helsingfors, Kaivokatu 8, Finland", { house: "8", postcode: "00130", localities: [HELSINKI] }],
    ["Kaivokatu, 00100", { house: null, postcode: "00100" }],
    ["Kaivokatu 8, Kluuvi, Helsinki", { house: "8", localities: [KLUUVI, HELSINKI] }],
    ["Kaivokatu 8, Helsinky", { house: "8", localities: [HELSINKI] }],
    ["Kaivokatu 8, Tampere", { house: "8", unknown: ["tampere"] }],
    ["Kaivokatu 8, 33100 Tampere", { house: "8", postcode: "33100", unknown: ["tampere"] }],
    ["apteekki Kaivokatu 8", { house: "8", categories: ["pharmacy"] }],
    ["health centre at Kaivokatu", { house: null, categories: ["clinic"] }],
  ])("%s", (text, expected) => {
    expect(rest(text, "kaivokatu")).toEqual({ ...NOTHING, ...expected } as ReturnType<typeof rest>);
  });

  test("a number that is part of the name is no house number", () => {
    expect(rest("Straße des 17. Juni 135", "strasse des 17 juni").house).toBe("135");
  });

  test("a number at the end may go on while it is being typed", () => {
    expect(rest("Kaivokatu 1", "kaivokatu", { unfinished: true }).isHouseOpen).toBe(true);
    expect(rest("1 Kaivokatu", "kaivokatu", { unfinished: true }).isHouseOpen).toBe(false);
    expect(rest("Kaivokatu 1, hels", "kaivokatu", { unfinished: true })).toMatchObject({
      isHouseOpen: false,
      localities: [HELSINKI, HELSINKI],
      unknown: [],
    });
  });

  test.each([
    ["00130", { text: "00130", isOurs: true }],
    ["00999", { text: "00999", isOurs: true }],
    ["33100", { text: "33100", isOurs: false }],
    ["FI-33100", { text: "33100", isOurs: false }],
  ])("a postcode %s is told by its shape, and by its beginning whether it is from here", (code, expected) => {
    expect(read(`Kaivokatu 8, ${code}`, { unfinished: false }).postcode).toEqual(expected);
  });

  test.each([
    [["111 52", "114 55"], "Fredsgatan 19, 114 55 Stockholm", "11455"],
    [["1012 AB", "1013 CD"], "Dam 1, 1012AB Amsterdam", "1012AB"],
    [["9490", "9494"], "Städtle 43, LI-9490 Vaduz", "9490"],
    [["9490", "9494"], "Städtle 1234", null],
    [["90025", "90026"], "Main Street 5, CA 90025", "90025"],
    [["90025", "90026"], "90210 Beverly Hills", "90210"],
    [["75007", "75008"], "9 RUE DU BAC 75007 PARIS", "75007"],
  ])("postcodes of %j are found in %s", (postcodes, text, expected) => {
    const reader = createQueryReader({
      country: "",
      states: [],
      highestNumber: 999,
      postcodes,
      localities: [],
    });
    expect(reader(text, { unfinished: false }).postcode?.text ?? null).toBe(expected);
  });
});
