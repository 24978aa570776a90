import { afterAll, expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { createLocalStorage } from "../../../src/server/platform/storage/local.storage.ts";
import { freshFolder } from "../../support/process.ts";

const folder = freshFolder("storage");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const keysOf = async (storage: ReturnType<typeof createLocalStorage>) => {
  const keys: string[] = [];
  for await (const { key } of storage.list()) keys.push(key);
  return keys.sort();
};

test("a store that never held a file lists nothing, and then what it was given", async () => {
  const storage = createLocalStorage(join(folder, "not there yet"));
  expect(await keysOf(storage)).toEqual([]);
  await storage.put("proofs/2026/11/a.jpg", new Uint8Array([1, 2, 3]));
  await storage.put("proofs/2026/12/b.jpg", new Uint8Array([4]));
  expect(await keysOf(storage)).toEqual(["proofs/2026/11/a.jpg", "proofs/2026/12/b.jpg"]);
  await storage.remove("proofs/2026/11/a.jpg");
  expect(await keysOf(storage)).toEqual(["proofs/2026/12/b.jpg"]);
});
