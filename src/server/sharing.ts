import type { Cache } from "./platform/cache/cache.port.ts";
import { systemClock } from "./platform/clock/system.clock.ts";
import { randomIds } from "./platform/ids/random.ids.ts";
import type { Limiter } from "./platform/limits/limiter.port.ts";
import type { LiveBus } from "./platform/live-bus/live-bus.port.ts";
import type { Logger } from "./platform/logger/logger.ts";
import type { Metrics } from "./platform/metrics/metrics.ts";
import type { Presence } from "./platform/presence/presence.port.ts";
import { openChannels } from "./platform/redis/channel.ts";
import { connectRedis } from "./platform/redis/connect.ts";
import { createRedisCache } from "./platform/redis/redis.cache.ts";
import { createRedisLimiter } from "./platform/redis/redis.limiter.ts";
import { shareLiveBus } from "./platform/redis/redis.live-bus.ts";
import { createRedisPresence } from "./platform/redis/redis.presence.ts";
import { shareSessionEnds } from "./platform/redis/redis.session-ends.ts";
import type { SessionEnds } from "./platform/session-ends/session-ends.port.ts";
import { systemTimers } from "./platform/timers/system.timers.ts";

/** What several processes have in common, or one has for itself. */
export type Sharing = {
  limiter: Limiter;
  liveBus: LiveBus;
  presence: Presence;
  cache: Cache;
  sessionEnds: SessionEnds;
  /** True while live messages of other processes do not all arrive. */
  isLiveDegraded: () => boolean;
  /** True while nothing that this process says reaches the others. */
  isMute: () => boolean;
};

/** The same for all processes at this Redis. What each does while that is away is done by what is `here`. */
export async function shareByRedis(
  url: string,
  here: Pick<Sharing, "limiter" | "liveBus" | "sessionEnds">,
  { logger, metrics }: { logger: Logger; metrics: Metrics },
) {
  await using stack = new AsyncDisposableStack();
  const parts = { timers: systemTimers, logger, processId: randomIds.uuid() };
  const redis = stack.use(await connectRedis({ ...parts, url, clock: systemClock }));
  const channels = stack.use(openChannels({ ...parts, redis }));
  const isLiveDegraded = () => channels.health().lost > 0;

  metrics.watch("medex_redis_up", "1 while Redis answers", () => Number(redis.isUp()));
  metrics.watch(
    "medex_live_channels",
    "Channels of other processes that are listened to",
    () => channels.health().wanted,
  );
  const sharing: Sharing = {
    limiter: createRedisLimiter({ redis, insurance: here.limiter, onInsured: metrics.rateInsured }),
    liveBus: shareLiveBus(here.liveBus, channels),
    presence: stack.use(createRedisPresence({ ...parts, redis })),
    cache: createRedisCache({ redis, ids: randomIds }),
    sessionEnds: shareSessionEnds(here.sessionEnds, channels),
    isLiveDegraded,
    isMute: () => !redis.isUp(),
  };
  const owned = stack.move();
  return {
    sharing,
    /** Rejects while something of it does not work. */
    async check(): Promise<void> {
      await redis.ping();
      if (isLiveDegraded()) throw new Error("Other processes are not heard");
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
