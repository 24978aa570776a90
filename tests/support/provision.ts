/*
 * Finds or installs the real servers that tests need. `verify` runs this once and hands the paths to the tests in
 * environment variables; a test never installs anything itself.
 */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { findMongod, mongodSearch } from "../../src/server/platform/mongo/mongod/binary.ts";
import { StartupProblem } from "../../src/server/platform/startup/startup-problem.ts";
import { gitleaksWays } from "./gitleaks.ts";

const run = promisify(execFile);

export type PartName = "mongod" | "chromium" | "redis-server" | "nginx" | "openssl" | "gitleaks";

interface Part {
  /** The variable that tells tests, and lets a developer tell us, where the binary is. */
  variable: string;
  /** Ways to get it, tried in order; each answers a path that was seen running, or throws with the reason. */
  ways: ((report: (line: string) => void) => Promise<string>)[];
}

interface Provision {
  /** Paths of everything found, by variable name. */
  env: Record<string, string>;
  /** What could not be had, and why. */
  missing: { part: PartName; reason: string }[];
}

const CHROMIUM_COMMANDS = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const PARTS: Record<PartName, Part> = {
  mongod: {
    variable: "MONGOD_BIN",
    ways: [async report => (await findMongod(mongodSearch(process.env), report)).path],
  },
  chromium: {
    variable: "CHROMIUM_BIN",
    ways: [
      () => onPath(CHROMIUM_COMMANDS),
      async report => {
        await aptInstall("chromium", report);
        return onPath(CHROMIUM_COMMANDS);
      },
      playwrightChromium,
    ],
  },
  gitleaks: { variable: "GITLEAKS_BIN", ways: gitleaksWays },
  nginx: {
    variable: "NGINX_BIN",
    ways: [
      foundNginx,
      async report => {
        await aptInstall("nginx-light", report);
        return foundNginx();
      },
    ],
  },
  openssl: {
    variable: "OPENSSL_BIN",
    ways: [
      foundOpenssl,
      async report => {
        await aptInstall("openssl", report);
        return foundOpenssl();
      },
    ],
  },
  "redis-server": {
    variable: "REDIS_SERVER_BIN",
    ways: [
      () => onPath(["redis-server", "valkey-server"]),
      async report => {
        await aptInstall("redis-server", report);
        return onPath(["redis-server"]);
      },
    ],
  },
};

/** Finds each part, installing what is missing; never throws for a part that cannot be had. */
export async function provision(names: PartName[], report: (line: string) => void): Promise<Provision> {
  const result: Provision = { env: {}, missing: [] };
  for (const name of names) {
    const { path, reasons } = await obtain(PARTS[name], report);
    if (path) result.env[PARTS[name].variable] = path;
    else result.missing.push({ part: name, reason: reasons.join("; ") });
  }
  return result;
}

async function obtain(
  part: Part,
  report: (line: string) => void,
): Promise<{ path?: string; reasons: string[] }> {
  const chosen = process.env[part.variable];
  if (chosen)
    return existsSync(chosen) ? { path: chosen, reasons: [] } : { reasons: [`${chosen} does not exist`] };
  const reasons: string[] = [];
  for (const way of part.ways) {
    try {
      return { path: await way(report), reasons };
    } catch (error) {
      reasons.push(reasonOf(error));
    }
  }
  return { reasons };
}

async function onPath(commands: string[]): Promise<string> {
  for (const command of commands) {
    const path = Bun.which(command);
    const runs = path && (await run(path, ["--version"], { timeout: 30_000 }).catch(() => null));
    if (path && runs) return path;
  }
  throw new Error(`${commands[0]} is not on PATH`);
}

/** `ssl_reject_handshake` and the `-e` of our tests came with 1.19; distributions have it where only root looks. */
async function foundNginx(): Promise<string> {
  const path = Bun.which("nginx", { PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` });
  if (!path) throw new Error("nginx is not on PATH");
  const { stderr } = await run(path, ["-v"], { timeout: 30_000 });
  const [, major, minor] = /nginx\/(\d+)\.(\d+)/.exec(stderr) ?? [];
  if (Number(major) === 1 && Number(minor) < 20) throw new Error(`${path} is older than 1.20`);
  return path;
}

/** Makes certificates for tests. Everywhere it has `version`, and not everywhere `--version`. */
async function foundOpenssl(): Promise<string> {
  const path = Bun.which("openssl");
  if (!path) throw new Error("openssl is not on PATH");
  await run(path, ["version"], { timeout: 30_000 });
  return path;
}

let packageListIsFresh = false;

async function aptInstall(packageName: string, report: (line: string) => void): Promise<void> {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  if (!/^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release)) throw new Error("this is neither Debian nor Ubuntu");
  if (process.getuid?.() !== 0) throw new Error(`installing it needs root: apt-get install ${packageName}`);
  report(`Installing ${packageName} with apt-get; this happens once ...`);
  const options = { timeout: 10 * 60_000, env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  if (!packageListIsFresh) await run("apt-get", ["update", "-qq"], options);
  packageListIsFresh = true;
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", packageName], options);
}

/** Playwright's own browser, for machines with neither a system Chromium nor the right to install one. */
async function playwrightChromium(report: (line: string) => void): Promise<string> {
  const { chromium } = await import("playwright-core");
  const path = chromium.executablePath();
  if (existsSync(path)) return path;
  report("Downloading Chromium with Playwright; this happens once ...");
  const cli = join(import.meta.dir, "../../node_modules/playwright-core/cli.js");
  await run(process.execPath, ["--bun", cli, "install", "chromium"], { timeout: 5 * 60_000 });
  if (existsSync(path)) return path;
  throw new Error("Playwright installed no Chromium");
}

function reasonOf(error: unknown): string {
  if (error instanceof StartupProblem) return `${error.problem} ${error.meaning}`;
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
}
