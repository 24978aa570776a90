import { connect } from "node:net";
import { type Db, type Document, MongoClient, MongoServerError } from "mongodb";

export const REPLICA_SET = "medex";

const POLL_MS = 10;
/** MongoDB's error codes: no configuration yet; and a configuration in which this server does not find itself. */
const NOT_YET_INITIALIZED = 94;
const INVALID_REPLICA_SET_CONFIG = 93;

/**
 * Waits until the mongod with this pid is the writable primary of its one-node replica set on this loopback port,
 * setting the set up on the first start and correcting its address when the port changed.
 * Rejects with the signal's reason.
 */
export async function becomePrimary(pid: number, port: number, signal: AbortSignal): Promise<void> {
  while (!(await listens(port))) await pause(signal);
  await using client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 5_000,
  });
  const admin = client.db("admin");
  // Another process may have won the port in between: its database is not ours to configure.
  while (!(await isProcess(admin, pid))) await pause(signal);
  while (!(await isWritablePrimary(admin))) {
    await nudge(client, port);
    await pause(signal);
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

/** Does what the set still lacks on its way to a primary; everything else settles by itself. */
async function nudge(client: MongoClient, port: number): Promise<void> {
  const host = `127.0.0.1:${port}`;
  const admin = client.db("admin");
  const code = await statusCode(admin);
  if (code === NOT_YET_INITIALIZED) {
    const settings = { electionTimeoutMillis: 1_000, heartbeatIntervalMillis: 500 };
    await admin.command({ replSetInitiate: { _id: REPLICA_SET, members: [{ _id: 0, host }], settings } });
  } else if (code === INVALID_REPLICA_SET_CONFIG) {
    await admin.command({ replSetReconfig: await readdressed(client, host), force: true });
  }
}

/** The stored configuration with its only member at the new address. */
async function readdressed(client: MongoClient, host: string): Promise<Document> {
  const stored = await client.db("local").collection("system.replset").findOne();
  if (!stored) throw new Error("The replica set says its configuration is invalid, yet it has none.");
  return { ...stored, version: stored.version + 1, members: [{ ...stored.members[0], host }] };
}

async function statusCode(admin: Db): Promise<number | null> {
  try {
    await admin.command({ replSetGetStatus: 1 });
    return null;
  } catch (error) {
    if (error instanceof MongoServerError && typeof error.code === "number") return error.code;
    throw error;
  }
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
