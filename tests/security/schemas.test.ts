import { describe, expect, test } from "bun:test";
import { tally } from "../support/tally.ts";
import { jsonSchemasOf, type Node, placesIn } from "./input-schema.ts";
import { procedures } from "./procedures.ts";

/* Every input is closed: it names each of its fields, says how long it may be, and takes nothing of any kind. */

/** What a place of a schema leaves open; null when it is closed. */
function openness(node: Node): string | null {
  const { type, additionalProperties, propertyNames, maxItems } = node;
  const isChoice = node.anyOf ?? node.oneOf ?? node.allOf ?? node.not;
  if (isChoice || node.enum || node.const !== undefined) return null;
  if (type === undefined) return "takes anything";
  if (type === "object" && (propertyNames || typeof additionalProperties === "object"))
    return "takes any key";
  if (type === "object" && additionalProperties !== false) return "takes fields that it does not name";
  if (type === "array" && maxItems === undefined) return "takes a list of any length";
  if (type === "string" && !isBounded(node)) return "takes a text of any length";
  return null;
}

/** By a length, or by a pattern from the beginning to the end that repeats nothing without an end. */
const isBounded = ({ maxLength, pattern = "", format = "" }: Node): boolean =>
  maxLength !== undefined ||
  format === "uuid" ||
  (/^\^.*\$$/.test(pattern) && !/[^\\][*+]|,\}/.test(pattern));

describe("every input is closed", () => {
  for (const { path } of procedures) {
    // A form is read by its route, which takes three fields: see uploads.test.ts.
    if (path === "proofs.upload") continue;
    test(path, () => {
      const places = jsonSchemasOf(path).flatMap(schema => placesIn(schema));
      const open = places.flatMap(({ path: way, node }) => {
        const what = openness(node);
        return what ? [`${way.join(".") || "the input"} ${what}`] : [];
      });
      expect(open).toEqual([]);
      tally("places in schemas", places.length);
    });
  }

  test("and one that is not would be found", () => {
    const OPEN: Node[] = [
      {},
      { type: "object", properties: {} },
      { type: "object", additionalProperties: {} },
      { type: "object", propertyNames: { type: "string" }, additionalProperties: { type: "string" } },
      { type: "array", items: { type: "boolean" } },
      { type: "string" },
      { type: "string", pattern: "^a+$" },
      { type: "string", pattern: "a{3}" },
      { type: "string", pattern: "^a{3,}$" },
    ];
    for (const node of OPEN) expect(openness(node), JSON.stringify(node)).not.toBeNull();
    const nested: Node = {
      type: "object",
      additionalProperties: false,
      properties: {
        a: { type: "array", maxItems: 2, items: { anyOf: [{ type: "string" }, { type: "null" }] } },
      },
    };
    expect(
      placesIn(nested)
        .map(({ node }) => openness(node))
        .filter(Boolean),
    ).toEqual(["takes a text of any length"]);
  });
});
