import { linkSync, mkdirSync, readFileSync, realpathSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { processIdentity } from "./running-process.ts";
import { StartupProblem } from "./startup-problem.ts";

interface Claim {
  pid: number;
  identity: string;
  folder: string;
}

/** Below this an embedded database stops accepting writes sooner or later. */
const MINIMUM_FREE_MEGABYTES = 200;

/**
 * Takes a data folder for this process until disposed. A claim left by a dead process, or copied along with
 * the folder, does not count. Throws StartupProblem naming the pid when another live process holds it.
 */
export function claimDataDir(dataDir: string): Disposable {
  makeDataDir(dataDir);
  const file = claimFile(dataDir);
  const mine: Claim = {
    pid: process.pid,
    identity: processIdentity(process.pid) ?? "",
    folder: realpathSync(dataDir),
  };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(mine));
  try {
    linkAsClaim(draft, file, dataDir);
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    [Symbol.dispose]() {
      if (readClaim(dataDir)?.identity === mine.identity) rmSync(file, { force: true });
    },
  };
}

/** The pid of the live process that uses this data folder for its embedded database, or null. */
export function dataDirOwner(dataDir: string): number | null {
  const claim = readClaim(dataDir);
  if (claim === null || processIdentity(claim.pid) !== claim.identity) return null;
  return claim.folder === realpathSync(dataDir) ? claim.pid : null;
}

/** The problem shown when a second start meets a first one in the same folder. */
export function alreadyRunning(dataDir: string, pid: number): StartupProblem {
  return new StartupProblem({
    problem: `MedEx Delivery is already running in this folder, as process ${pid}.`,
    meaning: `Two processes cannot share the embedded database in ${dataDir}. The first one was left alone.`,
    wayOut: [
      `use the one that runs, or stop it: press Ctrl+C where it was started, or run kill ${pid}`,
      "start a second one with its own data and port: MEDEX_DATA_DIR=.medex-2 PORT=3001 bun start",
    ],
  });
}

/** Free space at a folder (or its nearest existing parent) in whole megabytes. */
export function freeMegabytes(folder: string): number {
  const stats = statfsSync(folder);
  return Math.floor((stats.bavail * stats.bsize) / 1_000_000);
}

/** Creates the folder and makes sure an embedded database has room to run. Throws StartupProblem. */
export function requireSpace(dataDir: string, freeAt: (folder: string) => number = freeMegabytes): void {
  makeDataDir(dataDir);
  const free = freeAt(dataDir);
  if (free >= MINIMUM_FREE_MEGABYTES) return;
  throw new StartupProblem({
    problem: `only ${free} MB are free where ${dataDir} lies.`,
    meaning: `The embedded database needs at least ${MINIMUM_FREE_MEGABYTES} MB to run safely. Nothing was started.`,
    wayOut: [
      "free some space on that disk",
      "keep the data on another disk: MEDEX_DATA_DIR=/another/disk/medex bun start",
      "use a MongoDB elsewhere: MONGODB_URL=mongodb://host:27017/medex?replicaSet=rs0 bun start",
    ],
  });
}

/** Creates the folder when it is missing and tries to write in it. Throws StartupProblem. */
export function makeDataDir(dataDir: string): void {
  try {
    // Proofs and the database are nobody else's on this machine.
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const probe = join(dataDir, `.writable-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (cause) {
    // A full disk is told by requireSpace, with its own ways out.
    if (isErrno(cause, "ENOSPC")) return;
    throw new StartupProblem(
      {
        problem: `the data folder ${dataDir} cannot be written.`,
        meaning: `Its database and uploads would have no place (${cause instanceof Error ? cause.message : cause}).`,
        wayOut: [
          `give this user the right to write there: chown -R "$USER" ${dataDir}`,
          "choose another folder: MEDEX_DATA_DIR=$HOME/medex-data bun start",
        ],
      },
      { cause },
    );
  }
}

function linkAsClaim(draft: string, file: string, dataDir: string): void {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      // A hard link appears complete or not at all, so no reader sees half a claim.
      linkSync(draft, file);
      return;
    } catch (error) {
      if (!isErrno(error, "EEXIST")) throw error;
    }
    const owner = dataDirOwner(dataDir);
    if (owner !== null) throw alreadyRunning(dataDir, owner);
    rmSync(file, { force: true });
  }
  throw alreadyRunning(dataDir, readClaim(dataDir)?.pid ?? 0);
}

function claimFile(dataDir: string): string {
  return join(dataDir, "running.json");
}

function readClaim(dataDir: string): Claim | null {
  try {
    const claim: unknown = JSON.parse(readFileSync(claimFile(dataDir), "utf8"));
    return isClaim(claim) ? claim : null;
  } catch {
    return null;
  }
}

function isClaim(value: unknown): value is Claim {
  return (
    typeof value === "object" && value !== null && "pid" in value && "identity" in value && "folder" in value
  );
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
