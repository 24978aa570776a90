import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StartupProblem } from "./startup-problem.ts";

/**
 * Installs exactly the locked dependencies when they are missing or older than the lockfile.
 * Uses nothing but built-in modules, since nothing else is there yet. Throws StartupProblem.
 */
export async function installDependencies(root: string, report: (line: string) => void): Promise<void> {
  const mark = markFile(root);
  if (existsSync(mark) && readFileSync(mark, "utf8") === lockHash(root)) return;
  report("Installing dependencies ...");
  await runInstall(root);
  writeFileSync(mark, lockHash(root));
}

function runInstall(root: string): Promise<void> {
  const child = spawn(process.execPath, ["install", "--frozen-lockfile"], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", code => (code === 0 ? resolve() : reject(installFailed(complaints))));
  });
}

function installFailed(complaints: string): StartupProblem {
  return new StartupProblem({
    problem: "the locked dependencies could not be installed.",
    meaning: `Nothing was started. Bun's installer said:\n${complaints.trim().slice(-1_500)}`,
    wayOut: [
      "check the network (or HTTPS_PROXY) and start again; what was downloaded is kept",
      "after changing package.json, run 'bun install' once, so that bun.lock follows",
    ],
  });
}

function lockHash(root: string): string {
  const hash = new Bun.CryptoHasher("sha1").update(`${Bun.version} ${process.platform} ${process.arch}\n`);
  return hash.update(readFileSync(join(root, "bun.lock"))).digest("hex");
}

/** Holds the hash of the lockfile that was last installed: modification times lie after a checkout. */
function markFile(root: string): string {
  return join(root, "node_modules/.installed-lockfile");
}
