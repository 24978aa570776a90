import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { ApiRoutes } from "../support/api-routes.ts";
import { tally } from "../support/tally.ts";
import { type Answer, expectKnownRefusal, fingerprint, httpApiOf, send, validInput } from "./http-api.ts";
import { jsonSchemasOf, type Place, placesIn, put } from "./input-schema.ts";
import { attempt, type Procedure, procedures } from "./procedures.ts";
import { createWorld, type World } from "./world.ts";

/*
 * Every place on a map and every text that an input can hold, found in the schemas, also the optional ones: each is
 * asked to take what is no place of ours, and what is hardly a text.
 */

let world: World;
let http: ApiRoutes;
beforeAll(async () => {
  world = await createWorld("poisons");
  http = httpApiOf(world);
}, 30_000);
afterAll(() => world.app[Symbol.asyncDispose]());

const asked = procedures.filter(({ path, type }) => type !== "subscription" && path !== "proofs.upload");
const placesOf = ({ path }: Procedure): Place[] => jsonSchemasOf(path).flatMap(schema => placesIn(schema));

/** As raw JSON: some of it is none. */
const POINTS: Record<string, [latitude: string, longitude: string]> = {
  "the gulf of Guinea": ["0", "0"],
  "a latitude past the pole": ["91", "24.94"],
  "a latitude past the other": ["-90.001", "24.94"],
  "a longitude past the date line": ["60.17", "181"],
  "latitude and longitude swapped": ["24.94", "60.17"],
  "another city": ["48.85", "2.35"],
  "the other half of the world": ["-60.17", "24.94"],
  infinity: ["1e999", "24.94"],
  "not a number": ["NaN", "24.94"],
  "a text": ['"60.17"', '"24.94"'],
  nothing: ["null", "null"],
  "half a place": ["60.17", "{}"],
};

/** A hint for what to suggest first comes from wherever the device is; where it is on no map it is refused too. */
const HINT = "maps.autocomplete near";
const ON_EARTH = [
  "the gulf of Guinea",
  "latitude and longitude swapped",
  "another city",
  "the other half of the world",
];

const LATITUDE = "\u241flatitude";
const LONGITUDE = "\u241flongitude";

function withPoint(input: unknown, path: string[], [latitude, longitude]: [string, string]): string {
  const marked = put(put(input, [...path, "latitude"], LATITUDE), [...path, "longitude"], LONGITUDE);
  return JSON.stringify(marked)
    .replace(JSON.stringify(LATITUDE), latitude)
    .replace(JSON.stringify(LONGITUDE), longitude);
}

describe("what is no place of ours is refused", () => {
  const points = asked.flatMap(procedure =>
    placesOf(procedure)
      .filter(({ node }) => node.properties?.latitude && node.properties.longitude)
      .map(place => ({ procedure, ...place })),
  );
  test("in more than a dozen fields", () => expect(points.length).toBeGreaterThan(12));

  for (const { procedure, path, node } of points)
    test(`${procedure.path} ${path.join(".")}`, async () => {
      const valid = validInput(procedure, world);
      // A place has an address too, without which it would be refused for that.
      const input = node.properties?.address
        ? put(valid, [...path, "address"], "Aleksanterinkatu 21")
        : valid;
      const before = await fingerprint(world);
      for (const [name, point] of Object.entries(POINTS)) {
        if (`${procedure.path} ${path.join(".")}` === HINT && ON_EARTH.includes(name)) continue;
        const answer = await send(http, world, procedure, withPoint(input, path, point));
        expect(answer.status, `${name}: ${answer.text.slice(0, 200)}`).toBeWithin(400, 500);
        expectKnownRefusal(answer);
        tally("map poisons");
      }
      expect(await fingerprint(world)).toBe(before);
    });
});

/** Hardly texts; they are refused, or come back as they were sent but for blanks around them. */
const TEXTS: Record<string, string> = {
  "a null byte": "a\0b",
  "right to left": "\u202eABC\u202c",
  "a lone surrogate": "a\ud800b",
  "a megabyte": "a".repeat(1_000_000),
  "an escape": "\u001b[31mred\u001b[0m",
  "a line separator": "a\u2028b",
  "marks upon marks": `e${"\u0301".repeat(40)}`,
  "a family": "👩‍👩‍👧‍👦",
  "a byte order mark inside": "a\ufeffb",
  "a forged line of a log": 'x\r\n{"level":30,"msg":"forged"}',
};
const NESTED = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;

/** True when an answer holds the text somewhere, exactly. */
function holds(value: unknown, text: string): boolean {
  if (typeof value === "string") return value === text;
  return (
    typeof value === "object" && value !== null && Object.values(value).some(inner => holds(inner, text))
  );
}

/** What was written and is not told: it is looked up where it lies. */
async function isStored(text: string): Promise<boolean> {
  for (const { name } of await world.app.db.listCollections().toArray())
    for await (const document of world.app.db.collection(name).find()) if (holds(document, text)) return true;
  return false;
}

async function expectRefusedOrKept(
  procedure: Procedure,
  path: string[],
  answer: Answer,
  text: string,
): Promise<void> {
  expect(answer.status, answer.text.slice(0, 300)).toBeLessThan(500);
  if (answer.status >= 400) return expectKnownRefusal(answer);
  // A question is answered and a password is kept as its hash; everything else as it was sent.
  if (procedure.type === "query" || /password$/i.test(path.at(-1) ?? "")) return;
  expect(holds(JSON.parse(answer.text), text) || (await isStored(text)), answer.text.slice(0, 300)).toBe(
    true,
  );
}

describe("what is hardly a text is refused, or comes back as it was", () => {
  for (const procedure of asked) {
    const texts = placesOf(procedure).filter(({ node }) => node.type === "string" && !node.enum);
    if (texts.length === 0) continue;
    test(procedure.path, async () => {
      const valid = validInput(procedure, world);
      for (const { path } of texts) {
        for (const text of Object.values(TEXTS)) {
          const answer = await send(http, world, procedure, JSON.stringify(put(valid, path, text)));
          await expectRefusedOrKept(procedure, path, answer, text);
          tally("text poisons");
        }
        const marked = JSON.stringify(put(valid, path, LATITUDE));
        const nested = await send(http, world, procedure, marked.replace(JSON.stringify(LATITUDE), NESTED));
        expectKnownRefusal(nested);
        tally("text poisons");
      }
    }, 60_000);
  }
});

test("nor does a subscription take one", async () => {
  for (const procedure of procedures.filter(({ type }) => type === "subscription"))
    for (const { path } of placesOf(procedure).filter(({ node }) => node.type === "string"))
      for (const text of Object.values(TEXTS)) {
        const input = put(validInput(procedure, world), path, text);
        const outcome = await attempt(world.app, world.actors.admin.actor, procedure.path, input);
        if (path.at(-1) !== "lastEventId") expect(outcome).not.toBe("allowed");
        tally("text poisons");
      }
});
