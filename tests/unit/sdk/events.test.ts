import { afterEach, beforeEach, expect, jest, test } from "bun:test";
import type { TRPCClient } from "@trpc/client";
import { readEvents } from "../../../src/sdk/events.ts";
import type { AppRouter } from "../../../src/server/trpc/router.ts";

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
