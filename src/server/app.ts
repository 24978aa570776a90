import { join } from "node:path";
import { Hono } from "hono";
import { DomainError } from "../shared/errors.ts";
import type { Deps } from "./deps.ts";
import { closeWhenStopping } from "./http/requests/closing.ts";
import { httpsOnly } from "./http/requests/https-only.ts";
import { problem } from "./http/requests/problem.ts";
import type { Connection } from "./http/requests/request-facts.ts";
import { type RequestIds, requestIds } from "./http/requests/request-id.ts";
import { securityHeaders } from "./http/requests/security-headers.ts";
import { wellFormedPaths } from "./http/requests/well-formed.ts";
import { clientRoutes } from "./http/resources/client.ts";
import { custodyKeyRoutes } from "./http/resources/custody-keys.ts";
import { fileRoutes } from "./http/resources/files.ts";
import { healthRoutes } from "./http/resources/health.ts";
import { metricsRoutes } from "./http/resources/metrics.ts";
import { rasterTileRoutes } from "./http/resources/raster-tiles.ts";
import { securityTxtRoutes } from "./http/resources/security-txt.ts";
import { tilesRoutes } from "./http/resources/tiles.ts";
import { trpcRoutes } from "./http/trpc.ts";

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
