import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  PERMISSIONS,
  STANDING_NAMES,
  STANDINGS,
  type StandingName,
  scopeOf,
} from "../../src/shared/permissions.ts";
import type { Person } from "../support/people.ts";
import { tally } from "../support/tally.ts";
import { INPUTS } from "./inputs.ts";
import { answerOf, attempt, inputFor, procedureAt, procedures } from "./procedures.ts";
import { createWorld, type Insiders, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld("authorization");
}, 30_000);
afterAll(() => world.app[Symbol.asyncDispose]());

/** Where a foreign id is named but the answer is no refusal: a list of what is one's own, which is then empty. */
const NARROWS_A_LIST = new Set([
  "drivers.list",
  "reports.summary",
  "reports.deliveries",
  "reports.drivers",
  "reports.etaAccuracy",
  "reports.export",
]);
/** Lists that name nobody: whatever they are asked, they must hold nothing foreign. */
const LISTS = [
  ...NARROWS_A_LIST,
  "orders.list",
  "assignments.history",
  "assignments.mine",
  "vendors.me",
  "vendors.members",
];
/** To a customer and a driver, not all that happens in a business is their own. */
const PERSONAL = ["order", "assignment", "driver", "session"];

const inputOf = (path: string, of: World["own"]) => INPUTS[path]?.(of);
const askAs = ({ actor }: Person, path: string, of: World["own"]) =>
  attempt(world.app, actor, path, inputFor(procedureAt(path), actor.role, of));
const ask = (path: string, name: StandingName, of: World["own"]) => askAs(world.actors[name], path, of);
const codeOf = async (outcome: Promise<Awaited<ReturnType<typeof ask>>>) => {
  const result = await outcome;
  return result === "allowed" ? "allowed" : result.code;
};

describe("every procedure", () => {
  test("declares a policy, and has a row in the table of inputs", () => {
    expect(procedures.length).toBeGreaterThan(60);
    expect(procedures.filter(({ policy }) => !policy).map(({ path }) => path)).toEqual([]);
    expect(procedures.map(({ path }) => path).toSorted()).toEqual(Object.keys(INPUTS).toSorted());
  });

  test("and every permission is asked for by one", () => {
    const asked = new Set(
      procedures.map(({ policy }) => policy && "permission" in policy && policy.permission),
    );
    expect(Object.keys(PERMISSIONS).filter(permission => !asked.has(permission as never))).toEqual([]);
  });
});

describe("strangers", () => {
  for (const { path, policy } of procedures) {
    const isOpen = policy !== undefined && "open" in policy;
    test(`${path} ${isOpen ? "is open" : "is refused"}`, async () => {
      const outcome = await attempt(world.app, null, path, inputOf(path, world.own));
      const code = outcome === "allowed" ? "allowed" : outcome.code;
      if (isOpen) expect(code).not.toBe("UNAUTHENTICATED");
      else expect(code).toBe("UNAUTHENTICATED");
      tally("authorization cells");
    });
  }
});

for (const name of STANDING_NAMES) {
  describe(`as ${name}`, () => {
    // A business for each: what one does to its order must not hide it from the next.
    let business: Insiders;
    beforeAll(async () => {
      business = await world.anotherBusiness();
    });

    for (const { path, policy } of procedures) {
      if (!policy || "open" in policy) continue;
      const { permission } = policy;
      const scope = scopeOf(STANDINGS[name], permission);
      const { on } = PERMISSIONS[permission];

      if (scope === null) {
        test(`may not call ${path}, whoever's it is`, async () => {
          expect(await codeOf(ask(path, name, world.own))).toBe("FORBIDDEN");
          expect(await codeOf(ask(path, name, world.foreign))).toBe("FORBIDDEN");
          tally("authorization cells", 2);
        });
        continue;
      }

      test(`may call ${path} on what is its own`, async () => {
        const self = business.actors[name];
        const own = { ...business.own, sessionId: self.actor.sessionId };
        // The details of an order may rule it out, but nothing of it is hidden or refused to its own people.
        expect(await codeOf(askAs(self, path, own))).not.toMatch(
          /^(FORBIDDEN|UNAUTHENTICATED|.+_NOT_FOUND)$/,
        );
        tally("authorization cells");
      });

      const isAboutSomething = on !== "none" && pointsSomewhere(path);
      if (scope === "own" && isAboutSomething && !NARROWS_A_LIST.has(path)) {
        test(`learns of ${path} on a foreign id what it learns of a missing one`, async () => {
          const foreign = await ask(path, name, world.foreign);
          expect(foreign).toEqual(await ask(path, name, world.missing));
          expect(foreign).toMatchObject({ code: expect.stringMatching(/_NOT_FOUND$/) });
          tally("authorization cells", 2);
        });
      }
      const isPersonal = (name === "user" || name === "driver") && PERSONAL.includes(on);
      if (scope === "own" && isAboutSomething && isPersonal) {
        test(`learns of ${path} on a neighbour's id what it learns of a missing one`, async () => {
          const of = { ...world.neighbour, sessionId: world.foreign.sessionId };
          expect(await ask(path, name, of)).toEqual(await ask(path, name, world.missing));
          tally("authorization cells");
        });
      }
    }
  });
}

describe("lists hold nothing of a foreign business", () => {
  for (const name of STANDING_NAMES.filter(each => each !== "admin")) {
    for (const path of LISTS) {
      test(`${path} for ${name}`, async () => {
        for (const of of [world.own, world.foreign, world.missing]) {
          const text = JSON.stringify(
            await answerOf(world.app, world.actors[name].actor, path, inputOf(path, of)),
          );
          for (const id of Object.values(world.foreign)) expect(text).not.toContain(id);
          tally("authorization cells");
        }
      });
    }
  }
});

/** True when the input of a procedure changes with whose it is: then there is something to own. */
function pointsSomewhere(path: string): boolean {
  const idsOf = (owner: string): World["own"] => ({
    userId: owner,
    vendorId: owner,
    driverId: owner,
    memberId: owner,
    orderId: owner,
    assignmentId: owner,
    sessionId: owner,
    token: owner,
  });
  const one = INPUTS[path]?.(idsOf("one"));
  return one instanceof FormData || JSON.stringify(one) !== JSON.stringify(INPUTS[path]?.(idsOf("other")));
}
