import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { freshFolder, runProgram } from "../../support/process.ts";

const root = join(import.meta.dir, "../../..");
const project = freshFolder("foreign-project");
const README = readFileSync(join(root, "README.md"), "utf8");

/** As the README asks of a project that uses the client. */
const COMPILER_OPTIONS = {
  target: "esnext",
  module: "preserve",
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  allowImportingTsExtensions: true,
  types: ["bun"],
};

beforeAll(() => {
  write("package.json", JSON.stringify({ name: "foreign", type: "module" }));
  write("tsconfig.json", JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ["*.ts"] }));
  link(root, "node_modules/medex-delivery");
  link(join(root, "node_modules/@types/bun"), "node_modules/@types/bun");
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

function write(path: string, text: string): void {
  writeFileSync(join(project, path), text);
}

function link(target: string, path: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  symlinkSync(target, join(project, path));
}

/** What the compiler says about one file of the project; nothing when all is well. */
async function complaints(text: string): Promise<string> {
  write("program.ts", text);
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  await using run = runProgram(["--bun", tsc, "-p", "."], {}, project);
  await run.exited;
  return run.output();
}

test("the README's program compiles in a project of its own", async () => {
  const program = /```ts\n(import \{ createMedexClient \}[\s\S]*?)```/.exec(README)?.[1] ?? "";
  expect(program).toContain("medex-delivery/client");
  expect(await complaints(program)).toBe("");
}, 60_000);

test("and the client's types are the server's: a wrong field, procedure or answer is an error", async () => {
  const said = await complaints(`
    import { createMedexClient } from "medex-delivery/client";
    const medex = createMedexClient({ url: "http://127.0.0.1:3000" });
    await medex.orders.list.query({ limitt: 10 });
    await medex.orders.lisst.query({});
    const { items } = await medex.orders.list.query({});
    const wrong: number | undefined = items[0]?.status;
  `);
  for (const code of ["TS2561", "TS2551", "TS2322"]) expect(said).toContain(code);
  expect(said.match(/error TS/g)).toHaveLength(3);
}, 60_000);
