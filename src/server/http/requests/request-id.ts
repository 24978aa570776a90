import { createMiddleware } from "hono/factory";
import type { Ids } from "../../platform/ids/ids.port.ts";

export type RequestIds = { Variables: { requestId: string } };

/** Names each request, in its answer and in the log: what a user reads out to support. */
export const requestIds = (ids: Ids) =>
  createMiddleware<RequestIds>(async (context, next) => {
    const requestId = ids.uuid();
    context.set("requestId", requestId);
    await next();
    context.header("X-Request-Id", requestId);
  });
