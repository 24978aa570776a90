import { afterEach, beforeEach, describe, expect, jest, test } from "bun:test";
import { type Operation, TRPCClientError } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { repeatLink } from "../../../src/sdk/retry.ts";
import type { AppRouter } from "../../../src/server/trpc/router.ts";
import { CATALOGUE, type ErrorCode } from "../../../src/shared/errors.ts";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const refusal = (appCode: ErrorCode, details = {}) =>
  new TRPCClientError<AppRouter>("no", {
    result: {
      error: { code: -32000, message: "no", data: { appCode, httpStatus: CATALOGUE[appCode].http, details } },
    },
  } as never);

/** A call through the link to a service that answers with these errors, then well. */
function call(operation: Pick<Operation, "type" | "path" | "input">, errors: TRPCClientError<AppRouter>[]) {
  const world = { asked: 0, outcome: "" };
  const op = { id: 1, context: {}, signal: null, ...operation };
  repeatLink()({})({
    op,
    next: () =>
      observable(observer => {
        const error = errors[world.asked];
        world.asked += 1;
        if (error) observer.error(error);
        else observer.next({ result: { type: "data", data: "fine" } });
      }),
  }).subscribe({
    next: () => {
      world.outcome = "answered";
    },
    error: error => {
      world.outcome = String(error.data?.appCode);
    },
  });
  return world;
}

const QUERY = { type: "query", path: "orders.list", input: {} } as const;

describe("who was turned away by a rate limit", () => {
  test("asks again, and not before the time that he was told", () => {
    const world = call(QUERY, [refusal("TOO_MANY_REQUESTS", { seconds: 7 })]);
    jest.advanceTimersByTime(6_999);
    expect(world.asked).toBe(1);
    jest.advanceTimersByTime(1_001);
    expect(world).toEqual({ asked: 2, outcome: "answered" });
  });

  test("is told so when it would take long, for somebody looks at a screen", () => {
    const world = call(QUERY, [refusal("TOO_MANY_REQUESTS", { seconds: 60 })]);
    expect(world).toEqual({ asked: 1, outcome: "TOO_MANY_REQUESTS" });
  });

  test("keeps a subscription, however long it takes", () => {
    const watch = { type: "subscription", path: "realtime.order", input: {} } as const;
    const world = call(watch, [refusal("TOO_MANY_REQUESTS", { seconds: 900 })]);
    jest.advanceTimersByTime(899_000);
    expect(world.asked).toBe(1);
    jest.advanceTimersByTime(2_000);
    expect(world.outcome).toBe("answered");
  });

  test("is not signed in by a password that was sent twice", () => {
    const login = { type: "mutation", path: "auth.login", input: { email: "a", password: "b" } } as const;
    const world = call(login, [refusal("TOO_MANY_REQUESTS", { seconds: 1 })]);
    jest.advanceTimersByTime(60_000);
    expect(world).toEqual({ asked: 1, outcome: "TOO_MANY_REQUESTS" });
  });
});

describe("a subscription that is refused when it comes back", () => {
  const watch = { type: "subscription", path: "realtime.vendor", input: { vendorId: "v" } } as const;

  test.each(["UNAVAILABLE", "AUDIT_UNAVAILABLE", "INTERNAL"] as const)(
    "with %s is asked for until it is there again",
    appCode => {
      const world = call(watch, Array(20).fill(refusal(appCode)));
      for (let minute = 0; minute < 6; minute += 1) jest.advanceTimersByTime(60_000);
      expect(world).toEqual({ asked: 21, outcome: "answered" });
    },
  );

  test.each(["ORDER_NOT_FOUND", "FORBIDDEN", "UNAUTHENTICATED"] as const)("with %s has ended", appCode => {
    const world = call(watch, [refusal(appCode)]);
    jest.advanceTimersByTime(60_000);
    expect(world).toEqual({ asked: 1, outcome: appCode });
  });

  test("goes on behind its last event, and soon once it has run for a while, whatever there was before", () => {
    const asked: unknown[] = [];
    const ends: ((error: TRPCClientError<AppRouter>) => void)[] = [];
    repeatLink()({})({
      op: { id: 1, context: {}, signal: null, ...watch },
      next: op =>
        observable(observer => {
          asked.push(op.input);
          ends.push(error => observer.error(error));
          if (asked.length === 9) observer.next({ result: { type: "data", id: "7.1.1", data: {} } });
        }),
    }).subscribe({});
    for (let failure = 0; failure < 8; failure += 1) {
      ends.at(-1)?.(refusal("UNAVAILABLE"));
      jest.advanceTimersByTime(15_400);
    }
    expect(asked).toHaveLength(9);
    jest.advanceTimersByTime(15_001);
    ends.at(-1)?.(refusal("UNAVAILABLE"));
    jest.advanceTimersByTime(800);
    expect(asked.at(-1)).toEqual({ vendorId: "v", lastEventId: "7.1.1" });
    expect(asked).toHaveLength(10);
  });

  test("comes more and more seldom when it fails each time behind its first event", () => {
    const asked: number[] = [];
    repeatLink()({})({
      op: { id: 1, context: {}, signal: null, ...watch },
      next: () =>
        observable(observer => {
          asked.push(Date.now());
          observer.next({ result: { type: "data", id: `${asked.length}.1.1`, data: {} } });
          observer.error(refusal("UNAVAILABLE"));
        }),
    }).subscribe({});
    for (let second = 0; second < 3_600; second += 1) jest.advanceTimersByTime(1_000);
    // Half of fifteen seconds on average; from the beginning it would be six thousand.
    expect(asked.length).toBeLessThan(900);
    expect(asked.length).toBeGreaterThan(200);
  });
});
