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
/** How a Redis that is there refuses to keep anything: it is full, a replica, or may not go on without its disk or its copies. */
const KEEPS_NOTHING = /\b(OOM|READONLY|MISCONF|NOREPLICAS)\b/;

export type RedisConnection = AsyncDisposable & {
  /** The client that adapters build upon; whatever it is asked goes through `run`. */
  client: Redis | Cluster;
  /**
   * The answer of a command, within 250 ms. Rejects at once while Redis is known not to answer. One that answers and keeps
   * nothing is up: what processes tell each other goes through it all the same.
   */
  run<Answer>(command: () => Promise<Answer>): Promise<Answer>;
  isUp(): boolean;
  /** False while it is away, and, for whoever had noticed, as long after as another process may not know that it is back. */
  isSettled(): boolean;
  /** Calls back when it answers, each time that it does so again, and once a second while it keeps nothing. */
  onUp(listener: () => void): void;
  /** Rejects while it does not answer, or keeps nothing. */
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
  /** Why it keeps nothing; null while nobody has found that out. */
  let refusal: string | null = null;
  let isRefusedAnew = false;

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

  function refused(reason: string): void {
    if (refusal === null)
      logger.warn({ reason }, "Redis keeps nothing; this process keeps it by itself until it does");
    refusal = reason;
    isRefusedAnew = true;
    settledAt = clock.now().getTime() + SETTLED_AFTER_MS;
  }

  /** What was refused is said again; when nobody is refused any more it is over. */
  function sayAgain(): void {
    if (refusal === null) return;
    if (!isRefusedAnew) logger.info("Redis keeps things again");
    if (!isRefusedAnew) refusal = null;
    isRefusedAnew = false;
    for (const listener of listeners) listener();
  }

  const ask = async <Answer>(command: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await timeout(command(), CALL_TIMEOUT_MS);
    } catch (error) {
      const reason = error instanceof Error ? error.message : "";
      if (KEEPS_NOTHING.test(reason)) refused(reason);
      else down(error);
      throw error;
    }
  };

  /** Of a cluster every node has to answer: each holds something that nobody else has. */
  const probe = () =>
    ask(async () => {
      if (client.status !== "ready") throw new Error("there is no connection");
      await Promise.all((client instanceof Redis ? [client] : client.nodes("master")).map(answerOf));
    });

  /** A ping counts as a write to one that must not go on without its disk; the refusal is an answer too. */
  async function answerOf(node: Redis): Promise<void> {
    try {
      await node.ping();
    } catch (error) {
      const reason = error instanceof Error ? error.message : "";
      if (!KEEPS_NOTHING.test(reason)) throw error;
      refused(reason);
    }
  }

  async function look(): Promise<void> {
    const wasUp = isUp;
    await probe().then(up, () => {});
    if (wasUp && isUp) sayAgain();
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
    async ping() {
      await probe().then(up);
      if (refusal !== null) throw new Error(refusal);
    },
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
