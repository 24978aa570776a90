import { latinDigits } from "./folding.ts";

/** A postcode of a question; `isOurs`: the extract has it, or one of the same two first characters. */
export type Postcode = { text: string; isOurs: boolean };

/** Rarer shapes among the postcodes of an extract are slips. */
const LEAST_SHARE = 0.1;
/** A shorter number that nobody knows is a house number. */
const SHORTEST_UNKNOWN = 5;
const REGION_CHARACTERS = 2;

/** Makes a function that takes the postcode out of a question; its shape is that of the postcodes known. */
export function createPostcodeReader(known: readonly string[]) {
  const codes = new Set(known.map(compact));
  const regions = new Set([...codes].map(code => code.slice(0, REGION_CHARACTERS)));
  const shapes = [...Map.groupBy(known, shapeOf)].filter(
    ([, { length }]) => length >= LEAST_SHARE * known.length,
  );
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:\\p{L}{1,3}-)?(${shapes.map(([shape]) => shape).join("|")})(?![\\p{L}\\p{N}])`,
    "giu",
  );

  return (text: string): { rest: string; postcode: Postcode | null } => {
    if (shapes.length === 0) return { rest: text, postcode: null };
    const found = [...text.matchAll(pattern)].map(([whole, code = ""]) => ({ whole, code: compact(code) }));
    const one =
      found.find(({ code }) => codes.has(code)) ?? found.find(({ code }) => code.length >= SHORTEST_UNKNOWN);
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
