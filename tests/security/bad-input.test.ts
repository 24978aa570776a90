import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { ApiRoutes } from "../support/api-routes.ts";
import { tally } from "../support/tally.ts";
import {
  type Answer,
  callerOf,
  expectKnownRefusal,
  fingerprint,
  httpApiOf,
  PEER,
  send,
  validInput,
} from "./http-api.ts";
import { INPUTS } from "./inputs.ts";
import { attempt, type Procedure, procedures } from "./procedures.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let http: ApiRoutes;
beforeAll(async () => {
  world = await createWorld("bad_input");
  http = httpApiOf(world);
}, 30_000);
afterAll(() => world.app[Symbol.asyncDispose]());

const ask = (procedure: Procedure, body: string) => send(http, world, procedure, body);

/** What no field of ours takes: operators, prototypes, the wrong type, text that would not survive. */
const POISON: [name: string, json: string][] = [
  ["$gt", `{"$gt":""}`],
  ["$ne", `{"$ne":null}`],
  ["$where", `{"$where":"sleep(1000)"}`],
  ["$regex", `{"$regex":".*"}`],
  ["__proto__", `{"__proto__":{"isAdmin":true}}`],
  ["constructor", `{"constructor":{"prototype":{"isAdmin":true}}}`],
  ["null", "null"],
  ["infinity", "1e999"],
  ["minus infinity", "-1e999"],
  ["an array in an array", "[[[]]]"],
  ["null byte", `"\\u0000"`],
  ["lone surrogate", `"a\\ud800b"`],
  ["20,000 characters", JSON.stringify("a".repeat(20_000))],
  ["an empty string", `""`],
];

/** Unknown fields, wherever an object takes fields. */
const SURPRISES = [`"surprise":1`, `"$where":"1"`, `"__proto__":{"isAdmin":true}`, `"constructor":{}`];

const PLACEHOLDER = "\u241fpoison";

/** The valid input, once for each of its fields, with that field poisoned; as raw JSON. */
function poisoned(input: unknown, poison: string): string[] {
  return paths(input).map(path =>
    JSON.stringify(replaced(input, path)).replace(JSON.stringify(PLACEHOLDER), poison),
  );
}

function paths(value: unknown, prefix: string[] = []): string[][] {
  if (value === null || typeof value !== "object") return [prefix];
  const inner = Object.entries(value).flatMap(([key, child]) => paths(child, [...prefix, key]));
  return prefix.length ? [prefix, ...inner] : inner;
}

function replaced(value: unknown, [key, ...rest]: string[]): unknown {
  if (key === undefined) return PLACEHOLDER;
  if (Array.isArray(value))
    return value.map((child, i) => (String(i) === key ? replaced(child, rest) : child));
  const record = value as Record<string, unknown>;
  return { ...record, [key]: replaced(record[key], rest) };
}

function expectRefusal(answer: Answer): void {
  expectKnownRefusal(answer);
  tally("bad inputs");
}

const withJsonInput = procedures.filter(
  ({ path, type }) => type !== "subscription" && path !== "proofs.upload" && INPUTS[path],
);

/** Notes may be cleared. */
const HARMLESS = new Set(["orders.update an empty string"]);

describe("every field of every procedure refuses", () => {
  for (const procedure of withJsonInput) {
    const { path } = procedure;
    test(path, async () => {
      const input = validInput(procedure, world);
      const before = await fingerprint(world);
      for (const [name, poison] of POISON) {
        if (HARMLESS.has(`${path} ${name}`)) continue;
        for (const body of poisoned(input, poison)) expectRefusal(await ask(procedure, body));
      }
      expect(await fingerprint(world)).toBe(before);
      expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
    }, 20_000);
  }
});

describe("every field of every subscription refuses", () => {
  for (const procedure of procedures.filter(({ type }) => type === "subscription")) {
    const { path } = procedure;
    test(path, async () => {
      const valid = validInput(procedure, world);
      const surprises = SURPRISES.map(surprise => `${JSON.stringify(valid).slice(0, -1)},${surprise}}`);
      const bodies = [...POISON.flatMap(([, poison]) => poisoned(valid, poison)), ...surprises];
      for (const body of bodies) {
        const outcome = await attempt(
          world.app,
          callerOf(procedure, world)?.actor ?? null,
          path,
          JSON.parse(body),
        );
        expect(outcome, body.slice(0, 300)).toMatchObject({ code: "INVALID_INPUT" });
        tally("bad inputs");
      }
    });
  }
});

describe("every procedure refuses fields that it does not know", () => {
  for (const procedure of withJsonInput) {
    test(procedure.path, async () => {
      const before = await fingerprint(world);
      const valid = JSON.stringify(validInput(procedure, world));
      for (const surprise of SURPRISES) {
        const body = valid === "{}" ? `{${surprise}}` : `${valid.slice(0, -1)},${surprise}}`;
        expectRefusal(await ask(procedure, body));
      }
      expect(await fingerprint(world)).toBe(before);
    });
  }
});

describe("a change that names nothing to change", () => {
  test.each([
    ["orders.update", "orderId"],
    ["vendors.update", "vendorId"],
    ["drivers.update", "driverId"],
  ] as const)("is refused by %s", async (path, id) => {
    const procedure = procedures.find(known => known.path === path);
    if (!procedure) throw new Error("no procedure");
    const before = await fingerprint(world);
    expectRefusal(await ask(procedure, JSON.stringify({ [id]: world.own[id] })));
    expect(await fingerprint(world)).toBe(before);
  });
});

describe("places", () => {
  const POINTS = [
    [0, 0],
    [91, 24.94],
    [60.17, 181],
    [24.94, 60.17],
    [48.85, 2.35],
    [-60.17, 24.94],
  ] as const;
  const quote = procedures.find(({ path }) => path === "orders.quote");
  for (const [latitude, longitude] of POINTS) {
    test(`${latitude}, ${longitude} is no place of ours`, async () => {
      if (!quote) throw new Error("no procedure");
      const delivery = { address: "Somewhere", latitude, longitude };
      expectRefusal(await ask(quote, JSON.stringify({ vendorId: world.own.vendorId, delivery })));
    });
  }
  test("latitude without longitude is half a place", async () => {
    if (!quote) throw new Error("no procedure");
    const delivery = { address: "Somewhere", latitude: 60.17 };
    expectRefusal(await ask(quote, JSON.stringify({ vendorId: world.own.vendorId, delivery })));
  });
});

describe("bodies", () => {
  const create = () => {
    const found = procedures.find(({ path }) => path === "orders.create");
    if (!found) throw new Error("no procedure");
    return found;
  };
  test("that are not JSON", async () => expectRefusal(await ask(create(), "{not json")));
  test("that are empty", async () => expectRefusal(await ask(create(), "")));
  test("that are a list", async () => expectRefusal(await ask(create(), "[]")));
  test("that are nested 30,000 deep", async () => {
    expectRefusal(await ask(create(), `${"[".repeat(30_000)}${"]".repeat(30_000)}`));
  });
  test("that are larger than any request of ours", async () => {
    const answer = await ask(create(), JSON.stringify({ notes: "a".repeat(600 * 1024) }));
    expect(answer.status).toBe(413);
    expectRefusal(answer);
  });
  test("batches of 2,000 calls", async () => {
    const path = Array.from({ length: 2_000 }, () => "maps.config").join(",");
    const response = await http.request(`/trpc/${path}?batch=1&input=%7B%7D`, {}, PEER);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
  });
  test("from a page of another site", async () => {
    const response = await http.request(
      "/trpc/auth.login",
      {
        method: "POST",
        headers: { "content-type": "application/json", origin: "https://evil.example" },
        body: "{}",
      },
      PEER,
    );
    expectRefusal({ status: response.status, text: await response.text() });
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });
});
