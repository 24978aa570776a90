import type { Server } from "bun";
import type { Deps } from "./deps.ts";
import type { TrpcSockets } from "./http/live/ws.ts";

/**
 * How long things take at most when the server is asked to end, in milliseconds. Supervisors give 10 s; the longest way
 * is 7.5 s. Why so: docs/decisions/0022-leaving-one-after-the-other.md.
 */
const LIMITS = {
  /** Between two clients who are sent away, as long as they are few. */
  apart: 4,
  /** For all of them to be told. */
  spread: 3_000,
  /** For the last to have gone: a client waits for up to 0.8 s by itself. */
  grace: 1_500,
  /** A proxy in front lets go of connections that it has not used for 2 s (deploy/nginx/medex/upstreams.conf). */
  proxy: 2_500,
  /** For requests under way. */
  requests: 2_500,
};
/** For the generators of those who are gone, looked at after each. */
const GENERATORS_MS = [20, 80, 400];

/** What runs for somebody: generators, and who is told of events and of positions, with a generator or directly. */
export const underWay = ({ subscriptions, log, live }: Pick<Deps, "subscriptions" | "log" | "live">) => ({
  running: subscriptions.running(),
  hearEvents: log.health().listeners,
  hearPositions: live.listeners(),
});

/**
 * Lets everybody go and closes the server: clients are asked to come back, which leads them to another process, one
 * after the other; calls are answered meanwhile, and those under way to their end.
 */
export async function leave(
  deps: Pick<
    Deps,
    "config" | "live" | "log" | "logger" | "stopping" | "streams" | "subscriptions" | "timers"
  >,
  server: Server<unknown>,
  sockets: TrpcSockets,
): Promise<void> {
  const { config, logger, streams, timers } = deps;
  const pass = (ms: number) => new Promise<void>(resolve => void timers.after(ms, resolve));

  deps.stopping.abort();
  const clients = sockets.stats().connections + streams.count();
  const spreadMs = Math.min(LIMITS.spread, clients * LIMITS.apart);
  await Promise.all([
    sockets.drain({ spreadMs, graceMs: LIMITS.grace }),
    streams.drain(spreadMs),
    config.trustProxy && pass(LIMITS.proxy),
  ]);
  await Promise.race([server.stop(), pass(LIMITS.requests)]);
  // A connection that was in use a moment ago would be waited for until it has been idle for long.
  await server.stop(true);

  const isAnyLeft = () => Object.values(underWay(deps)).some(count => count > 0);
  for (const ms of GENERATORS_MS) if (isAnyLeft()) await pass(ms);
  if (isAnyLeft()) logger.error(underWay(deps), "Subscriptions have outlived their clients");
}
