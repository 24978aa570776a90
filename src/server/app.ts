import { join } from "node:path";
import { Hono } from "hono";
import { DomainError } from "../shared/errors.ts";
import type { Deps } from "./deps.ts";
import { clientRoutes } from "./http/client.ts";
import { closeWhenStopping } from "./http/closing.ts";
import { custodyKeyRoutes } from "./http/custody-keys.ts";
import { fileRoutes } from "./http/files.ts";
import { healthRoutes } from "./http/health.ts";
import { httpsOnly } from "./http/https-only.ts";
import { metricsRoutes } from "./http/metrics.ts";
import { problem } from "./http/problem.ts";
import { rasterTileRoutes } from "./http/raster-tiles.ts";
import type { Connection } from "./http/request-facts.ts";
import { type RequestIds, requestIds } from "./http/request-id.ts";
import { securityHeaders } from "./http/security-headers.ts";
import { securityTxtRoutes } from "./http/security-txt.ts";
import { tilesRoutes } from "./http/tiles.ts";
import { trpcRoutes } from "./http/trpc.ts";
import { wellFormedPaths } from "./http/well-formed.ts";

/** Everything that is answered over HTTP. Never listens: see main.ts. */
export function createApp(deps: Deps) {
  const { config, services, logger, ids } = deps;
  const app = new Hono<Connection & RequestIds>()
    .use(requestIds(ids))
    .use(closeWhenStopping(deps.stopping.signal))
    .use(securityHeaders(config))
    .use(wellFormedPaths)
    .route("/", healthRoutes({ ...deps, stopping: deps.stopping.signal, checks: deps.readiness }))
    // Health checks come from inside, past the proxy or through it.
    .use(httpsOnly(config))
    .route("/", metricsRoutes({ ...config, registry: deps.metrics.registry, token: config.metricsToken }))
    .route(
      "/",
      trpcRoutes({
        ...config,
        services,
        admitCall: deps.admitCall,
        onCapped: deps.metrics.capped,
        measured: deps.metrics.called,
        subscriptions: deps.subscriptions,
        origins: deps.origins,
        logger,
        streams: deps.streams,
      }),
    )
    .route("/", custodyKeyRoutes(deps.custodySigner))
    .route("/", securityTxtRoutes({ ...config, clock: deps.clock }))
    .route("/", fileRoutes({ ...services, ...config, admitCall: deps.admitCall }))
    .route("/", tilesRoutes(deps.tiles))
    .route("/", rasterTileRoutes({ ...deps, ...config }))
    .route("/", clientRoutes({ folder: join(config.root, "dist/client") }));

  app.notFound(() => problem("NOT_FOUND"));
  app.onError((error, context) => {
    const requestId = context.get("requestId");
    if (error instanceof DomainError) return problem(error.code, error.details, requestId);
    logger.error({ requestId, path: context.req.path, err: error }, "A request failed");
    return problem("INTERNAL", {}, requestId);
  });
  return app;
}
