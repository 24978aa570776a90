import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { STANDING_NAMES } from "../../src/shared/permissions.ts";
import { tally } from "../support/tally.ts";
import { fieldsOf } from "./field-paths.ts";
import { FIELDS, type Reader } from "./fields.ts";
import { INPUTS } from "./inputs.ts";
import { answerOf, type Procedure, procedures } from "./procedures.ts";
import { createWorld, type World } from "./world.ts";

/* Every field of every query for everybody who may call it, against the allow-list of who may know what. */

let world: World;
beforeAll(async () => {
  world = await createWorld("fields");
}, 30_000);
afterAll(() => world.app[Symbol.asyncDispose]());

const queries = procedures.filter(({ type }) => type === "query");
const readersOf = ({ policy }: Procedure): Reader[] =>
  policy && "open" in policy ? ["anybody", ...STANDING_NAMES] : STANDING_NAMES;

/** What the allow-list lets a reader know, and what may be there as long as it is empty. */
function allowedTo(reader: Reader, path: string): { known: Set<string>; empty: Set<string> } {
  const groups = Object.entries(FIELDS[path] ?? {}).map(
    ([readers, fields]) => [readers.split(" "), fields.split(/\s+/)] as const,
  );
  const known = groups.filter(([readers]) => readers.includes("everyone") || readers.includes(reader));
  return {
    known: new Set(known.flatMap(([, fields]) => fields)),
    empty: new Set(groups.flatMap(([, fields]) => fields)),
  };
}

/** Where the input of the table names so much that the answer would be empty. */
const ASKED: Record<string, object> = { "admin.auditLog": {} };

async function answerTo(reader: Reader, path: string): Promise<object | null> {
  const actor = reader === "anybody" ? null : world.actors[reader].actor;
  const answer = await answerOf(world.app, actor, path, ASKED[path] ?? INPUTS[path]?.(world.own));
  if (typeof answer !== "string") return answer as object;
  expect(answer).toMatch(/^(FORBIDDEN|.+_NOT_FOUND)$/);
  return null;
}

test("every query has a row, and no row is of a query that is gone", () => {
  expect(Object.keys(FIELDS).toSorted()).toEqual(queries.map(({ path }) => path).toSorted());
});

for (const procedure of queries) {
  const { path } = procedure;
  describe(path, () => {
    const seen = new Set<string>();
    for (const reader of readersOf(procedure)) {
      test(`tells ${reader} nothing but what is on the list`, async () => {
        const answer = await answerTo(reader, path);
        const { all, filled } = fieldsOf(answer ?? {});
        const { known, empty } = allowedTo(reader, path);
        expect([...filled].filter(field => !known.has(field))).toEqual([]);
        expect([...all].filter(field => !empty.has(field))).toEqual([]);
        for (const field of all) seen.add(field);
        tally("field-view cells", all.size);
      });
    }

    test("has no field on the list that nobody is told of", () => {
      const { empty } = allowedTo("admin", path);
      // An estimate comes a moment later than its order.
      const missing = [...empty].filter(field => !seen.has(field) && !/\beta\b/.test(field));
      expect(missing).toEqual([]);
    });
  });
}

test("the page that anybody may follow has no items, phone but the vendor's, street number or id", async () => {
  const text = JSON.stringify(await answerTo("anybody", "tracking.get"));
  const { address } = (await world.actors.owner.api.orders.get({ orderId: world.own.orderId as never }))
    .delivery ?? { address: "" };
  const number = /\d+/.exec(address)?.[0] ?? "";
  expect(number).not.toBe("");
  const withoutTimes = text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z|ORD-\d+|\d+\.\d+/g, "");
  const { token: _, ...ids } = world.own;
  for (const secret of [...Object.values(ids), number, "Insulin", "765 4321", "40 123", "Laine", "Driver"])
    expect(withoutTimes).not.toContain(secret);
});
