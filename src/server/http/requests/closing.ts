import { createMiddleware } from "hono/factory";

/**
 * Says with each answer that the connection ends with it, once the process was asked to end. A proxy that keeps
 * connections would otherwise send the next request into one that is being closed, and may not send it twice.
 */
export const closeWhenStopping = (stopping: AbortSignal) =>
  createMiddleware(async (context, next) => {
    await next();
    if (stopping.aborted) context.header("Connection", "close");
  });
