import type { Hono } from "hono";
import { MAX_FEED_WAIT_MS } from "../shared/events.ts";
import { MAX_PROOF_BYTES } from "../shared/proofs/proof.schema.ts";
import type { Deps } from "./deps.ts";
import type { HiddenCookie } from "./features/auth/index.ts";
import { createTrpcSockets, WS_PATH } from "./http/live/ws.ts";
import { cameInClear } from "./http/requests/https-only.ts";
import { problem } from "./http/requests/problem.ts";
import { type Connection, callerAddress } from "./http/requests/request-facts.ts";
import type { RequestIds } from "./http/requests/request-id.ts";
import { createSecurityHeaders } from "./http/requests/security-headers.ts";
import { leave } from "./leave.ts";
import type { Caps } from "./platform/limits/caps.ts";
import { appRouter } from "./trpc/router.ts";

/** The routes set lower limits of their own; this one ends a body that ignores all of them. */
const maxBodyBytes = (caps: Caps): number => Math.max(MAX_PROOF_BYTES, caps["body-bytes"]) + 1024 * 1024;

/** A reader of the feed hears nothing for so long; Bun would cut him off after 10 s. */
const IDLE_SECONDS = MAX_FEED_WAIT_MS / 1_000 + 15;

/** Listens for HTTP and WebSockets on one port until disposed: then lets everybody go. */
export function listen(deps: Deps, app: Hono<Connection & RequestIds>): AsyncDisposable {
  const { config, services, logger } = deps;
  const sockets = createTrpcSockets({
    router: appRouter,
    clock: deps.clock,
    timers: deps.timers,
    logger,
    caps: config.caps,
    onCapped: deps.metrics.capped,
    actorOf: services.auth.signedIn,
    actorsOf: services.auth.actorsOf,
    onSessionEnded: deps.sessionEnds.onSessionEnded,
    stopping: deps.stopping.signal,
    collectGarbage: () => Bun.gc(true),
    isAllowedOrigin: deps.origins.isAllowed,
    census: deps.census,
    addressOf: (request, peer) => callerAddress(request.headers, peer, config.trustProxy),
    contextOf: ({ actor, ip, userAgent, tellDirectly }) => ({
      ...services,
      actor,
      tellDirectly,
      measured: deps.metrics.called,
      subscriptions: deps.subscriptions,
      admit: rateClass => deps.admitCall(rateClass, { account: actor?.userId ?? null, address: ip }),
      request: {
        requestId: deps.ids.uuid(),
        ip,
        userAgent,
        refreshCookie: NO_COOKIE,
        deviceCookie: NO_COOKIE,
      },
    }),
  });
  deps.metrics.watch("medex_sockets", "Open sockets", () => sockets.stats().connections);
  deps.metrics.watch("medex_streams", "Open event streams and waiting readers", deps.streams.count);
  deps.metrics.watch("medex_subscriptions", "Subscriptions on sockets", () => sockets.stats().openRequests);
  const secure = createSecurityHeaders(config);
  const server = Bun.serve({
    hostname: config.host,
    port: config.port,
    maxRequestBodySize: maxBodyBytes(config.caps),
    idleTimeout: IDLE_SECONDS,
    // Otherwise Bun answers what it does not foresee with a page that shows sources and paths.
    development: false,
    fetch(request, self) {
      // A Host that is none makes an address that nothing behind could read.
      const url = URL.parse(request.url);
      if (!url) return secure(problem("INVALID_INPUT"));
      if (url.pathname === WS_PATH) {
        if (cameInClear(request.headers, config)) return secure(problem("HTTPS_REQUIRED"));
        return secure(sockets.upgrade(request, self));
      }
      return app.fetch(request, { remoteAddress: self.requestIP(request)?.address });
    },
    error(error) {
      logger.error({ err: error }, "A request failed before it was routed");
      return secure(problem("INTERNAL"));
    },
    websocket: sockets.websocket,
  });
  return { [Symbol.asyncDispose]: () => leave(deps, server, sockets) };
}

/** A socket carries no cookies: signing in and refreshing are HTTP's. */
const NO_COOKIE: HiddenCookie = { read: () => null, set: () => {}, clear: () => {} };
