import { describe, expect, test } from "bun:test";
import { createServerClock } from "../../../../src/client/app/server-clock.ts";

const NOON = Date.parse("2026-03-02T12:00:00.000Z");
const TEN_MINUTES_MS = 600_000;

/** A device ten minutes behind a server whose answers come when they are told to. */
function aDevice() {
  let deviceMs = NOON;
  let tookMs = 0;
  let answer: () => Response = dated;
  function dated() {
    const date = new Date(deviceMs - tookMs / 2 + TEN_MINUTES_MS).toUTCString();
    return new Response("", { headers: { date } });
  }
  const clock = createServerClock(
    async () => {
      deviceMs += tookMs;
      return answer();
    },
    () => deviceMs,
  );
  return {
    clock,
    /** How far it is wrong after another call, in milliseconds. */
    errorAfter: async (callMs: number, over = dated) => {
      tookMs = callMs;
      answer = over;
      await clock.fetch("/trpc/orders.list");
      return clock.offsetMs() - TEN_MINUTES_MS;
    },
    passes: (ms: number) => {
      deviceMs += ms;
    },
  };
}

describe("the server's clock", () => {
  test("is the header's time between asking and hearing, learnt from any answer", async () => {
    const { clock, errorAfter } = aDevice();
    expect(clock.offsetMs()).toBe(0);
    expect(Math.abs(await errorAfter(100))).toBeLessThanOrEqual(500);
  });

  test("is not moved by an answer that took long and contradicts nothing", async () => {
    const { errorAfter, passes } = aDevice();
    const known = await errorAfter(100);
    passes(300);
    expect(await errorAfter(20_000)).toBe(known);
  });

  test("is put right by quick answers when the first one took long", async () => {
    const { errorAfter, passes } = aDevice();
    await errorAfter(20_000, () => new Response("", { headers: { date: new Date(NOON).toUTCString() } }));
    let error = 0;
    for (const ms of [50, 730, 410, 260]) {
      passes(ms);
      error = await errorAfter(60);
    }
    expect(Math.abs(error)).toBeLessThanOrEqual(600);
  });

  test("keeps what it knew when the server is out of reach or tells no time", async () => {
    const { clock, errorAfter } = aDevice();
    const known = await errorAfter(100);
    expect(await errorAfter(100, () => new Response(""))).toBe(known);
    const broken = () => {
      throw new TypeError("Failed to fetch");
    };
    await expect(errorAfter(100, broken)).rejects.toThrow("Failed to fetch");
    expect(clock.offsetMs() - TEN_MINUTES_MS).toBe(known);
  });
});
