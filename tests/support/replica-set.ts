import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { MongoClient } from "mongodb";
import { findMongod, mongodSearch } from "../../src/server/platform/mongo/mongod/binary.ts";
import { freePort, freshFolder } from "./process.ts";
import { waitFor } from "./wait-for.ts";

const NAME = "three";
/** Elections as quick as one machine allows. */
const SETTINGS = { electionTimeoutMillis: 1_000, heartbeatIntervalMillis: 500, catchUpTimeoutMillis: 2_000 };
const [PRIMARY, SECONDARY] = [1, 2];

export type ReplicaSetNode = {
  port: number;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts it again with what it had on its disk. */
  start(): void;
};

export type ReplicaSet = AsyncDisposable & {
  url: string;
  /** Who leads now; waits for an election. */
  primary(): Promise<ReplicaSetNode>;
  others(than: ReplicaSetNode): ReplicaSetNode[];
  /** Resolves when one leads and two follow. */
  healthy(): Promise<void>;
};

/** A real replica set of three on loopback, on empty disks. */
export async function startReplicaSet(): Promise<ReplicaSet> {
  const folder = freshFolder("replica-set");
  const binary = (await findMongod(mongodSearch(process.env), () => {})).path;
  const ports = [await freePort(), await freePort(), await freePort()];
  const nodes = ports.map(port => startNode(binary, port, folder));
  const hosts = ports.map(port => `127.0.0.1:${port}`);

  /** What the first node that answers knows of each member, in the order of the ports. */
  async function states(): Promise<number[]> {
    for (const host of hosts) {
      await using client = new MongoClient(`mongodb://${host}/?directConnection=true`, {
        serverSelectionTimeoutMS: 500,
      });
      const status = await client
        .db("admin")
        .command({ replSetGetStatus: 1 })
        .catch(() => null);
      if (status) return status.members.map(({ state }: { state: number }) => state);
    }
    return [];
  }

  const set: ReplicaSet = {
    url: `mongodb://${hosts.join(",")}/medex?replicaSet=${NAME}`,
    primary: () => waitFor("a primary", async () => nodes[(await states()).indexOf(PRIMARY)], 30_000),
    others: than => nodes.filter(node => node !== than),
    async healthy() {
      await waitFor(
        "one to lead and two to follow",
        async () => {
          const now = (await states()).toSorted();
          return now.join() === [PRIMARY, SECONDARY, SECONDARY].join();
        },
        60_000,
      );
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(nodes.map(node => node.kill()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await initiate(hosts);
    await set.healthy();
  } catch (error) {
    await set[Symbol.asyncDispose]();
    throw error;
  }
  return set;
}

function startNode(binary: string, port: number, parent: string): ReplicaSetNode {
  const folder = join(parent, String(port));
  mkdirSync(folder);
  let child: ChildProcess;
  let exited: Promise<void>;
  function start(): void {
    const options = [
      ...["--dbpath", folder, "--port", String(port), "--bind_ip", "127.0.0.1", "--nounixsocket"],
      ...["--replSet", NAME, "--oplogSize", "64", "--wiredTigerCacheSizeGB", "0.25", "--quiet"],
      ...["--logpath", join(folder, "mongod.log"), "--logappend"],
      ...["--setParameter", "diagnosticDataCollectionEnabled=false"],
      ...["--setParameter", "transactionLifetimeLimitSeconds=10"],
    ];
    child = spawn(binary, options, { stdio: "ignore" });
    exited = new Promise(resolve => child.once("close", () => resolve()));
  }
  start();
  return {
    port,
    start,
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

async function initiate(hosts: string[]): Promise<void> {
  const members = hosts.map((host, _id) => ({ _id, host }));
  await waitFor(
    "the first node to take the set's configuration",
    async () => {
      await using client = new MongoClient(`mongodb://${hosts[0]}/?directConnection=true`, {
        serverSelectionTimeoutMS: 500,
      });
      await client.db("admin").command({ replSetInitiate: { _id: NAME, members, settings: SETTINGS } });
      return true;
    },
    30_000,
  );
}
