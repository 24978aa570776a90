import { Hono } from "hono";
import { timeout } from "../platform/clock/timeout.ts";

/** A part without which no request can be served; answers or rejects. */
export type ReadinessCheck = () => Promise<void>;

const CHECK_TIMEOUT_MS = 2_000;

/** Live says that the process runs; ready, that it can serve: what balancers and containers ask. */
export const healthRoutes = (deps: { version: string; checks: Record<string, ReadinessCheck> }) =>
  new Hono()
    .get("/healthz", context => context.json({ status: "ok" }))
    .get("/version", context => context.json({ name: "medex-delivery", version: deps.version }))
    .get("/readyz", async context => {
      const results = await Promise.all(
        Object.entries(deps.checks).map(async ([name, check]) => [name, await outcome(check)] as const),
      );
      const isReady = results.every(([, result]) => result === "ok");
      return context.json(
        { status: isReady ? "ready" : "not ready", checks: Object.fromEntries(results) },
        isReady ? 200 : 503,
      );
    });

async function outcome(check: ReadinessCheck): Promise<"ok" | "failed"> {
  try {
    await timeout(check(), CHECK_TIMEOUT_MS);
    return "ok";
  } catch {
    return "failed";
  }
}
