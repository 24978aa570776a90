import { Hono } from "hono";
import type { Registry } from "prom-client";
import { bearer } from "../requests/bearer.ts";
import { problem } from "../requests/problem.ts";

/** Prometheus. In production only with a token; without one configured it does not exist. */
export const metricsRoutes = (deps: {
  registry: Registry;
  token: string | undefined;
  isProduction: boolean;
}) =>
  new Hono().get("/metrics", async context => {
    const isOpen = !deps.token && !deps.isProduction;
    const hasToken = deps.token !== undefined && bearer(context.req.raw.headers) === deps.token;
    if (!isOpen && !hasToken) return problem("NOT_FOUND");
    return context.text(await deps.registry.metrics(), 200, { "Content-Type": deps.registry.contentType });
  });
