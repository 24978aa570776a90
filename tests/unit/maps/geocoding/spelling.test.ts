import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { slipCost } from "../../../../src/server/platform/maps/embedded/geocoding/words/spelling.ts";

const word = fc.string({ unit: fc.constantFrom(..."aeiknstuvw"), minLength: 1, maxLength: 12 });
const cost = (typed: string, meant: string) => slipCost(typed, meant, 99).whole;

describe("what a slip costs", () => {
  test.each([
    ["kaivokatu", "kaivokatu", 0],
    ["kaivokau", "kaivokatu", 1],
    ["kaivoxkatu", "kaivokatu", 1],
    ["kaibokatu", "kaivokatu", 1],
    ["kavioaktu", "kaivokatu", 2],
    ["manerheimintie", "mannerheimintie", 0.5],
    ["kirkkokattu", "kirkkokatu", 0.5],
    ["lutviginkatu", "ludviginkatu", 0.5],
    ["etelaeesplanadi", "etelaesplanadi", 0.25],
  ])("%s for %s", (typed, meant, expected) => {
    expect(cost(typed, meant)).toBe(expected);
  });

  test("a word that is being typed is compared with the beginnings", () => {
    expect(slipCost("alxeks", "aleksanterinkatu", 3)).toEqual({
      whole: Number.POSITIVE_INFINITY,
      beginning: 1,
    });
  });

  test("nothing is free but the word itself, and no word is dearer than typing it anew", () => {
    fc.assert(
      fc.property(word, word, (typed, meant) => {
        const price = cost(typed, meant);
        expect(price === 0).toBe(typed === meant);
        expect(price).toBeLessThanOrEqual(Math.max(typed.length, meant.length));
      }),
    );
  });

  test("a limit changes no price below it", () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 4 }), (typed, meant, most) => {
        const price = cost(typed, meant);
        expect(slipCost(typed, meant, most).whole).toBe(price <= most ? price : Number.POSITIVE_INFINITY);
      }),
    );
  });
});
