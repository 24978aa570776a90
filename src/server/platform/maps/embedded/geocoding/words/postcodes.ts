import { latinDigits } from "./folding.ts";

/** A postcode of a question; `isOurs`: the extract has it, or one of the same two first characters. */
export type Postcode = { text: string; isOurs: boolean };

/** Rarer shapes among the postcodes of an extract are slips. */
const LEAST_SHARE = 0.1;
/** A shorter number that nobody knows is a house number. */
const SHORTEST_UNKNOWN = 5;
const REGION_CHARACTERS = 2;

/**
 * Makes a function that takes the postcode out of a question; its shape is that of the postcodes known. A country or a
 * state may stand before it: "A-3600", "CA 90025".
 */
export function createPostcodeReader(known: readonly string[], highestNumber: number) {
  const codes = new Set(known.map(compact));
  const regions = new Set([...codes].map(code => code.slice(0, REGION_CHARACTERS)));
  const shapes = [...Map.groupBy(known, shapeOf)].filter(
    ([, { length }]) => length >= LEAST_SHARE * known.length,
  );
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:\\p{L}{1,3}-|[A-Z]{2,3}\\s+)?(${shapes.map(([shape]) => shape).join("|")})(?![\\p{L}\\p{N}])`,
    "gu",
  );
  const digits = String(highestNumber).length;

  return (text: string): { rest: string; postcode: Postcode | null } => {
    if (shapes.length === 0) return { rest: text, postcode: null };
    const found = [...text.matchAll(pattern)].map(({ 0: whole, 1: code = "", index }) => ({
      // In capitals throughout nothing tells a state from a street.
      whole: /\p{Ll}/u.test(text) ? whole : code,
      code: compact(code),
      // "12001 Wilshire Boulevard", where there are houses with so long numbers.
      isHouse: index === 0 && code.length <= digits,
    }));
    const one =
      found.find(({ code }) => codes.has(code)) ??
      found.find(({ code, isHouse }) => code.length >= SHORTEST_UNKNOWN && !isHouse);
    if (!one) return { rest: text, postcode: null };
    const isOurs = regions.has(one.code.slice(0, REGION_CHARACTERS));
    return { rest: text.replace(one.whole, " , "), postcode: { text: one.code, isOurs } };
  };
}

const compact = (code: string) => latinDigits(code).replace(/\s/g, "").toUpperCase();

const shapeOf = (code: string) =>
  code
    .trim()
    .replace(/[^\p{L}\p{N}\s]/gu, "")
    .replace(/\p{L}/gu, "\\p{L}")
    .replace(/\p{N}/gu, "\\d")
    .replace(/\s+/g, "\\s?");
