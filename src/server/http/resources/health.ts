import { Hono } from "hono";
import { timeout } from "../../platform/clock/timeout.ts";

/** A part without which no request can be served; answers or rejects. */
export type ReadinessCheck = () => Promise<void>;

const CHECK_TIMEOUT_MS = 2_000;

/** A part that helps, and without which everything goes on: its failure makes nobody send requests elsewhere. */
type Helpers = Record<string, ReadinessCheck>;

/**
 * Live says that the process runs; ready, that it can serve: what balancers and containers ask. A process that was asked
 * to end is not ready from that moment on, although it still answers.
 */
export const healthRoutes = (deps: {
  version: string;
  stopping: AbortSignal;
  checks: Record<string, ReadinessCheck>;
  helpers?: Helpers | undefined;
}) =>
  new Hono()
    .get("/healthz", context => context.json({ status: "ok" }))
    .get("/version", context => context.json({ name: "medex-delivery", version: deps.version }))
    .get("/readyz", async context => {
      if (deps.stopping.aborted) return context.json({ status: "stopping", checks: {} }, 503);
      const [checks, helpers] = await Promise.all([
        outcomes(deps.checks, "failed"),
        outcomes(deps.helpers ?? {}, "degraded"),
      ]);
      const isReady = Object.values(checks).every(result => result === "ok");
      return context.json(
        { status: isReady ? "ready" : "not ready", checks: { ...checks, ...helpers } },
        isReady ? 200 : 503,
      );
    });

/** What became of each check: `ok`, or the word for what it means when it is not. */
async function outcomes(checks: Record<string, ReadinessCheck>, otherwise: string) {
  const results = Object.entries(checks).map(async ([name, check]) => {
    const result = timeout(check(), CHECK_TIMEOUT_MS).then(
      () => "ok",
      () => otherwise,
    );
    return [name, await result] as const;
  });
  return Object.fromEntries(await Promise.all(results));
}
