import { createMiddleware } from "hono/factory";
import { problem } from "./problem.ts";
import type { RequestIds } from "./request-id.ts";

type Site = { publicUrl: string; trustProxy: boolean };

/** Where credentials and private answers travel: leading such a request on would hide that they went in clear. */
const PRIVATE = ["/trpc", "/files/", "/metrics"];

/** True for a request that came to the proxy in front by plain http, although people reach us by https. */
export function cameInClear(headers: Headers, { publicUrl, trustProxy }: Site): boolean {
  if (!trustProxy || !publicUrl.startsWith("https:")) return false;
  const scheme = headers.get("x-forwarded-proto")?.split(",").at(-1)?.trim().toLowerCase();
  return scheme !== undefined && scheme !== "https" && scheme !== "wss";
}

/** Leads pages that are asked for over plain http to the same page over https, and refuses everything else there. */
export const httpsOnly = (site: Site) =>
  createMiddleware<RequestIds>(async (context, next) => {
    const { method, path, url, raw } = context.req;
    if (!cameInClear(raw.headers, site)) return next();
    const isPage = (method === "GET" || method === "HEAD") && !PRIVATE.some(place => path.startsWith(place));
    if (!isPage || raw.headers.has("authorization"))
      return problem("HTTPS_REQUIRED", {}, context.get("requestId"));
    // Put together as text: resolved as an address, a path that begins with two slashes would name another host.
    const { pathname, search } = new URL(url);
    return context.redirect(`${site.publicUrl}${pathname}${search}`, 308);
  });
