import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { CATALOGUE, describe } from "../../shared/errors.ts";
import { MAX_PROOF_BYTES } from "../../shared/proofs/proof.schema.ts";
import type { AdmitCall } from "../platform/limits/call-limits.ts";
import type { CapName, Caps } from "../platform/limits/caps.ts";
import type { Logger } from "../platform/logger/logger.ts";
import type { Context, Services } from "../trpc/context.ts";
import { toDomainError } from "../trpc/errors.ts";
import { appRouter } from "../trpc/router.ts";
import type { EventStreams } from "./live/event-streams.ts";
import { bearer } from "./requests/bearer.ts";
import type { OriginPolicy } from "./requests/origins.ts";
import { problem } from "./requests/problem.ts";
import { createRateTally, RATE_HEADERS, retryAfter } from "./requests/rate-headers.ts";
import { type Connection, callerAddress, hiddenCookie } from "./requests/request-facts.ts";
import type { RequestIds } from "./requests/request-id.ts";

/** Form fields and boundaries around a proof. */
const MULTIPART_OVERHEAD_BYTES = 64 * 1024;

type Deps = {
  services: Services;
  admitCall: AdmitCall;
  caps: Caps;
  onCapped: (cap: CapName) => void;
  measured: Context["measured"];
  subscriptions: Context["subscriptions"];
  origins: OriginPolicy;
  publicUrl: string;
  trustProxy: boolean;
  logger: Logger;
  streams: EventStreams;
};

/** True when one of the calls is answered late, or for as long as the caller stays. */
const isLive = (url: string): boolean =>
  pathsOf(url).some(path => path === "orders.events" || PROCEDURES[path]?._def.type === "subscription");

/** What tRPC is going to call: it takes slashes off both ends, decodes, and parts what is batched. */
const pathsOf = (url: string): string[] =>
  decodeURIComponent(new URL(url).pathname.slice("/trpc".length).replaceAll(/^\/+|\/+$/g, "")).split(",");

const PROCEDURES = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;

/** The API at `/trpc`: queries and mutations, batched; and subscriptions, for those who can have no socket. */
export function trpcRoutes({
  services,
  admitCall,
  caps,
  onCapped,
  measured,
  subscriptions,
  origins,
  publicUrl,
  trustProxy,
  logger,
  streams,
}: Deps) {
  const tooLarge = (cap: CapName, limit: string) => () => {
    onCapped(cap);
    return problem("PAYLOAD_TOO_LARGE", { limit });
  };
  const jsonLimit = bodyLimit({
    maxSize: caps["body-bytes"],
    onError: tooLarge("body-bytes", `${Math.floor(caps["body-bytes"] / 1_024)} kB`),
  });
  const refuseBatch = tooLarge("batch-calls", `${caps["batch-calls"]} calls at once`);
  const uploadLimit = bodyLimit({
    maxSize: MAX_PROOF_BYTES + MULTIPART_OVERHEAD_BYTES,
    onError: tooLarge("body-bytes", "10 MB"),
  });

  return new Hono<Connection & RequestIds>()
    .use("/trpc/*", async (context, next) => {
      const origin = context.req.header("origin");
      if (origin && !origins.isAllowed(origin, context.req.header("host") ?? null))
        return problem("CROSS_ORIGIN");
      return next();
    })
    .use(
      "/trpc/*",
      cors({
        origin: origin => origin,
        credentials: true,
        allowHeaders: ["authorization", "content-type", "last-event-id"],
        exposeHeaders: ["x-request-id", "retry-after", ...RATE_HEADERS.map(name => name.toLowerCase())],
        maxAge: 600,
      }),
    )
    .use("/trpc/*", (context, next) =>
      (context.req.path === "/trpc/proofs.upload" ? uploadLimit : jsonLimit)(context, next),
    )
    .use("/trpc/*", (context, next) =>
      context.req.path.split(",").length > caps["batch-calls"] ? Promise.resolve(refuseBatch()) : next(),
    )
    .all("/trpc/*", async context => {
      const { headers } = context.req.raw;
      const requestId = context.get("requestId");
      const address = callerAddress(headers, context.env.remoteAddress, trustProxy);
      const tally = createRateTally();
      const isLong = context.req.method === "GET" && isLive(context.req.url);
      const live = isLong ? streams.open(context.req.raw, address) : null;
      if (live instanceof Response) return live;
      const response = await fetchRequestHandler({
        endpoint: "/trpc",
        req: live?.request ?? context.req.raw,
        router: appRouter,
        maxBatchSize: caps["batch-calls"],
        createContext: async () => {
          const signedIn = await services.auth.signedIn(bearer(headers));
          live?.belongsTo(signedIn);
          const actor = signedIn?.actor ?? null;
          return {
            ...services,
            actor,
            request: {
              requestId,
              ip: address,
              userAgent: headers.get("user-agent")?.slice(0, 200) ?? null,
              refreshCookie: hiddenCookie(context, publicUrl, "refresh"),
              deviceCookie: hiddenCookie(context, publicUrl, "device"),
            },
            measured,
            subscriptions,
            admit: rateClass => admitCall(rateClass, { account: actor?.userId ?? null, address }, tally.hear),
          };
        },
        responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
        onError({ error, path }) {
          const known = toDomainError(error);
          // What was turned away on purpose has no cause: a stranger must not fill the log with it.
          const cause = known.cause ?? (known === error.cause ? null : (error.cause ?? error));
          if (!CATALOGUE[known.code].report || cause === null) return;
          logger.error({ requestId, path, err: cause }, describe(known.code).text);
        },
      });
      // Answers are about people: nothing in between may keep them (OWASP ASVS 5.0, 14.3.2).
      response.headers.set("Cache-Control", "no-store");
      for (const [name, value] of tally.headers()) response.headers.set(name, value);
      // Hono adds the cookies that procedures have set on its context.
      const answer = live?.answer(response) ?? response;
      return context.newResponse(answer.body, answer);
    });
}
