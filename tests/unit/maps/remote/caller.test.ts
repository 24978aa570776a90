import { beforeEach, describe, expect, test } from "bun:test";
import { createLogger } from "../../../../src/server/platform/logger/logger.ts";
import { DEFAULT_MAP_LIMITS } from "../../../../src/server/platform/maps/map-limits.ts";
import type { Budget } from "../../../../src/server/platform/maps/remote/budget.ts";
import { type Call, createCaller } from "../../../../src/server/platform/maps/remote/caller.ts";
import type { Http } from "../../../../src/server/platform/maps/remote/http.ts";
import {
  MapsFailure,
  type MapsFailureReason,
} from "../../../../src/server/platform/maps/remote/maps-failure.ts";
import { createManualTime, type ManualTime } from "../../../support/manual-time.ts";
import { aMeter } from "../../../support/map-meter.ts";

let time: ManualTime;
beforeEach(() => {
  time = createManualTime();
});

type Outcome = "ok" | MapsFailureReason | MapsFailure;

/** A service that goes as it is told, one outcome a try, the last one for ever; each try takes `tryMs`. */
function service(outcomes: Outcome[], { tryMs = 0, random = 1, budget = null as Budget | null } = {}) {
  const { meter, counted } = aMeter();
  const tries: { at: number; timeoutMs: number }[] = [];
  const began = time.clock.now().getTime();
  const http: Http = async (_request, { timeoutMs }) => {
    tries.push({ at: time.clock.now().getTime() - began, timeoutMs });
    const outcome = outcomes.length > 1 ? outcomes.shift() : outcomes[0];
    if (tryMs > 0) time.advance(Math.min(tryMs, timeoutMs));
    if (outcome instanceof MapsFailure) throw outcome;
    if (outcome && outcome !== "ok") throw new MapsFailure(outcome);
    return { status: 200, headers: new Headers(), bytes: new Uint8Array() };
  };
  const ask = createCaller({
    ...time,
    provider: "google",
    http,
    random: () => random,
    logger: createLogger("silent"),
    meter,
    limits: DEFAULT_MAP_LIMITS,
    perSecond: { route: 50 },
    budget,
  });
  const call: Call<string> = {
    kind: "route",
    units: 1,
    request: { url: new URL("http://127.0.0.1/") },
    read: () => "an answer",
  };
  return { ask: (over: Partial<Call<string>> = {}) => ask({ ...call, ...over }), tries, counted };
}

/** Lets time pass until the answer is there. */
async function answerOf<Answer>(answer: Promise<Answer>): Promise<Answer | MapsFailure> {
  let settled: Answer | MapsFailure | undefined;
  answer.then(
    value => {
      settled = value;
    },
    error => {
      settled = error;
    },
  );
  for (let step = 0; settled === undefined && step < 5_000; step++) {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    if (settled === undefined) time.advance(10);
  }
  if (settled === undefined) throw new Error("never answered");
  return settled;
}

describe("what may be retried", () => {
  test.each(["timeout", "unreachable", "rate_limited", "server_error"] as const)("is a %s", async reason => {
    const { ask, tries, counted } = service([reason, reason, "ok"]);
    expect(await answerOf(ask())).toBe("an answer");
    expect(tries).toHaveLength(3);
    expect(counted("called")).toEqual({ [`route ${reason}`]: 2, "route ok": 1 });
  });

  test.each(["denied", "invalid", "garbage", "too_large", "no_route"] as const)(
    "is not: %s",
    async reason => {
      const { ask, tries } = service([reason, "ok"]);
      expect(await answerOf(ask())).toMatchObject({ reason });
      expect(tries).toHaveLength(1);
    },
  );

  test("is given up after the third try", async () => {
    const { ask, tries } = service(["server_error"]);
    expect(await answerOf(ask())).toMatchObject({ reason: "server_error" });
    expect(tries).toHaveLength(3);
  });
});

describe("between two tries", () => {
  test("there is a pause by chance, of twice the length each time", async () => {
    const longest = service(["server_error"], { random: 1 });
    await answerOf(longest.ask());
    expect(longest.tries.map(({ at }) => at)).toEqual([0, 200, 600]);
    time = createManualTime();
    const shortest = service(["server_error"], { random: 0.1 });
    await answerOf(shortest.ask());
    expect(shortest.tries.map(({ at }) => at)).toEqual([0, 20, 60]);
  });

  test("there is as much as the service asks for", async () => {
    const { ask, tries } = service([new MapsFailure("rate_limited", 2_000), "ok"]);
    expect(await answerOf(ask())).toBe("an answer");
    expect(tries.map(({ at }) => at)).toEqual([0, 2_000]);
  });

  test("there is none for a service that asks for longer than the question has", async () => {
    const { ask, tries } = service([new MapsFailure("rate_limited", 60_000), "ok"]);
    expect(await answerOf(ask())).toMatchObject({ reason: "rate_limited" });
    expect(tries).toHaveLength(1);
  });
});

test("a question has six seconds with all its tries, and each of them three at most", async () => {
  const { ask, tries } = service(["timeout"], { tryMs: 3_000 });
  expect(await answerOf(ask())).toMatchObject({ reason: "timeout" });
  expect(tries).toEqual([
    { at: 0, timeoutMs: 3_000 },
    { at: 3_200, timeoutMs: 2_800 },
  ]);
});

describe("a service that fails", () => {
  test("is left alone after five tries, also in the middle of a question", async () => {
    const { ask, tries, counted } = service(["server_error"]);
    for (let question = 0; question < 10; question++) await answerOf(ask());
    expect(tries).toHaveLength(5);
    expect(counted("circuit")).toEqual({ "route open": 1 });
    expect(counted("called")).toEqual({ "route server_error": 5, "route circuit_open": 9 });
  });

  test("does not hold up the kinds of questions that it answers", async () => {
    const { ask } = service([...(Array(5).fill("server_error") as Outcome[]), "ok"]);
    await answerOf(ask());
    await answerOf(ask());
    expect(await answerOf(ask())).toMatchObject({ reason: "circuit_open" });
    expect(await answerOf(ask({ kind: "matrix" }))).toBe("an answer");
  });

  test("is not one that finds no way, or takes a question for nonsense", async () => {
    for (const reason of ["no_route", "invalid"] as const) {
      const { ask, tries } = service([reason]);
      for (let question = 0; question < 20; question++) await answerOf(ask());
      expect(tries).toHaveLength(20);
    }
  });
});

describe("what a call costs", () => {
  /** A budget of so many units, and what was spent of it. */
  function purse(units: number) {
    let spent = 0;
    const budget: Budget = {
      spend: async (_kind, count) => {
        if (spent + count > units) return null;
        spent += count;
        return async () => {
          spent -= count;
        };
      },
      used: async () => ({ geocode: 0, route: 0, matrix: 0, tile: 0 }),
    };
    return { budget, spent: () => spent };
  }

  test.each([
    ["an answer", "ok", 1],
    ["an answer that there is no way", "no_route", 1],
    ["an answer that nobody can read", "garbage", 1],
    ["a refusal", "denied", 0],
    ["a question that made no sense", "invalid", 0],
  ] as const)("%s: %s costs %d", async (_what, outcome, cost) => {
    const { budget, spent } = purse(10);
    const { ask, counted } = service([outcome], { budget });
    const heard: unknown[] = [];
    await answerOf(ask({ asking: { purpose: "eta", onBilled: (...billed) => heard.push(billed) } }));
    expect(spent()).toBe(cost);
    expect(heard).toEqual(cost ? [["route", 1]] : []);
    expect(counted("billed")).toEqual(cost ? { "route eta": 1 } : {});
  });

  test("a try that nobody waited for is billed, and one that was turned away is not", async () => {
    const { budget, spent } = purse(10);
    const { ask } = service(["timeout", "rate_limited", "ok"], { budget });
    expect(await answerOf(ask())).toBe("an answer");
    expect(spent()).toBe(2);
  });

  test("what is not left is not asked for", async () => {
    const { budget, spent } = purse(2);
    const { ask, tries, counted } = service(["ok"], { budget });
    for (let question = 0; question < 5; question++) await answerOf(ask());
    expect(await answerOf(ask())).toMatchObject({ reason: "over_budget" });
    expect({ tries: tries.length, spent: spent() }).toEqual({ tries: 2, spent: 2 });
    expect(counted("circuit")).toEqual({});
  });

  test("nothing is asked for while nobody can say what is left, and the service is not blamed", async () => {
    const budget: Budget = { ...purse(10).budget, spend: () => Promise.reject(new Error("no database")) };
    const { ask, tries, counted } = service(["ok"], { budget });
    for (let question = 0; question < 10; question++)
      expect(await answerOf(ask())).toMatchObject({ reason: "unaccounted" });
    expect(tries).toEqual([]);
    expect(counted("circuit")).toEqual({});
  });

  test("a refund that fails spoils no answer", async () => {
    const budget: Budget = {
      ...purse(10).budget,
      spend: async () => () => Promise.reject(new Error("no database")),
    };
    const { ask } = service(["rate_limited", "ok"], { budget });
    expect(await answerOf(ask())).toBe("an answer");
  });
});

test("who would have to wait too long for a turn is told so, and the service is not blamed", async () => {
  const { ask, tries, counted } = service(["ok"]);
  const answers = await Promise.all(Array.from({ length: 200 }, () => answerOf(ask())));
  const throttled = answers.filter(answer => answer !== "an answer");
  expect(throttled).toHaveLength(50);
  expect(throttled[0]).toMatchObject({ reason: "throttled" });
  expect(tries).toHaveLength(150);
  expect(counted("circuit")).toEqual({});
});

test("an error of ours is not taken for one of the service", async () => {
  const { ask, counted } = service(["ok"]);
  const bug = ask({
    read: () => {
      throw new TypeError("a bug");
    },
  });
  expect(await answerOf(bug as Promise<string>)).toBeInstanceOf(TypeError);
  expect(counted("circuit")).toEqual({});
});
