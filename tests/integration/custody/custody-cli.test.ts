import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CustodyExport } from "../../../src/shared/custody/custody.schema.ts";
import { aCustodyExport, custodySigner } from "../../support/custody-chain.ts";
import { runProgram } from "../../support/process.ts";

let folder: string;
let whole: CustodyExport;
let keys: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "medex-custody-"));
  whole = await aCustodyExport();
  keys = await saved("keys.json", { keys: custodySigner.publicKeys });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function saved(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await Bun.write(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

/** The program as somebody runs it who has the file and nothing else: no database, no settings. */
async function custody(...args: string[]): Promise<{ code: number; output: string }> {
  await using program = runProgram(["src/server/scripts/custody.ts", ...args], {});
  const code = await program.exited;
  return { code, output: program.output() };
}

describe("bun run custody verify", () => {
  test("says that an export is intact, and ends with 0", async () => {
    const { code, output } = await custody("verify", await saved("whole.json", whole), "--keys", keys);
    expect(output).toContain("INTACT. ORD-00000001: 8 events, unbroken, delivered, signed by key “new”.");
    expect(code).toBe(0);
  });

  test("takes the keys from an address too", async () => {
    await using server = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      fetch: () => Response.json({ keys: custodySigner.publicKeys }),
    });
    const file = await saved("whole.json", whole);
    expect(await custody("verify", file, "--keys", `${server.url}keys.json`)).toMatchObject({ code: 0 });
  });

  test("names the first broken link, and ends with 1", async () => {
    const copy = structuredClone(whole);
    const [, , third] = copy.events;
    if (third) third.record.status = "pending";
    const { code, output } = await custody("verify", await saved("changed.json", copy), "--keys", keys);
    expect(output).toContain("BROKEN. The chain breaks at event 3: its record does not match its hash");
    expect(code).toBe(1);
  });

  test("claims nothing of a signature that it could not check, and ends with 2", async () => {
    const { code, output } = await custody("verify", await saved("whole.json", whole));
    expect(output).toContain(
      "NOT PROVEN. ORD-00000001: 8 events, unbroken, but the signature was not checked",
    );
    expect(code).toBe(2);
  });

  for (const [name, args] of Object.entries({
    "without a command": [],
    "without a file": ["verify"],
    "with an option that it does not know": ["verify", "x.json", "--trust"],
  })) {
    test(`${name} says how it is used`, async () => {
      const { code, output } = await custody(...args);
      expect(output).toContain("bun run custody verify FILE");
      expect(code).toBe(2);
    });
  }

  test("says in one line what is wrong with a file that is not there, or is no JSON", async () => {
    for (const file of [join(folder, "missing.json"), await saved("text.json", "not json")]) {
      const { code, output } = await custody("verify", file, "--keys", keys);
      expect(output.trim().split("\n")).toHaveLength(1);
      expect(output).not.toContain("    at ");
      expect(code).toBe(2);
    }
  });
});
