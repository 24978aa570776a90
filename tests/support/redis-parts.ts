import { systemClock } from "../../src/server/platform/clock/system.clock.ts";
import { createLogger } from "../../src/server/platform/logger/logger.ts";
import { openChannels } from "../../src/server/platform/redis/channel.ts";
import { connectRedis } from "../../src/server/platform/redis/connect.ts";
import { systemTimers } from "../../src/server/platform/timers/system.timers.ts";
import { collectLog } from "./collected-logs.ts";

/** What a process has of a Redis, as often as a test wants processes; the clock may be moved by hand. */
export async function aProcessAt(url: string, clock = systemClock) {
  await using stack = new AsyncDisposableStack();
  const logger = createLogger("debug", { write: collectLog });
  const parts = { timers: systemTimers, logger, processId: crypto.randomUUID() };
  const redis = stack.use(await connectRedis({ ...parts, url, clock }));
  const channels = stack.use(openChannels({ ...parts, redis }));
  const owned = stack.move();
  return { ...parts, redis, channels, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

export type RedisProcess = Awaited<ReturnType<typeof aProcessAt>>;
