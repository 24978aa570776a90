import { describe, expect, test } from "bun:test";
import { createMemoryLimiter } from "../../../src/server/platform/limits/memory.limiter.ts";
import { createManualTime } from "../../support/manual-time.ts";

const RULE = { name: "read-account", points: 3, windowSeconds: 60 };

describe("counting in memory", () => {
  test("says what is left, until when, and begins anew with the next window", async () => {
    const { clock, advance } = createManualTime();
    const limiter = createMemoryLimiter(clock);
    const take = () => limiter.take(RULE, "a");
    expect(await take()).toEqual({ rule: RULE, isWithin: true, remaining: 2, resetMs: 60_000 });
    advance(20_000);
    expect(await take()).toMatchObject({ isWithin: true, remaining: 1, resetMs: 40_000 });
    expect(await take()).toMatchObject({ isWithin: true, remaining: 0 });
    expect(await take()).toMatchObject({ isWithin: false, remaining: 0, resetMs: 40_000 });
    advance(40_000);
    expect(await take()).toMatchObject({ isWithin: true, remaining: 2, resetMs: 60_000 });
  });

  test("keeps nobody waiting for longer than a window when the clock is set back, and counts on", async () => {
    const { clock, setClock } = createManualTime();
    const limiter = createMemoryLimiter(clock);
    for (let i = 0; i < 4; i++) await limiter.take(RULE, "a");
    setClock(-600_000);
    expect(await limiter.take(RULE, "a")).toMatchObject({ isWithin: false, resetMs: 60_000 });
    setClock(60_000);
    expect(await limiter.take(RULE, "a")).toMatchObject({ isWithin: true, resetMs: 60_000 });
  });

  test("keeps keys and rules apart", async () => {
    const limiter = createMemoryLimiter(createManualTime().clock);
    for (let i = 0; i < 4; i++) await limiter.take(RULE, "a");
    expect((await limiter.take(RULE, "b")).isWithin).toBe(true);
    expect((await limiter.take({ ...RULE, name: "write-account" }, "a")).isWithin).toBe(true);
    await limiter.forgive(RULE, "a");
    expect((await limiter.take(RULE, "a")).isWithin).toBe(true);
  });

  test("forgets the window that began first when there are too many, and no other rule's", async () => {
    const limiter = createMemoryLimiter(createManualTime().clock, 2);
    const other = { ...RULE, name: "tries" };
    for (let i = 0; i < 3; i++) await limiter.take(other, "a");
    for (const key of ["a", "a", "a", "b", "c"]) await limiter.take(RULE, key);
    expect(await limiter.take(other, "a")).toMatchObject({ isWithin: false });
    expect(await limiter.take(RULE, "c")).toMatchObject({ remaining: 1 });
    expect(await limiter.take(RULE, "a")).toMatchObject({ remaining: 2 });
  });
});
