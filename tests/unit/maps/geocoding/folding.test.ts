import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { fold, wordsOf } from "../../../../src/server/platform/maps/embedded/geocoding/words/folding.ts";

const anyText = fc.string({ unit: "grapheme", maxLength: 80 });

describe("folding", () => {
  test.each([
    ["  Eteläesplanadi,  ÅÄÖ—ß ", "etelaesplanadi aao ss"],
    ["Straße des 17. Juni", "strasse des 17 juni"],
    ["Ｆｕｌｌ１２", "full12"],
    ["Smørrebrød Œuvre", "smorrebrod oeuvre"],
    ["İstanbul ΟΔΟΣ", "istanbul οδοσ"],
  ])("%s drops case, diacritics and punctuation", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test("folding twice is folding once, whatever the text", () => {
    fc.assert(
      fc.property(anyText, text => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test("words are runs of letters or of digits, and an ordinal is one", () => {
    expect(wordsOf("Aleksanterinkatu21 B, 5th Ave. 2ndary 7eme")).toEqual([
      ...["aleksanterinkatu", "21", "b", "5th", "ave"],
      ...["2", "ndary", "7", "eme"],
    ]);
  });
});
