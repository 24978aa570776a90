import { describe, expect, test } from "bun:test";
import { join } from "node:path";

const root = join(import.meta.dir, "../..");

/** Where time, chance and the environment come in as arguments, and what would bring them in by the back door. */
const AMBIENT =
  /\bDate\.now\(|new Date\(\)|\brandomUUID|\bMath\.random\(|\bprocess\.env\b|\bBun\.env\b|\bsetTimeout\(|\bsetInterval\(/;
const PURE = ["src/shared", "src/server/features"];
/** Programs of their own: what `main.ts` is to the server. */
const ENTRY = /\.program\.ts$/;

async function ambientUses(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const path of new Bun.Glob("**/*.ts").scan(join(root, folder))) {
    if (ENTRY.test(path)) continue;
    const lines = (await Bun.file(join(root, folder, path)).text()).split("\n");
    lines.forEach((line, index) => {
      if (AMBIENT.test(line)) found.push(`${folder}/${path}:${index + 1}: ${line.trim()}`);
    });
  }
  return found;
}

describe("no ambient time, chance or environment", () => {
  for (const folder of PURE) {
    test(`in ${folder}`, async () => {
      expect(await ambientUses(folder)).toEqual([]);
    });
  }

  test("the pattern recognises what it bans", () => {
    for (const bad of ["Date.now()", "new Date()", "Math.random()", "crypto.randomUUID()", "process.env.X"]) {
      expect(AMBIENT.test(bad)).toBe(true);
    }
    expect(AMBIENT.test("new Date(now.getTime())")).toBe(false);
  });

  test("only the configuration reads the environment of the server", async () => {
    const readers: string[] = [];
    for await (const path of new Bun.Glob("**/*.ts").scan(join(root, "src/server"))) {
      const text = await Bun.file(join(root, "src/server", path)).text();
      if (/\b(process|Bun)\.env\b/.test(text)) readers.push(path);
    }
    const entries = ["main.ts", "scripts/", "platform/", "features/demo/"];
    expect(readers.filter(path => !entries.some(entry => path.startsWith(entry)))).toEqual([]);
  });
});
