import { afterEach, beforeEach, expect, jest, test } from "bun:test";
import { createMedexClient, isTransient } from "../../../src/sdk/index.ts";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test("a renewal that never comes is given up, and the next who needs a token asks anew", async () => {
  const asked: string[] = [];
  const hang = (url: string | URL | Request, init?: RequestInit) =>
    new Promise<Response>((_, reject) => {
      asked.push(String(url));
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
    });
  const client = createMedexClient({
    url: "http://medex.invalid",
    refreshToken: "kept",
    fetch: hang as typeof fetch,
  });
  const turns = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  for (const count of [1, 2]) {
    const outcome = client.session.freshToken().catch((error: unknown) => error);
    await turns();
    jest.advanceTimersByTime(5_000);
    await turns();
    jest.advanceTimersByTime(20_000);
    expect(isTransient(await outcome)).toBe(true);
    // Each asks twice.
    expect(asked).toHaveLength(count * 2);
  }
  expect(client.session.get()).toEqual({ status: "unknown" });
});

test("a renewal whose answer was lost on the way is asked for again while the token still has the same successor", async () => {
  let asked = 0;
  const credentials = { accessToken: "a", refreshToken: "next", expiresAt: "2026-01-01T00:15:00.000Z" };
  const losing = async () => {
    asked += 1;
    if (asked === 1) await new Promise(() => {});
    return Response.json({ result: { data: credentials } });
  };
  const client = createMedexClient({
    url: "http://medex.invalid",
    refreshToken: "kept",
    fetch: losing as unknown as typeof fetch,
  });
  const token = client.session.freshToken();
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  jest.advanceTimersByTime(5_000);
  expect(await token).toBe("a");
  expect(asked).toBe(2);
});
