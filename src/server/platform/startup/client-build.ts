import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { processIdentity } from "./running-process.ts";
import { StartupProblem } from "./startup-problem.ts";

/** Everything whose change can change the built client. */
const SOURCES = ["src/client", "src/shared", "src/sdk", "vite.config.ts", "tsconfig.json", "bun.lock"];

/** Whether the built client in `dist/client` was made from the sources as they are now. */
export function clientIsCurrent(root: string): boolean {
  if (!existsSync(join(root, "dist/client/index.html"))) return false;
  const stamp = stampFile(root);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === sourcesHash(root);
}

/**
 * Builds the client into `dist/client` when its sources changed; answers whether it did.
 * The old build stays in place until the new one is whole. Throws StartupProblem with the end of Vite's output.
 */
export async function buildClient(root: string, report: (line: string) => void): Promise<boolean> {
  if (clientIsCurrent(root)) return false;
  report("Building the client ...");
  // Hashed before the build: a source saved meanwhile must lead to another build.
  const hash = sourcesHash(root);
  const workshop = join(root, "dist", `.client-${process.pid}`);
  try {
    mkdirSync(join(root, "dist"), { recursive: true });
    removeAbandonedBuilds(join(root, "dist"));
    await runVite(root, workshop);
    rmSync(stampFile(root), { force: true });
    rmSync(join(root, "dist/client"), { recursive: true, force: true });
    renameSync(workshop, join(root, "dist/client"));
    writeFileSync(stampFile(root), hash);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
  return true;
}

/** In a process of its own, so that the server does not keep the memory a build needs. */
function runVite(root: string, outDir: string): Promise<void> {
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const args = ["--bun", vite, "build", "--outDir", outDir, "--emptyOutDir", "--logLevel", "warn"];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", code => (code === 0 ? resolve() : reject(buildFailed(output))));
  });
}

function buildFailed(output: string): StartupProblem {
  return new StartupProblem({
    problem: "the client could not be built.",
    meaning: `The server would have no screens to show. The build said:\n${output.trim().slice(-2_000)}`,
    wayOut: [
      "repair what the build complains about; 'bunx --bun vite build' shows it all",
      "git stash your changes and start again",
    ],
  });
}

function sourcesHash(root: string): string {
  const hash = new Bun.CryptoHasher("sha1");
  for (const path of SOURCES.flatMap(source => filesUnder(root, source))) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesUnder(root: string, source: string): string[] {
  const full = join(root, source);
  if (!existsSync(full)) return [];
  const entries = source.includes(".") ? [] : readdirSync(full, { recursive: true, withFileTypes: true });
  if (entries.length === 0) return [source];
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/** What builds left behind that were ended by kill -9 or a power cut. */
function removeAbandonedBuilds(dist: string): void {
  for (const name of readdirSync(dist)) {
    const builder = /^\.client-(\d+)$/.exec(name)?.[1];
    if (builder && processIdentity(Number(builder)) === null) rmSync(join(dist, name), { recursive: true });
  }
}

function stampFile(root: string): string {
  return join(root, "dist/client.sources");
}
