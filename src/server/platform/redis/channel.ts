import type { Redis } from "ioredis";
import type { Logger } from "../logger/logger.ts";
import type { RedisConnection } from "./connect.ts";

/** Tells all other processes something, at most once: what is said while Redis is away is lost. */
export type Channels = AsyncDisposable & {
  /** Who hears a message; never the process that has sent it. */
  open(name: string, hear: (message: unknown) => void): (message: unknown) => void;
};

type Deps = {
  redis: RedisConnection;
  logger: Logger;
  /** Of this process: others hear its messages, and it hears theirs. */
  processId: string;
};

/** Pub/sub over one further connection, for a connection that listens can do nothing else. It comes back by itself. */
export function openChannels({ redis, logger, processId }: Deps): Channels {
  const listener: Redis = redis.client.duplicate({ enableOfflineQueue: true, maxRetriesPerRequest: null });
  const hearers = new Map<string, (message: unknown) => void>();
  // The connection that is asked says so in the log.
  listener.on("error", () => {});
  listener.on("message", (channel: string, text: string) => {
    try {
      const { from, message } = JSON.parse(text);
      if (from !== processId) hearers.get(channel)?.(message);
    } catch (error) {
      const reason = error instanceof Error ? error.message : "unknown";
      logger.warn({ channel, reason }, "A message of another process could not be read");
    }
  });
  void listener.connect().catch(() => {});

  return {
    open(name, hear) {
      const channel = `medex:${name}`;
      hearers.set(channel, hear);
      // Waits for the connection, and is said again by the client each time that it comes back.
      void listener.subscribe(channel).catch(() => {});
      return message => {
        const text = JSON.stringify({ from: processId, message });
        void redis.run(() => redis.client.publish(channel, text)).catch(() => {});
      };
    },
    async [Symbol.asyncDispose]() {
      listener.disconnect();
    },
  };
}
