import { type Db, type Document, MongoClient } from "mongodb";
import { randomIds } from "../ids/random.ids.ts";
import { StartupProblem } from "../startup/startup-problem.ts";

export interface MongoConnection extends AsyncDisposable {
  client: MongoClient;
  /** The database named by the connection string's path, `medex` when it names none. */
  db: Db;
  /** How many other processes use this database at the moment, as far as the server tells. */
  neighbours(): Promise<number>;
}

export interface MongoConnectionOptions {
  /** A replica set's connection string. */
  url: string;
  /** Overrides the database of the connection string. */
  database?: string;
  /** How long to look for a primary before giving up, at start and in every later operation. */
  serverSelectionTimeoutMs?: number;
}

const APP_NAME = "medex-delivery";
const DEFAULT_DATABASE = "medex";

/**
 * Connects to a replica set so that an acknowledged write survives the loss of a node: majority and journaled
 * writes, majority reads, retries of both. Throws StartupProblem when nothing answers, when the server refuses us,
 * or when it is a standalone server, which has neither transactions nor change streams.
 */
export async function connectMongo(options: MongoConnectionOptions): Promise<MongoConnection> {
  const database = options.database ?? databaseOf(options.url);
  const appName = `${APP_NAME} ${database} ${randomIds.uuid()}`;
  const client = clientFor(options, appName);
  try {
    await client.connect();
    requireReplicaSet(await client.db("admin").command({ hello: 1 }), options.url);
  } catch (error) {
    await client.close();
    throw error instanceof StartupProblem ? error : await explain(error, options.url);
  }
  return {
    client,
    db: client.db(database),
    async neighbours() {
      const names = await namesOfClients(client).catch(() => []);
      return names.filter(name => name !== appName && name.startsWith(`${APP_NAME} ${database} `)).length;
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}

/** The connection string with its password hidden, for messages and logs. */
export function withoutPassword(url: string): string {
  return url.replace(/^(mongodb(?:\+srv)?:\/\/[^:/@]+):[^@]*@/, "$1:***@");
}

/** The names by which clients of our user have introduced themselves to the server, each once. */
async function namesOfClients(client: MongoClient): Promise<string[]> {
  const names = await client
    .db("admin")
    .aggregate(
      [{ $currentOp: { allUsers: false, idleConnections: true } }, { $group: { _id: "$appName" } }],
      { readConcern: { level: "local" }, maxTimeMS: 1_000 },
    )
    .toArray();
  return names.flatMap(({ _id }) => (typeof _id === "string" ? [_id] : []));
}

function clientFor(options: MongoConnectionOptions, appName: string): MongoClient {
  try {
    return new MongoClient(options.url, {
      appName,
      writeConcern: { w: "majority", journal: true, wtimeoutMS: 10_000 },
      readConcern: { level: "majority" },
      readPreference: "primary",
      retryWrites: true,
      retryReads: true,
      serverSelectionTimeoutMS: options.serverSelectionTimeoutMs ?? 5_000,
      connectTimeoutMS: 5_000,
      // Longer than any query may take; it frees a request that waits on a connection nobody answers on.
      socketTimeoutMS: 45_000,
      maxPoolSize: 50,
      maxIdleTimeMS: 60_000,
      waitQueueTimeoutMS: 10_000,
    });
  } catch (cause) {
    throw unreadableUrl(options.url, cause);
  }
}

function requireReplicaSet(hello: Document, url: string): void {
  const isSharded = hello.msg === "isdbgrid";
  if (isSharded || typeof hello.setName === "string") return;
  throw hello.isreplicaset === true ? notInitiated(url) : standalone(url);
}

/** Finds out what stands behind a failed connection by asking one server directly. */
async function explain(error: unknown, url: string): Promise<StartupProblem> {
  await using probe = new MongoClient(directUrl(url), {
    directConnection: true,
    serverSelectionTimeoutMS: 2_000,
  });
  try {
    requireReplicaSet(await probe.db("admin").command({ hello: 1 }), url);
  } catch (probeError) {
    if (probeError instanceof StartupProblem) return probeError;
  }
  return unreachable(url, error);
}

/** The same connection string for its first server only, whatever set that belongs to. */
function directUrl(url: string): string {
  const firstHost = url.replace(/^(mongodb:\/\/(?:[^@/]*@)?)([^,/?]+)[^/?]*/, "$1$2");
  return firstHost.replace(/([?&])(replicaSet|directConnection|loadBalanced)=[^&]*/gi, "$1");
}

function databaseOf(url: string): string {
  const path = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(url)?.[1];
  return path ? decodeURIComponent(path) : DEFAULT_DATABASE;
}

function hostOf(url: string): string {
  return /^mongodb(?:\+srv)?:\/\/(?:[^@/]*@)?([^,/?]+)/.exec(url)?.[1] ?? "127.0.0.1:27017";
}

function standalone(url: string): StartupProblem {
  const host = hostOf(url);
  return new StartupProblem({
    problem: `the MongoDB at ${host} is a standalone server, not a replica set.`,
    meaning:
      "A standalone server has no transactions and no change streams; orders could be lost or done twice, so it is refused.",
    wayOut: [
      "turn it into a replica set of one: stop it, start it again with  mongod --replSet rs0  added to its options, then run",
      `mongosh "mongodb://${host}" --eval 'rs.initiate({_id: "rs0", members: [{_id: 0, host: "${host}"}]})'`,
      `then start with MONGODB_URL="mongodb://${host}/medex?replicaSet=rs0", or unset MONGODB_URL to use the embedded database`,
    ],
  });
}

function notInitiated(url: string): StartupProblem {
  const host = hostOf(url);
  return new StartupProblem({
    problem: `the MongoDB at ${host} was started with --replSet, but its replica set was never initiated.`,
    meaning: "It accepts no writes until that is done.",
    wayOut: [
      `mongosh "mongodb://${host}/?directConnection=true" --eval 'rs.initiate()'`,
      "unset MONGODB_URL to use the embedded database",
    ],
  });
}

function unreachable(url: string, cause: unknown): StartupProblem {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StartupProblem(
    {
      problem: `MongoDB could not be reached at ${withoutPassword(url)}.`,
      meaning: `Nothing was started, since everything is stored there (${reason}).`,
      wayOut: [
        "check that it runs, and that host, port, user, password and replicaSet in MONGODB_URL are right",
        "unset MONGODB_URL to use the embedded database",
      ],
    },
    { cause },
  );
}

function unreadableUrl(url: string, cause: unknown): StartupProblem {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StartupProblem(
    {
      problem: `MONGODB_URL is not a connection string: ${withoutPassword(url)}`,
      meaning: `MongoDB's driver says: ${reason}.`,
      wayOut: [
        "write it as MONGODB_URL=mongodb://host:27017/medex?replicaSet=rs0",
        "unset it to use the embedded database",
      ],
    },
    { cause },
  );
}
