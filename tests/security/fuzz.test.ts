import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { isAskedWhy, withoutReason } from "../../src/server/trpc/reason.ts";
import type { ApiRoutes } from "../support/api-routes.ts";
import type { Person } from "../support/people.ts";
import { TALLY_FILE } from "../support/tallies.ts";
import { tally } from "../support/tally.ts";
import {
  type Answer,
  callerOf,
  expectKnownRefusal,
  fingerprint,
  httpApiOf,
  INSIDE,
  send,
  validInput,
} from "./http-api.ts";
import { inputSchemas, jsonSchemasOf } from "./input-schema.ts";
import { mutantsOf } from "./mutants.ts";
import { attempt, type Procedure, procedures } from "./procedures.ts";
import { createWorld, type Insiders, type World } from "./world.ts";

/*
 * Every procedure is asked with inputs made from its schema: none fails, none shows the inside, and what is refused
 * changes nothing. 200 inputs each in a run of `verify`, fewer when this file is tried alone, or FUZZ_RUNS; a failure
 * prints the seed, and FUZZ_SEED repeats it.
 */

const RUNS = Number(process.env.FUZZ_RUNS ?? (process.env[TALLY_FILE] ? 200 : 40));
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_124);

let world: World;
let http: ApiRoutes;
beforeAll(async () => {
  world = await createWorld("fuzz");
  http = httpApiOf(world);
}, 30_000);
afterAll(() => world.app[Symbol.asyncDispose]());

const inputsFor = (procedure: Procedure, insiders: Insiders): unknown[] =>
  mutantsOf(validInput(procedure, insiders), jsonSchemasOf(procedure.path), RUNS, SEED);

/** As the schemas judge it, after it has travelled as JSON; an administrator's reason is taken off before they do. */
function isTaken({ path, type, policy }: Procedure, caller: Person | null, body: string): boolean {
  const sent: unknown = JSON.parse(body);
  const permission = policy && "permission" in policy ? policy.permission : null;
  const isAsked = caller && permission && isAskedWhy({ role: caller.actor.role, permission, type });
  const input = isAsked ? withoutReason(sent, permission) : sent;
  return inputSchemas(path).every(schema => schema.safeParse(input).success);
}

const words = (input: unknown) => `seed ${SEED}: ${JSON.stringify(input)?.slice(0, 500)}`;

const asked = procedures.filter(({ path, type }) => type !== "subscription" && path !== "proofs.upload");

describe("nothing that is nearly right makes a procedure fail", () => {
  for (const procedure of asked)
    test(procedure.path, async () => {
      const insiders = await whoeverMay(procedure);
      const ask = (body: string) => send(http, insiders, procedure, body);
      const bodies = inputsFor(procedure, insiders).map(input => JSON.stringify(input) ?? "null");
      const taken = bodies.filter(body => isTaken(procedure, callerOf(procedure, insiders), body));
      const refused = bodies.filter(body => !taken.includes(body));
      expect(await changedBy(refused, ask), "what the schema refuses has changed something").toBe(false);
      const impossible: string[] = [];
      for (const body of taken) {
        const { status, text } = await ask(body);
        expect(status, `${words(body)} ${text.slice(0, 300)}`).toBeLessThan(500);
        expect(text).not.toMatch(INSIDE);
        if (status >= 400) impossible.push(body);
      }
      expect(await changedBy(impossible, ask), "what is impossible has changed something").toBe(false);
      tally("fuzzed inputs", bodies.length);
    }, 60_000);
});

let commanders: Insiders | undefined;

/** A command may end the session or the rights of whoever gives it: then the next one needs somebody else. */
async function whoeverMay(procedure: Procedure): Promise<Insiders> {
  if (procedure.type === "query") return world;
  const caller = commanders && callerOf(procedure, commanders);
  const now = caller && (await world.app.services.auth.actorOf(caller.credentials.accessToken));
  if (!commanders || (caller && now?.role !== caller.actor.role)) commanders = await world.anotherBusiness();
  return commanders;
}

/**
 * Whether what is refused changes anything. An estimate of arrival may come late, but not each time; a change by a
 * refusal does.
 */
async function changedBy(bodies: string[], ask: (body: string) => Promise<Answer>): Promise<boolean> {
  for (let attempts = 0; attempts < 5; attempts++) {
    const before = await fingerprint(world);
    for (const body of bodies) {
      const answer = await ask(body);
      expect(answer.status, words(body)).toBeGreaterThanOrEqual(400);
      expectKnownRefusal(answer);
    }
    if ((await fingerprint(world)) === before) return false;
  }
  return bodies.length > 0;
}

describe("nor a subscription", () => {
  for (const procedure of procedures.filter(({ type }) => type === "subscription"))
    test(procedure.path, async () => {
      const caller = callerOf(procedure, world);
      for (const input of inputsFor(procedure, world)) {
        const body = JSON.stringify(input) ?? "null";
        if (isTaken(procedure, caller, body)) continue;
        const outcome = await attempt(world.app, caller?.actor ?? null, procedure.path, JSON.parse(body));
        expect(outcome, words(input)).toMatchObject({ code: "INVALID_INPUT" });
        tally("fuzzed inputs");
      }
    });
});
