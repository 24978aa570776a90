import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { connect } from "node:net";
import { Redis } from "ioredis";
import { freePort, freshFolder } from "./process.ts";
import { waitFor } from "./wait-for.ts";

export type TestRedis = AsyncDisposable & {
  url: string;
  port: number;
  /** Stops it without closing its connections, as a machine that hangs does. */
  freeze(): void;
  thaw(): void;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts it again at the same address, empty. */
  restart(): Promise<void>;
  /** Asks it something over a connection of its own. */
  ask<Answer>(question: (client: Redis) => Promise<Answer>): Promise<Answer>;
};

/**
 * A real Redis on loopback that keeps nothing on disk; without `isModern` it knows no sharded channels, as before 7. Its
 * `folder` is where it would write if it were told to.
 */
export async function startRedis({ password = "", isModern = true, folder = "" } = {}): Promise<TestRedis> {
  const secret = password ? ["--requirepass", password] : [];
  const age = isModern ? [] : ["--rename-command", "SSUBSCRIBE", ""];
  const place = folder ? ["--dir", folder] : [];
  return start(await freePort(), [...secret, ...age, ...place], password);
}

async function start(port: number, options: readonly string[], password = ""): Promise<TestRedis> {
  const url = `redis://${password ? `:${password}@` : ""}127.0.0.1:${port}`;
  let running = await launch(port, options);

  async function kill(): Promise<void> {
    running.process.kill("SIGKILL");
    await running.exited;
  }

  return {
    url,
    port,
    freeze: () => void running.process.kill("SIGSTOP"),
    thaw: () => void running.process.kill("SIGCONT"),
    kill,
    async restart() {
      await kill();
      running = await launch(port, options);
    },
    async ask(question) {
      const client = new Redis(url);
      try {
        return await question(client);
      } finally {
        client.disconnect();
      }
    },
    [Symbol.asyncDispose]: kill,
  };
}

export type TestRedisCluster = AsyncDisposable & {
  /** Names both nodes, as REDIS_URL does. */
  url: string;
  nodes: [TestRedis, TestRedis];
  /** Where a key or a channel lives. */
  homeOf(key: string): Promise<TestRedis>;
  /** Takes the slot of a key or a channel to the other node. */
  move(key: string): Promise<void>;
};

const SLOTS = 16_384;

/** Two nodes of a real Redis Cluster, each with half of the slots. */
export async function startRedisCluster(): Promise<TestRedisCluster> {
  await using stack = new AsyncDisposableStack();
  const aNode = async () => {
    const folder = freshFolder("redis-node");
    stack.defer(() => rmSync(folder, { recursive: true, force: true }));
    const busPort = await freePort();
    const settings = {
      dir: folder,
      "cluster-enabled": "yes",
      "cluster-port": busPort,
      "cluster-node-timeout": 1_000,
      "cluster-require-full-coverage": "no",
    };
    const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    return { ...stack.use(await start(await freePort(), options)), busPort };
  };
  const [one, other] = [await aNode(), await aNode()];
  const nodes: [TestRedis, TestRedis] = [one, other];
  await one.ask(client => client.cluster("ADDSLOTSRANGE", 0, SLOTS / 2 - 1));
  await other.ask(client => client.cluster("ADDSLOTSRANGE", SLOTS / 2, SLOTS - 1));
  await other.ask(client => client.cluster("SET-CONFIG-EPOCH", 2));
  await one.ask(client => client.call("CLUSTER", "MEET", "127.0.0.1", other.port, other.busPort));
  for (const node of nodes)
    await waitFor("the cluster to be whole", async () =>
      (await node.ask(client => client.cluster("INFO"))).includes("cluster_state:ok"),
    );

  async function homeOf(key: string): Promise<TestRedis> {
    const slot = await one.ask(client => client.cluster("KEYSLOT", key));
    const owners = await one.ask(client => client.cluster("SLOTS"));
    const owner = owners.find(([from, to]) => Number(from) <= slot && slot <= Number(to));
    return Number(owner?.[2]?.[1]) === one.port ? one : other;
  }

  const owned = stack.move();
  return {
    url: `redis://127.0.0.1:${one.port},127.0.0.1:${other.port}`,
    nodes,
    homeOf,
    async move(key) {
      const slot = await one.ask(client => client.cluster("KEYSLOT", key));
      const to = (await homeOf(key)) === one ? other : one;
      const id = await to.ask(client => client.cluster("MYID"));
      // The new owner first: it tells the other one, and that drops who listens there.
      for (const node of [to, ...nodes.filter(other => other !== to)])
        await node.ask(client => client.call("CLUSTER", "SETSLOT", slot, "NODE", id));
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function launch(port: number, options: readonly string[]) {
  const common = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const binary = process.env.REDIS_SERVER_BIN ?? "redis-server";
  const child = spawn(binary, [...common, ...options], { stdio: "ignore" });
  const exited = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve());
  });
  await Promise.race([
    waitFor("redis-server to listen", () => isListening(port)),
    exited.then(() => Promise.reject(new Error("ended"))),
  ]);
  return { process: child, exited };
}

function isListening(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, "127.0.0.1", () => resolve(true));
    socket.once("connect", () => socket.destroy());
    socket.once("error", () => resolve(false));
  });
}
