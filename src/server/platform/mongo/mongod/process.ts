import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { alreadyRunning, claimDataDir, requireSpace } from "../../startup/data-dir.ts";
import { commandLine, processIdentity } from "../../startup/running-process.ts";
import { StartupProblem } from "../../startup/startup-problem.ts";
import { type KeptMongod, keepMongod } from "./keeper.ts";
import { becomePrimary, REPLICA_SET } from "./replica-set.ts";

export interface EmbeddedMongodOptions {
  /** Folder of this installation; the database lies in its `mongo` subfolder. */
  dataDir: string;
  /** Path of the mongod to run, as `findMongod` answers it. */
  binary: string;
  /** Deletes the whole data folder once mongod is gone; for tests. */
  temporary?: boolean;
  /** How much history change streams can resume from, in megabytes. */
  oplogMegabytes?: number;
  /** How long a start may take before it counts as failed. */
  readyTimeoutMs?: number;
}

export interface EmbeddedMongod extends AsyncDisposable {
  /** Connection string with the replica set's name. */
  url: string;
  pid: number;
  port: number;
  /** Resolves with the exit code when mongod ends, asked to or not. */
  exited: Promise<number>;
}

/** mongod's exit codes worth a message or another try. */
const EXIT_ADDRESS_IN_USE = 48;
const EXIT_FOLDER_IN_USE = 100;
const EXIT_OTHER_VERSION = 62;

const PORT_ATTEMPTS = 5;
const LEFTOVER_GRACE_MS = 3_000;
const LEFTOVER_LIMIT_MS = 20_000;
const LOG_LIMIT_BYTES = 10_000_000;

/**
 * Runs mongod as a one-node replica set with its data in `<dataDir>/mongo`, on a free loopback port, for at most
 * as long as this process lives. Resolves when it accepts writes; disposing stops it cleanly.
 * Throws StartupProblem when the folder is in use, the disk is full, or mongod does not come up.
 */
export async function startEmbeddedMongod(given: EmbeddedMongodOptions): Promise<EmbeddedMongod> {
  const options = { ...given, dataDir: resolve(given.dataDir) };
  requireSpace(options.dataDir);
  const claim = claimDataDir(options.dataDir);
  try {
    const folder = join(options.dataDir, "mongo");
    mkdirSync(folder, { recursive: true });
    await waitForLeftover(folder, options.dataDir);
    const { mongod, port } = await runOnFreePort(options, folder);
    return {
      url: `mongodb://127.0.0.1:${port}/medex?replicaSet=${REPLICA_SET}`,
      pid: mongod.pid,
      port,
      exited: mongod.exited,
      async [Symbol.asyncDispose]() {
        await mongod.stop();
        claim[Symbol.dispose]();
      },
    };
  } catch (error) {
    claim[Symbol.dispose]();
    throw error;
  }
}

async function runOnFreePort(
  options: EmbeddedMongodOptions,
  folder: string,
): Promise<{ mongod: KeptMongod; port: number }> {
  const portFile = join(options.dataDir, "mongo.port");
  let preferred = storedPort(portFile);
  for (let attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
    const port = await freePort(preferred);
    const mongod = await keepMongod({
      binary: options.binary,
      args: mongodArguments(options, folder, port),
      outputFile: join(options.dataDir, "mongo.out"),
      ...(options.temporary ? { removeAfter: options.dataDir } : {}),
    });
    const exitCode = await readyOrExit(mongod, port, options.readyTimeoutMs ?? 60_000);
    if (exitCode === null) {
      if (!options.temporary) writeFileSync(portFile, String(port));
      return { mongod, port };
    }
    if (exitCode !== EXIT_ADDRESS_IN_USE) throw failedStart(exitCode, options, folder);
    preferred = 0;
  }
  throw failedStart(EXIT_ADDRESS_IN_USE, options, folder);
}

function mongodArguments(options: EmbeddedMongodOptions, folder: string, port: number): string[] {
  const log = join(options.dataDir, "mongo.log");
  keepLogSmall(log);
  return [
    ...["--dbpath", folder, "--port", String(port), "--bind_ip", "127.0.0.1", "--nounixsocket"],
    ...["--replSet", REPLICA_SET, "--oplogSize", String(options.oplogMegabytes ?? 256)],
    // The default cache is half of the machine's memory; the product shares that machine with its user.
    ...["--wiredTigerCacheSizeGB", "0.25", "--quiet", "--logappend", "--logpath", log],
    ...["--setParameter", "diagnosticDataCollectionEnabled=false"],
    // A process that was killed leaves its transactions open, and nobody else can change what they have touched.
    ...["--setParameter", "transactionLifetimeLimitSeconds=10"],
    // Nothing of ours asks it to run code: then nothing that others slip in can.
    "--noscripting",
    // There is no other node to hand over to, so waiting for one at the end would only delay the stop.
    ...["--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100"],
  ];
}

/** Resolves with null when mongod accepts writes, with its exit code when it ended before that. */
async function readyOrExit(mongod: KeptMongod, port: number, timeoutMs: number): Promise<number | null> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(tookTooLong(timeoutMs)), timeoutMs);
  try {
    const ready = becomePrimary(mongod.pid, port, giveUp.signal).then(() => null);
    return await Promise.race([ready, mongod.exited]);
  } catch (error) {
    await mongod.stop();
    throw error;
  } finally {
    clearTimeout(timer);
    giveUp.abort(new Error("mongod has ended"));
  }
}

/**
 * After a kill -9 the mongod of that process may still be closing its files: wait for it, and end it ourselves
 * when whoever should have done so is gone too.
 */
async function waitForLeftover(folder: string, dataDir: string): Promise<void> {
  const pid = leftoverPid(folder);
  if (pid === null) return;
  const identity = processIdentity(pid);
  const startedAt = performance.now();
  let asked = false;
  while (identity !== null && processIdentity(pid) === identity) {
    const waitedMs = performance.now() - startedAt;
    if (waitedMs > LEFTOVER_LIMIT_MS) throw alreadyRunning(dataDir, pid);
    if (waitedMs > LEFTOVER_GRACE_MS && !asked) {
      asked = true;
      process.kill(pid, "SIGTERM");
    }
    await Bun.sleep(25);
  }
}

/** The pid of a live mongod that still works on this very folder, or null. */
function leftoverPid(folder: string): number | null {
  const lock = join(folder, "mongod.lock");
  const pid = existsSync(lock) ? Number(readFileSync(lock, "utf8").trim()) : 0;
  if (!Number.isInteger(pid) || pid <= 0) return null;
  const command = commandLine(pid);
  const itsFolder = command[command.indexOf("--dbpath") + 1];
  if (!command[0]?.includes("mongod") || itsFolder === undefined || !existsSync(itsFolder)) return null;
  return realpathSync(itsFolder) === realpathSync(folder) ? pid : null;
}

function tookTooLong(timeoutMs: number): StartupProblem {
  return new StartupProblem({
    problem: `the embedded MongoDB was not ready after ${Math.round(timeoutMs / 1000)} s.`,
    meaning: "It was stopped again; its data was left as it is. The machine may be very busy.",
    wayOut: ["try once more", "use a MongoDB that runs already: MONGODB_URL=mongodb://... bun start"],
  });
}

function failedStart(exitCode: number, options: EmbeddedMongodOptions, folder: string): StartupProblem {
  if (exitCode === EXIT_FOLDER_IN_USE) return alreadyRunning(options.dataDir, leftoverPid(folder) ?? 0);
  const otherVersion = exitCode === EXIT_OTHER_VERSION;
  return new StartupProblem({
    problem: otherVersion
      ? `the data in ${folder} was written by another version of MongoDB.`
      : `the embedded MongoDB ended with code ${exitCode} while starting.`,
    meaning: `${lastWords(options.dataDir)}\nThe data in ${folder} was left as it is.`,
    wayOut: [
      `read ${join(options.dataDir, "mongo.log")} for the whole story`,
      otherVersion
        ? "use the mongod that wrote it: MONGOD_BIN=/path/to/mongod bun start"
        : "use another mongod: MONGOD_BIN=/path/to/mongod bun start",
      "start with fresh data: MEDEX_DATA_DIR=.medex-new bun start",
    ],
  });
}

/** What mongod itself gave as the reason: its last error or fatal log line, or what it printed before logging. */
function lastWords(dataDir: string): string {
  const [log, output] = ["mongo.log", "mongo.out"].map(name => {
    const path = join(dataDir, name);
    return existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n") : [];
  });
  const complaint = log?.findLast(line => line.includes('"s":"E"') || line.includes('"s":"F"'));
  return (complaint ?? output?.at(-1) ?? "").slice(0, 500) || "It gave no reason.";
}

function keepLogSmall(log: string): void {
  if (existsSync(log) && statSync(log).size > LOG_LIMIT_BYTES) renameSync(log, `${log}.previous`);
}

function storedPort(portFile: string): number {
  const port = existsSync(portFile) ? Number(readFileSync(portFile, "utf8")) : 0;
  return Number.isInteger(port) && port > 1023 && port < 65_536 ? port : 0;
}

/** The preferred loopback port when it is free, else one the system picks. */
async function freePort(preferred: number): Promise<number> {
  return (await tryPort(preferred)) ?? (await tryPort(0)) ?? 0;
}

function tryPort(port: number): Promise<number | null> {
  return new Promise(resolve => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : null));
    });
  });
}
