/*
 * `bun run build [folder]`: puts everything that production runs into one folder, `dist/release` by default. The
 * server runs from its sources there, as Bun runs TypeScript as it is; the client is built, tests and tools stay out.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildClient } from "../src/server/platform/startup/client-build.ts";
import { installDependencies } from "../src/server/platform/startup/dependencies.ts";
import { describeStartupProblem, StartupProblem } from "../src/server/platform/startup/startup-problem.ts";

const RUNTIME_FILES = [
  "package.json",
  "bun.lock",
  "bunfig.toml",
  "tsconfig.json",
  "assets",
  "src",
  "dist/client",
];
const NOT_AT_RUNTIME = ["src/client"];

const root = join(import.meta.dir, "..");
const release = resolve(process.argv[2] ?? join(root, "dist/release"));
const report = (line: string) => console.log(`build: ${line}`);

function assemble(): void {
  rmSync(release, { recursive: true, force: true });
  mkdirSync(release, { recursive: true });
  for (const path of RUNTIME_FILES) {
    cpSync(join(root, path), join(release, path), {
      recursive: true,
      filter: source => !NOT_AT_RUNTIME.some(excluded => source === join(root, excluded)),
    });
  }
}

function installProductionDependencies(): void {
  const args = ["install", "--production", "--omit=peer", "--frozen-lockfile", "--silent"];
  const install = spawnSync(process.execPath, args, {
    cwd: release,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (install.status !== 0) throw new Error(`bun ${args.join(" ")} ended with code ${install.status}`);
}

try {
  await installDependencies(root, report);
  await buildClient(root, report);
  report(`Assembling ${release} ...`);
  assemble();
  installProductionDependencies();
} catch (error) {
  if (!(error instanceof StartupProblem)) throw error;
  console.error(describeStartupProblem(error));
  process.exit(1);
}
