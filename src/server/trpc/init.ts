import { initTRPC } from "@trpc/server";
import { CATALOGUE, describe } from "../../shared/errors.ts";
import type { Permission } from "../../shared/permissions.ts";
import type { RateClass } from "../platform/limits/rules.ts";
import type { Context } from "./context.ts";
import { toDomainError, withCatalogueStatus } from "./errors.ts";

/** The policy of a procedure: a permission of the table, or the reason why it is open to everybody. */
export type Policy = ({ permission: Permission } | { open: string }) & { rate?: RateClass | undefined };

/** A subscription over HTTP says something at least this often: proxies and clients give up on silence. */
const STREAM_PING_MS = 5_000;

const t = initTRPC
  .context<Context>()
  .meta<Policy>()
  .create({
    // A stack must not leave the process, whatever NODE_ENV says.
    isDev: false,
    errorFormatter({ shape, error, ctx }) {
      const { code, details } = toDomainError(error);
      const { text, wayOut } = describe(code, details);
      return {
        ...shape,
        message: text,
        data: {
          code: shape.data.code,
          httpStatus: CATALOGUE[code].http,
          path: shape.data.path,
          appCode: code,
          wayOut,
          details,
          requestId: ctx?.request.requestId ?? null,
        },
      };
    },
    sse: { enabled: true, ping: { enabled: true, intervalMs: STREAM_PING_MS } },
  });

const mapDomainErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok) return result;
  throw withCatalogueStatus(result.error);
});

/** Around everything, so that what was refused is measured too. */
const measure = t.middleware(async ({ ctx, path, next }) => {
  const begun = performance.now();
  const result = await next();
  const outcome = result.ok ? "ok" : toDomainError(result.error).code;
  ctx.measured({ procedure: path, outcome, seconds: (performance.now() - begun) / 1_000 });
  return result;
});

/** How often a procedure may be called when it does not say so itself. */
const RATE_OF_KIND = {
  query: "read",
  mutation: "write",
  subscription: "subscribe",
} as const satisfies Record<string, RateClass>;

export const rateClassOf = (kind: keyof typeof RATE_OF_KIND, policy: Policy | undefined): RateClass =>
  policy?.rate ?? RATE_OF_KIND[kind];

/** Before everything else: who calls too often costs no more than being told so. */
const countCall = t.middleware(async ({ ctx, type, meta, next }) => {
  await ctx.admit(rateClassOf(type, meta));
  return next();
});

/** Around all that is done with the messages of a subscription, so that nothing of it runs on uncounted. */
const countRunning = t.middleware(async ({ ctx, type, next }) => {
  const result = await next();
  if (type !== "subscription" || !result.ok) return result;
  return { ...result, data: ctx.subscriptions.counted(result.data as AsyncIterable<unknown>) };
});

export const { router, createCallerFactory } = t;

/** Not exported to features: a procedure begins with `requires(...)` or `open(...)`, so none is without a policy or a rate. */
export const base = t.procedure.use(measure).use(mapDomainErrors).use(countCall).use(countRunning);
