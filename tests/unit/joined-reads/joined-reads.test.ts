import { expect, test } from "bun:test";
import { createJoinedReads } from "../../../src/server/features/joined-reads/index.ts";

/** Reads that end when the test says so, and answer how many there were. */
function aSource() {
  const ends: ((error?: Error) => void)[] = [];
  const read = (_question: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const number = ends.length + 1;
    ends.push(error => (error ? reject(error) : resolve(number)));
    return promise;
  };
  return { ends, ask: createJoinedReads(read, question => question) };
}
const settled = () => new Promise(setImmediate);

test("who ask at the same time share a read, and who ask while it is under way the next", async () => {
  const { ends, ask } = aSource();
  const first = [ask("a"), ask("a"), ask("a")];
  await settled();
  const second = [ask("a"), ask("a")];
  await settled();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  expect(await Promise.all(first)).toEqual([1, 1, 1]);
  await settled();
  ends[1]?.();
  expect(await Promise.all(second)).toEqual([2, 2]);
});

test("other questions wait for nobody", async () => {
  const { ends, ask } = aSource();
  const [a, b] = [ask("a"), ask("b")];
  await settled();
  ends[1]?.();
  expect(await b).toBe(2);
  ends[0]?.();
  expect(await a).toBe(1);
});

test("a read that fails fails for those who shared it alone", async () => {
  const { ends, ask } = aSource();
  const first = [ask("a"), ask("a")];
  await settled();
  const second = ask("a");
  ends[0]?.(new Error("the database is away"));
  expect(await Promise.allSettled(first)).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
  await settled();
  ends[1]?.();
  expect(await second).toBe(2);
});
