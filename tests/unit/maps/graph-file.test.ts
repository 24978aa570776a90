import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildGraph } from "../../../src/server/platform/maps/embedded/streets/building/graph-builder.ts";
import {
  openGraph,
  writeGraph,
} from "../../../src/server/platform/maps/embedded/streets/graph/graph-file.ts";
import { networkOf } from "./street-plan.ts";

const network = networkOf({
  nodes: { A: [0, 0], B: [200, 0], C: [200, 200] },
  streets: [["AB", { name: "Läänintie" }], ["BC", { oneway: "yes" }], ["CA"]],
});

async function written() {
  const folder = await mkdtemp(join(tmpdir(), "medex-graph-"));
  const path = join(folder, "streets.graph");
  const content = { ...buildGraph(network), source: "0123456789abcdef" };
  await writeGraph(path, content);
  return {
    path,
    content,
    bytes: await Bun.file(path).bytes(),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

test("a graph is read as it was written, with its source and its report", async () => {
  await using file = await written();
  expect(await openGraph(file.path)).toEqual(file.content);
});

test("the same streets are written as the same bytes", async () => {
  await using one = await written();
  await using other = await written();
  expect(Bun.hash(one.bytes)).toBe(Bun.hash(other.bytes));
});

test("a file that is cut short anywhere is refused, with its name and the way out", async () => {
  await using file = await written();
  for (let length = 0; length < file.bytes.length; length += 37) {
    await Bun.write(file.path, file.bytes.subarray(0, length));
    const attempt = openGraph(file.path);
    await expect(attempt).rejects.toThrow(/is (cut short|not a street graph|cut short or damaged)\./);
    await expect(attempt).rejects.toHaveProperty("wayOut.0", expect.stringContaining("remove it"));
    await expect(attempt).rejects.toThrow(file.path);
  }
});

test("one changed bit anywhere is noticed", async () => {
  await using file = await written();
  for (let place = 16; place < file.bytes.length; place += 3) {
    const damaged = file.bytes.slice();
    damaged[place] = (damaged[place] ?? 0) ^ 0x10;
    await Bun.write(file.path, damaged);
    await expect(openGraph(file.path)).rejects.toThrow("is cut short or damaged");
  }
});

test.each([
  ["this is no graph", /is not a street graph/],
  ["", /is not a street graph/],
  ["MEDEXMAP\u0063\0\0\0 and so on and on", /of version 99; this program reads version \d+/],
])("%j is refused", async (text, reason) => {
  await using file = await written();
  await Bun.write(file.path, text);
  await expect(openGraph(file.path)).rejects.toThrow(reason);
});

test("a file that is not there is named", async () => {
  await expect(openGraph("/nowhere/streets.graph")).rejects.toThrow("/nowhere/streets.graph does not exist");
});
