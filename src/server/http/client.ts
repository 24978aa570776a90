import { join, normalize } from "node:path";
import { Hono } from "hono";
import { problem } from "./problem.ts";

const HASHED = "public, max-age=31536000, immutable";
const FRESH = "no-cache";

/**
 * The built client: hashed assets for ever, pages always asked anew. Every path that is no file is a page of the
 * single-page application; tracking links have a page of their own, which tells no search engine and no referrer.
 */
export function clientRoutes({ folder }: { folder: string }) {
  const page = (name: string, headers: Record<string, string> = {}) => {
    const file = Bun.file(join(folder, name));
    return new Response(file, {
      headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": FRESH, ...headers },
    });
  };

  return new Hono()
    .get("/track/*", () =>
      page("track.html", {
        "X-Robots-Tag": "noindex, nofollow",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
      }),
    )
    .get("/*", async context => {
      const path = normalize(decodeURIComponent(context.req.path));
      const file = Bun.file(join(folder, path));
      const isAsset = path.startsWith("/assets/");
      if (path !== "/" && (await file.exists())) {
        return new Response(file, { headers: { "Cache-Control": isAsset ? HASHED : FRESH } });
      }
      return isAsset || path.startsWith("/files/") ? problem("NOT_FOUND") : page("index.html");
    });
}
