import { Redis } from "ioredis";
import type { Clock } from "../clock/clock.port.ts";
import { timeout } from "../clock/timeout.ts";
import type { Logger } from "../logger/logger.ts";

/** A call that takes longer is given up: Redis answers within a millisecond, or it is in trouble. */
const CALL_TIMEOUT_MS = 250;
const CONNECT_TIMEOUT_MS = 2_000;
const LONGEST_RETRY_MS = 2_000;
/** After a failure nobody asks for so long, and then one call finds out: otherwise each request would wait in vain. */
const REST_MS = 1_000;

export type RedisConnection = AsyncDisposable & {
  /** The client that adapters build upon; whatever it is asked goes through `run`. */
  client: Redis;
  /** The answer of a command, within 250 ms. Rejects at once while Redis is known not to answer. */
  run<Answer>(command: () => Promise<Answer>): Promise<Answer>;
  isUp(): boolean;
  ping(): Promise<void>;
};

type Deps = { url: string; clock: Clock; logger: Logger };

/**
 * One connection, which comes back by itself. Redis is never a reason not to start: whoever asks it has another way.
 * Nothing is queued while it is away, and nothing is sent twice.
 */
export async function connectRedis({ url, clock, logger }: Deps): Promise<RedisConnection> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    enableAutoPipelining: true,
    retryStrategy: attempt => Math.min(50 * 2 ** Math.min(attempt, 10), LONGEST_RETRY_MS),
  });
  let isUp: boolean | null = null;
  let restsUntil = 0;

  /** An error of the client carries the command that failed, with a password in it: only its message is logged. */
  function down(error: unknown): void {
    restsUntil = clock.now().getTime() + REST_MS;
    if (isUp === false) return;
    isUp = false;
    const reason = error instanceof Error ? error.message : "unknown";
    logger.warn({ reason }, "Redis does not answer; this process counts limits by itself until it does");
  }

  function up(): void {
    restsUntil = 0;
    if (isUp === false) logger.info("Redis answers again");
    isUp = true;
  }

  client.on("error", down);
  client.on("close", () => down(new Error("the connection was closed")));

  async function run<Answer>(command: () => Promise<Answer>): Promise<Answer> {
    const now = clock.now().getTime();
    if (client.status !== "ready" || now < restsUntil) throw new Error("Redis does not answer");
    // One call finds out; the others go on as before until it has.
    if (isUp === false) restsUntil = now + REST_MS;
    try {
      const answer = await timeout(command(), CALL_TIMEOUT_MS);
      up();
      return answer;
    } catch (error) {
      down(error);
      throw error;
    }
  }

  client.on("ready", () => {
    restsUntil = 0;
    void run(() => client.ping()).catch(() => {});
  });
  await timeout(client.connect(), CONNECT_TIMEOUT_MS).catch(down);

  return {
    client,
    run,
    isUp: () => isUp === true,
    ping: async () => {
      await run(() => client.ping());
    },
    async [Symbol.asyncDispose]() {
      client.removeAllListeners("close");
      client.disconnect();
    },
  };
}
