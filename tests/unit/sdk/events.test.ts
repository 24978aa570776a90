import { afterEach, beforeEach, expect, jest, test } from "bun:test";
import { type TRPCClient, TRPCClientError } from "@trpc/client";
import { readEvents } from "../../../src/sdk/events.ts";
import type { AppRouter } from "../../../src/server/trpc/router.ts";
import { CATALOGUE, type ErrorCode } from "../../../src/shared/errors.ts";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test("a page that never comes is given up and asked for again, from the same place", async () => {
  const asked: unknown[] = [];
  const query = (input: { after?: string }, { signal }: { signal: AbortSignal }) => {
    asked.push(input.after);
    if (asked.length > 1)
      return Promise.resolve({ items: [{ cursor: "2.1.1", event: {} }], nextCursor: "2.1.1" });
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  const client = { orders: { events: { query } } } as unknown as TRPCClient<AppRouter>;
  const first = readEvents(client, { after: "1.1.1" }).next();
  await Promise.resolve();
  jest.advanceTimersByTime(29_000);
  expect(asked).toEqual(["1.1.1"]);
  jest.advanceTimersByTime(1_000);
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  jest.advanceTimersByTime(1_000);
  expect((await first).value?.cursor).toBe("2.1.1");
  expect(asked).toEqual(["1.1.1", "1.1.1"]);
});

test("a reader of events outlives a fault of the service and a rate limit, which he waits for", async () => {
  const refusal = (appCode: ErrorCode, details = {}) =>
    new TRPCClientError<AppRouter>("no", {
      result: {
        error: {
          code: -32000,
          message: "no",
          data: { appCode, httpStatus: CATALOGUE[appCode].http, details },
        },
      },
    } as never);
  const errors = [refusal("INTERNAL"), refusal("TOO_MANY_REQUESTS", { seconds: 30 })];
  const asked: unknown[] = [];
  const query = async (input: { after?: string }) => {
    const error = errors[asked.length];
    asked.push(input.after);
    if (error) throw error;
    return { items: [{ cursor: "2.1.1", event: {} }], nextCursor: "2.1.1" };
  };
  const client = { orders: { events: { query } } } as unknown as TRPCClient<AppRouter>;
  const first = readEvents(client, { after: "1.1.1" }).next();
  const turns = async () => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  await turns();
  jest.advanceTimersByTime(800);
  await turns();
  expect(asked).toHaveLength(2);
  jest.advanceTimersByTime(30_000);
  await turns();
  expect(asked).toHaveLength(2);
  jest.advanceTimersByTime(1_200);
  expect((await first).value?.cursor).toBe("2.1.1");
  expect(asked).toEqual(["1.1.1", "1.1.1", "1.1.1"]);
});

test("a reader whose cursor is not known any more is told so", async () => {
  const unknown = new TRPCClientError<AppRouter>("no", {
    result: { error: { code: -32000, message: "no", data: { appCode: "CURSOR_UNKNOWN", httpStatus: 409 } } },
  } as never);
  const query = () => Promise.reject(unknown);
  const client = { orders: { events: { query } } } as unknown as TRPCClient<AppRouter>;
  await expect(readEvents(client, { after: "1.1.1" }).next()).rejects.toBe(unknown);
});
