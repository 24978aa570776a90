import { Hono } from "hono";
import { createOriginPolicy } from "../../src/server/http/requests/origins.ts";
import type { Connection } from "../../src/server/http/requests/request-facts.ts";
import { type RequestIds, requestIds } from "../../src/server/http/requests/request-id.ts";
import { trpcRoutes } from "../../src/server/http/trpc.ts";
import { DEFAULT_CAPS } from "../../src/server/platform/limits/caps.ts";
import type { TestApp } from "./harness.ts";

const PUBLIC_URL = "http://127.0.0.1:3000";

export type ApiRoutes = Hono<RequestIds & Connection>;

/** The procedures of a test's application as they are asked over HTTP, without a network; `over` replaces parts. */
export const apiRoutesOf = (
  { services, platform, admitCall, streams, subscriptions }: TestApp,
  over: Partial<Parameters<typeof trpcRoutes>[0]> = {},
): ApiRoutes =>
  new Hono<RequestIds & Connection>().use(requestIds(platform.ids)).route(
    "/",
    trpcRoutes({
      services,
      admitCall,
      streams,
      caps: DEFAULT_CAPS,
      onCapped: () => {},
      measured: () => {},
      subscriptions,
      origins: createOriginPolicy({ publicUrl: PUBLIC_URL, corsOrigins: [] }),
      publicUrl: PUBLIC_URL,
      trustProxy: false,
      logger: platform.logger,
      ...over,
    }),
  );
