import { expect, test } from "bun:test";
import { createGroupedCalls } from "../../../src/server/features/grouped-calls/index.ts";

/** A database whose writes take as long as the test wants. */
function slowStore() {
  const groups: { items: readonly number[]; end: PromiseWithResolvers<void> }[] = [];
  const commit = (items: readonly number[]) => {
    const end = Promise.withResolvers<void>();
    groups.push({ items: [...items], end });
    return end.promise;
  };
  return { groups, commit };
}

/** A group is begun in the turn of the event loop after the one that it was gathered in. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise(resolve => setImmediate(resolve));
}

test("what comes while a write is under way shares the next", async () => {
  const { groups, commit } = slowStore();
  const submit = createGroupedCalls({ maxItems: 100, atOnce: 1, call: commit });
  const first = submit([1]);
  await settle();
  const later = [submit([2, 3]), submit([4])];
  await settle();
  expect(groups.map(({ items }) => items)).toEqual([[1]]);
  groups[0]?.end.resolve();
  await first;
  await settle();
  expect(groups.map(({ items }) => items)).toEqual([[1], [2, 3, 4]]);
  groups[1]?.end.resolve();
  await Promise.all(later);
});

test("a failed write fails all of its group and none of the next", async () => {
  const { groups, commit } = slowStore();
  const submit = createGroupedCalls({ maxItems: 100, atOnce: 1, call: commit });
  const doomed = [submit([1]), submit([2])].map(call => call.then(() => "stored").catch(() => "failed"));
  await settle();
  const next = submit([3]);
  groups[0]?.end.reject(new Error("no primary"));
  expect(await Promise.all(doomed)).toEqual(["failed", "failed"]);
  await settle();
  groups[1]?.end.resolve();
  await next;
});

test("a full group is closed, and one at a time the groups are written in order", async () => {
  const { groups, commit } = slowStore();
  const submit = createGroupedCalls({ maxItems: 2, atOnce: 1, call: commit });
  const calls = [1, 2, 3, 4, 5].map(item => submit([item]));
  for (let group = 0; group < 3; group += 1) {
    await settle();
    expect(groups.length).toBe(group + 1);
    groups[group]?.end.resolve();
  }
  await Promise.all(calls);
  expect(groups.map(({ items }) => items)).toEqual([[1, 2], [3, 4], [5]]);
});

test("a read that hangs holds up nobody while others may be under way, and then only those who find no place", async () => {
  const { groups, commit } = slowStore();
  const submit = createGroupedCalls({ maxItems: 100, atOnce: 2, call: commit });
  void submit([1]);
  await settle();
  for (const item of [2, 3]) {
    const answered = submit([item]);
    await settle();
    expect(groups.at(-1)?.items).toEqual([item]);
    groups.at(-1)?.end.resolve();
    await answered;
  }
  submit([4]).catch(() => {});
  await settle();
  const together = [submit([5]), submit([6])];
  await settle();
  expect(groups.map(({ items }) => items)).toEqual([[1], [2], [3], [4]]);
  groups[3]?.end.reject(new Error("the read was given up"));
  await settle();
  expect(groups.at(-1)?.items).toEqual([5, 6]);
  groups[4]?.end.resolve();
  await Promise.all(together);
});

test("what comes in one turn of the event loop shares a group, be it step by step", async () => {
  const { groups, commit } = slowStore();
  const submit = createGroupedCalls({ maxItems: 100, atOnce: 1, call: commit });
  const calls: Promise<unknown>[] = [];
  for (let item = 1; item <= 3; item++) {
    calls.push(submit([item]));
    for (let step = 0; step < 20; step++) await Promise.resolve();
  }
  await settle();
  expect(groups.map(({ items }) => items)).toEqual([[1, 2, 3]]);
  groups[0]?.end.resolve();
  await Promise.all(calls);
});
