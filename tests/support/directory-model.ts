import { expect } from "bun:test";
import fc from "fast-check";
import { createDirectory } from "../../src/server/features/vendors/index.ts";
import type { Cache } from "../../src/server/platform/cache/cache.port.ts";
import type { Actor } from "../../src/shared/auth/actor.ts";
import { UserId } from "../../src/shared/ids.ts";
import { ListVendorsInput } from "../../src/shared/vendors/vendor.schema.ts";
import { createManualTime, type ManualTime } from "./manual-time.ts";

/*
 * A list in a database that is written to, and two processes that keep what they read of it in one cache. Reads of the
 * database answer late; a change is told of after its commit.
 */

const PROCESSES = 2;

export const aStep = fc.record({
  do: fc.constantFrom("commit", "tell", "read", "read", "answer", "answer", "answer", "wait"),
  process: fc.nat(PROCESSES - 1),
  pick: fc.nat(20),
});
export type Step = typeof aStep extends fc.Arbitrary<infer Value> ? Value : never;

type Places = {
  cacheOf: (process: number, time: ManualTime) => Cache;
  /** Resolves when everything that was asked of the cache is done. */
  settle: () => Promise<unknown>;
  /** Ends the life of what is kept, where the clock does not. */
  expire?: () => Promise<unknown>;
};

const customer: Actor = {
  userId: UserId.parse("00000000-0000-4000-8000-000000000001"),
  role: "user",
} as Actor;

/** Runs the steps, and expects of every answer that it holds whatever was told of before it was asked for. */
export async function runDirectory(
  steps: readonly Step[],
  { cacheOf, settle, expire }: Places,
): Promise<void> {
  const time = createManualTime();
  let committed = 0;
  let told = 0;
  const turns: (() => void)[] = [];
  const asking: Promise<void>[] = [];
  let open = 0;

  async function list() {
    const turn = () => new Promise<void>(resolve => turns.push(resolve));
    await turn();
    const now = committed;
    await turn();
    return { items: [], nextCursor: String(now) };
  }

  const directories = Array.from({ length: PROCESSES }, (_, process) =>
    createDirectory({ cache: cacheOf(process, time), repo: { list } as never }),
  );

  async function ask(process: number): Promise<void> {
    const least = told;
    open += 1;
    const page = await directories[process]?.list(customer, ListVendorsInput.parse({}));
    open -= 1;
    expect(Number(page?.nextCursor)).toBeGreaterThanOrEqual(least);
    expect(Number(page?.nextCursor)).toBeLessThanOrEqual(committed);
  }

  for (const { do: kind, process, pick } of steps) {
    if (kind === "commit") committed += 1;
    if (kind === "tell") {
      await directories[process]?.changed();
      told = committed;
    }
    if (kind === "read") asking.push(ask(process));
    if (kind === "answer") turns.splice(pick % Math.max(1, turns.length), 1)[0]?.();
    if (kind === "wait") time.advance(pick * 2_000);
    if (kind === "wait" && pick > 15) await expire?.();
    await settle();
    await new Promise(setImmediate);
  }
  while (open > 0) {
    for (const answer of turns.splice(0)) answer();
    await settle();
    await new Promise(setImmediate);
  }
  await Promise.all(asking);
}
