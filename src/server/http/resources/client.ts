import { join, normalize } from "node:path";
import { Hono } from "hono";
import { problem } from "../requests/problem.ts";

const HASHED = "public, max-age=31536000, immutable";
const FRESH = "no-cache";

/** What is below these is a file or nothing, never a page. */
const FILES_ONLY = ["/assets/", "/files/", "/tiles/"];

/**
 * The built client: hashed assets for ever, pages always asked anew. Every path that is no file is a page of the
 * single-page application; tracking links have a page of their own, which tells no search engine and no referrer; `/verify` stands alone too.
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
    .get("/verify", () => page("verify.html"))
    .get("/*", async context => {
      const path = pathOf(context.req.path);
      if (path === null) return problem("NOT_FOUND");
      const file = path === "/" ? null : await existing(join(folder, path));
      if (file) {
        const isHashed = path.startsWith("/assets/");
        return new Response(file, { headers: { "Cache-Control": isHashed ? HASHED : FRESH } });
      }
      return FILES_ONLY.some(prefix => path.startsWith(prefix)) ? problem("NOT_FOUND") : page("index.html");
    });
}

/** The path without escapes and dots; null when it cannot be the name of a file. */
function pathOf(escaped: string): string | null {
  try {
    const path = normalize(decodeURIComponent(escaped));
    return path.includes("\0") ? null : path;
  } catch {
    return null;
  }
}

/** Null also for a name that is too long for a file system: it is the name of nothing. */
async function existing(path: string): Promise<Bun.BunFile | null> {
  try {
    const file = Bun.file(path);
    return (await file.exists()) ? file : null;
  } catch {
    return null;
  }
}
