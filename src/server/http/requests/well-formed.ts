import { createMiddleware } from "hono/factory";
import { problem } from "./problem.ts";

/** No link of ours has broken percent-encoding or control characters, and what reads files stumbles over them. */
export const wellFormedPaths = createMiddleware((context, next) =>
  isWellFormed(context.req.url) ? next() : Promise.resolve(problem("NOT_FOUND")),
);

function isWellFormed(url: string): boolean {
  try {
    return !/\p{Cc}/u.test(decodeURIComponent(new URL(url).pathname));
  } catch {
    return false;
  }
}
