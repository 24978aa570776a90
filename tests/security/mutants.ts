import fc from "fast-check";
import { type Node, type Place, placesIn, put } from "./input-schema.ts";

/*
 * Inputs that are nearly right: a valid one with up to three places changed, to what stands at the edge of what its
 * schema allows, to what trips programs up, or to anything at all. The same seed makes the same inputs.
 */

/** Text and values that have broken programs before. */
const AWKWARD: unknown[] = [
  ...[
    "",
    " ",
    "\0",
    "null",
    "NaN",
    "-0",
    "1e999",
    "__proto__",
    "constructor",
    "$where",
    "{{7*7}}",
    "%00",
    "../../etc",
  ],
  ...[
    "\u202egnp.exe",
    "e\u0301".repeat(50),
    "👩🏽‍🚀",
    "\u2028",
    "\ufeff",
    "ﷺ",
    "İ",
    "\ud800",
    "a\r\nSet-Cookie: x=1",
  ],
  ...["' OR 1=1 --", "<img src=x onerror=alert(1)>", "=1+1", "\u001b[31m", "a".repeat(5_000)],
  ...[
    "0000-00-00T00:00:00Z",
    "+275760-09-13T00:00:00.001Z",
    "2026-02-30T00:00:00Z",
    "2026-11-23T24:00:00+99:99",
  ],
  ...[0, -0, -1, 0.1, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53, -(2 ** 63), true, false, null],
  ...[[], {}, [[]], [null], [{}], { length: 1e9 }, { toString: 1 }, { $ne: null }, { "a.b": 1 }],
];

/** What lies on and just past the edges of what a place allows. */
function edges(node: Node): unknown[] {
  const { minimum, maximum, minLength, maxLength, maxItems } = node;
  const numbers = [minimum, maximum].flatMap(edge =>
    edge === undefined || Math.abs(edge) > 1e12 ? [] : [edge - 1, edge, edge + 1, edge + 0.5],
  );
  const lengths = [minLength, maxLength].flatMap(edge =>
    edge === undefined || edge > 20_000 ? [] : [edge - 1, edge, edge + 1],
  );
  return [
    ...numbers,
    ...lengths.map(length => "a".repeat(Math.max(0, length))),
    ...(maxItems === undefined || maxItems > 1_000 ? [] : [Array.from({ length: maxItems + 1 }, () => null)]),
    ...(node.enum ?? []),
  ];
}

const MISSING = Symbol("missing");

const valueAt = ({ node }: Place): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...AWKWARD, ...edges(node)) },
    { weight: 1, arbitrary: fc.constant(MISSING) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
    { weight: 1, arbitrary: fc.double() },
    { weight: 1, arbitrary: fc.constantFrom(...edges(node), ...AWKWARD).map(value => ({ surprise: value })) },
  );

/** `count` inputs near a valid one. */
export function mutantsOf(valid: unknown, schemas: readonly Node[], count: number, seed: number): unknown[] {
  const places = schemas.flatMap(schema => placesIn(schema));
  if (places.length === 0) return fc.sample(fc.jsonValue(), { numRuns: count, seed });
  const change = fc.constantFrom(...places).chain(place => fc.tuple(fc.constant(place), valueAt(place)));
  const mutant = fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map(changes => changes.reduce((input, [{ path }, value]) => put(input, path, value), valid))
    .map(withoutMissing);
  return fc.sample(mutant, { numRuns: count, seed });
}

function withoutMissing(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter(item => item !== MISSING).map(withoutMissing);
  if (typeof value !== "object" || value === null) return value === MISSING ? undefined : value;
  const kept = Object.entries(value).filter(([, field]) => field !== MISSING);
  return Object.fromEntries(kept.map(([key, field]) => [key, withoutMissing(field)]));
}
