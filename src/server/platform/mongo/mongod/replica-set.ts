import { connect } from "node:net";
import {
  type Db,
  MongoClient,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
} from "mongodb";

export const REPLICA_SET = "medex";

const POLL_MS = 10;
/** MongoDB's error codes: a configuration exists (and may still be loading); none yet; a configuration in which this server does not find itself. */
const ALREADY_INITIALIZED = 23;
const NOT_YET_INITIALIZED = 94;
const INVALID_REPLICA_SET_CONFIG = 93;

/**
 * Waits until the mongod with this pid is the writable primary of its one-node replica set on this loopback port,
 * setting the set up on the first start and correcting its address when the port changed.
 * Rejects with the signal's reason.
 */
export async function becomePrimary(pid: number, port: number, signal: AbortSignal): Promise<void> {
  while (!(await listens(port))) await pause(signal);
  const nudged = new Set<number>();
  let client = directClient(port);
  try {
    for (;;) {
      const outcome = await unlessCutOff(() => settle(client, pid, port, nudged));
      if (outcome === "primary") return;
      if (outcome === "not found") {
        // A client that finds no server at first stays closed for good.
        await client.close();
        client = directClient(port);
      }
      await pause(signal);
    }
  } finally {
    await client.close();
  }
}

const directClient = (port: number) =>
  new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, { serverSelectionTimeoutMS: 5_000 });

/** One step towards a writable primary; answers whether it is one now. */
async function settle(client: MongoClient, pid: number, port: number, nudged: Set<number>): Promise<boolean> {
  const admin = client.db("admin");
  // Another process may have won the port in between: its database is not ours to configure.
  if (!(await isProcess(admin, pid))) return false;
  if (await isWritablePrimary(admin)) return true;
  const code = await statusCode(admin);
  if (code === null || nudged.has(code)) return false;
  if (code === NOT_YET_INITIALIZED) await initiate(admin, `127.0.0.1:${port}`);
  else if (code === INVALID_REPLICA_SET_CONFIG) await moveTo(client, `127.0.0.1:${port}`);
  nudged.add(code);
  return false;
}

/** mongod drops its connections when its role changes, so a lost one only means: ask again. */
async function unlessCutOff(step: () => Promise<boolean>): Promise<"primary" | "not yet" | "not found"> {
  try {
    return (await step()) ? "primary" : "not yet";
  } catch (error) {
    if (error instanceof MongoNetworkError) return "not yet";
    if (error instanceof MongoServerSelectionError) return "not found";
    throw error;
  }
}

async function isProcess(admin: Db, pid: number): Promise<boolean> {
  const status = await admin.command({ serverStatus: 1, wiredTiger: 0, metrics: 0, tcmalloc: 0, repl: 0 });
  return Number(status.pid) === pid;
}

async function isWritablePrimary(admin: Db): Promise<boolean> {
  const hello = await admin.command({ hello: 1 });
  return hello.isWritablePrimary === true;
}

async function initiate(admin: Db, host: string): Promise<void> {
  const settings = { electionTimeoutMillis: 1_000, heartbeatIntervalMillis: 500 };
  try {
    await admin.command({ replSetInitiate: { _id: REPLICA_SET, members: [{ _id: 0, host }], settings } });
  } catch (error) {
    if (errorCode(error) !== ALREADY_INITIALIZED) throw error;
  }
}

/** Gives the set's only member its new address. */
async function moveTo(client: MongoClient, host: string): Promise<void> {
  const stored = await client.db("local").collection("system.replset").findOne();
  if (!stored) throw new Error("The replica set says its configuration is invalid, yet it has none.");
  const moved = { ...stored, version: stored.version + 1, members: [{ ...stored.members[0], host }] };
  await client.db("admin").command({ replSetReconfig: moved, force: true });
}

async function statusCode(admin: Db): Promise<number | null> {
  try {
    await admin.command({ replSetGetStatus: 1 });
    return null;
  } catch (error) {
    const code = errorCode(error);
    if (code === null) throw error;
    return code;
  }
}

function errorCode(error: unknown): number | null {
  return error instanceof MongoServerError && typeof error.code === "number" ? error.code : null;
}

function listens(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

async function pause(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await Bun.sleep(POLL_MS);
}
