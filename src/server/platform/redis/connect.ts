import { Cluster, Redis, type RedisOptions } from "ioredis";
import type { Clock } from "../clock/clock.port.ts";
import { timeout } from "../clock/timeout.ts";
import type { Logger } from "../logger/logger.ts";
import type { Timers } from "../timers/timers.port.ts";
import { parseRedisUrl, type RedisNode } from "./redis-url.ts";

/** A call that takes longer is given up: Redis answers within a millisecond, or it is in trouble. */
const CALL_TIMEOUT_MS = 250;
const CONNECT_TIMEOUT_MS = 2_000;
const LONGEST_RETRY_MS = 2_000;
/** A connection on which an answer is owed for so long leads nowhere: another one is made. */
const DEAD_AFTER_MS = 5_000;
/** How often Redis is asked whether it is there; for as long as it is not, nobody else asks and waits in vain. */
const PROBE_MS = 1_000;
/** After an outage those who had noticed it have found out within this time that it is over. */
const SETTLED_AFTER_MS = 5_000;

export type RedisConnection = AsyncDisposable & {
  /** The client that adapters build upon; whatever it is asked goes through `run`. */
  client: Redis | Cluster;
  /** The answer of a command, within 250 ms. Rejects at once while Redis is known not to answer. */
  run<Answer>(command: () => Promise<Answer>): Promise<Answer>;
  isUp(): boolean;
  /** False while it is away, and, for whoever had noticed, as long after as another process may not know that it is back. */
  isSettled(): boolean;
  /** Calls back each time that it answers again, and when it does for the first time. */
  onUp(listener: () => void): void;
  ping(): Promise<void>;
  /** The nodes that answer now, or else those that were named. */
  nodes(): readonly RedisNode[];
  /** A further connection to one node, which does not connect by itself. */
  connectionTo(node: RedisNode): Redis;
};

type Deps = { url: string; clock: Clock; timers: Timers; logger: Logger };

/**
 * A Redis, or a cluster of them when the address names several nodes. It comes back by itself and is never a reason not
 * to start: whoever asks it has another way. Nothing is queued while it is away, and nothing is sent twice.
 */
export async function connectRedis({ url, clock, timers, logger }: Deps): Promise<RedisConnection> {
  const { nodes, username, password, isTls } = parseRedisUrl(url);
  const access: RedisOptions = {
    ...(username && { username }),
    ...(password && { password }),
    ...(isTls && { tls: {} }),
  };
  const client = nodes.length > 1 ? clusterOf(nodes, access) : new Redis(url, { ...ALONE, ...COMMON });
  const listeners = new Set<() => void>();
  let isUp: boolean | null = null;
  let settledAt = 0;
  let cancelProbe = () => {};
  let isClosed = false;

  /** An error of the client carries the command that failed, with a password in it: only its message is logged. */
  function down(error: unknown): void {
    if (isUp === false) return;
    isUp = false;
    const reason = error instanceof Error ? error.message : "unknown";
    logger.warn({ reason }, "Redis does not answer; this process goes on by itself until it does");
  }

  function up(): void {
    if (isUp === true) return;
    if (isUp === false) {
      settledAt = clock.now().getTime() + SETTLED_AFTER_MS;
      logger.info("Redis answers again");
    }
    isUp = true;
    for (const listener of listeners) listener();
  }

  const ask = async <Answer>(command: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await timeout(command(), CALL_TIMEOUT_MS);
    } catch (error) {
      down(error);
      throw error;
    }
  };

  /** Of a cluster every node has to answer: each holds something that nobody else has. */
  const probe = () =>
    ask(async () => {
      if (client.status !== "ready") throw new Error("there is no connection");
      await Promise.all(
        (client instanceof Redis ? [client] : client.nodes("master")).map(node => node.ping()),
      );
    });

  async function look(): Promise<void> {
    await probe().then(up, () => {});
    cancelProbe();
    if (!isClosed) cancelProbe = timers.after(PROBE_MS, () => void look());
  }

  client.on("error", down);
  client.on("close", () => down(new Error("the connection was closed")));
  client.on("ready", () => void look());
  await timeout(client.connect(), CONNECT_TIMEOUT_MS).catch(down);
  await look();

  return {
    client,
    nodes: () => (client instanceof Redis ? nodes : nodesOf(client, nodes)),
    connectionTo: ({ host, port }) =>
      client instanceof Redis
        ? client.duplicate(LISTENING)
        : new Redis({ ...ALONE, ...COMMON, ...access, ...LISTENING, host, port }),
    async run(command) {
      if (!isUp) throw new Error("Redis does not answer");
      return ask(command);
    },
    isUp: () => isUp === true,
    isSettled: () => isUp === true && clock.now().getTime() >= settledAt,
    onUp(listener) {
      listeners.add(listener);
      if (isUp) listener();
    },
    ping: () => probe().then(up),
    async [Symbol.asyncDispose]() {
      isClosed = true;
      cancelProbe();
      client.removeAllListeners("close");
      client.removeAllListeners("ready");
      client.disconnect();
    },
  };
}

function nodesOf(cluster: Cluster, named: readonly RedisNode[]): readonly RedisNode[] {
  const ready = cluster.nodes().filter(({ status }) => status === "ready");
  const found = ready.flatMap(({ options: { host, port } }) => (host && port ? { host, port } : []));
  return found.length > 0 ? found : named;
}

const retryDelayMs = (attempt: number) => Math.min(50 * 2 ** Math.min(attempt, 10), LONGEST_RETRY_MS);

const COMMON = {
  connectTimeout: CONNECT_TIMEOUT_MS,
  socketTimeout: DEAD_AFTER_MS,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
} satisfies RedisOptions;

const ALONE = {
  lazyConnect: true,
  enableOfflineQueue: false,
  enableAutoPipelining: true,
  retryStrategy: retryDelayMs,
} satisfies RedisOptions;

/** Whoever listens says himself what he wants to hear, each time that the connection is there. */
const LISTENING = { autoResubscribe: false, enableAutoPipelining: false } satisfies RedisOptions;

const clusterOf = (nodes: readonly RedisNode[], access: RedisOptions) =>
  new Cluster([...nodes], {
    lazyConnect: true,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    clusterRetryStrategy: retryDelayMs,
    clusterNodeRetryStrategy: retryDelayMs,
    // Nothing is said again by the client: who has counted twice has counted wrong.
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    retryDelayOnTryAgain: 0,
    redisOptions: { ...COMMON, ...access },
  });
