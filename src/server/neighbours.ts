import type { Deps } from "./deps.ts";

/** Says so when another process is at the same database and nothing tells them what happens at each other. */
export async function warnOfNeighbours({
  config,
  logger,
  neighbours,
}: Pick<Deps, "config" | "logger" | "neighbours">): Promise<void> {
  const others = config.redisUrl ? 0 : await neighbours();
  if (others > 0)
    logger.warn(
      { others },
      "Other processes use this database, and REDIS_URL is not set: positions that they hear are not seen here",
    );
}
