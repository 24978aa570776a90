import { Hono } from "hono";

/** Where the tiles of the map that is served now can always be had. */
const TILES_URL = "/tiles/city.pmtiles";

type ServedTiles = {
  tilesPath: string;
  /** A second address, which is another one for another map. */
  tilesUrl?: string;
};

type ByteRange = { first: number; last: number };
type RangeAnswer = ByteRange | "whole" | "unsatisfiable";

/** Tiles change only when the map is built anew; proxies must not compress them, or ranges would not fit. */
const CACHE_CONTROL = "public, max-age=3600, stale-while-revalidate=86400, no-transform";

/**
 * What a Range header asks of `size` bytes (RFC 9110, section 14). One range is honoured; several, another unit or
 * nonsense are answered with the whole, as the RFC allows; a range past the end cannot be satisfied.
 */
function parseRange(header: string | undefined, size: number): RangeAnswer {
  const match = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/.exec(header ?? "");
  const [, from = "", to = ""] = match ?? [];
  if (!match || (!from && !to)) return "whole";
  if (!from)
    return Number(to) > 0 && size > 0
      ? { first: Math.max(0, size - Number(to)), last: size - 1 }
      : "unsatisfiable";
  if (to && Number(to) < Number(from)) return "whole";
  if (Number(from) >= size) return "unsatisfiable";
  return { first: Number(from), last: to ? Math.min(Number(to), size - 1) : size - 1 };
}

const matches = (header: string | undefined, etag: string) =>
  header !== undefined &&
  (header.trim() === "*" || header.split(",").some(tag => tag.trim().replace(/^W\//, "") === etag));

/**
 * The base map at `/tiles/city.pmtiles` and at `tilesUrl`, with byte ranges (206, 416), ETag and 304. GET and HEAD; 404
 * when the file is gone or another map is asked for, so that the client falls back to its blank grid.
 */
export function tilesRoutes({ tilesPath, tilesUrl = TILES_URL }: ServedTiles): Hono {
  // Hono answers HEAD with the headers of GET.
  return new Hono().on("GET", [TILES_URL, tilesUrl], async context => {
    const file = Bun.file(tilesPath);
    const stat = await file.stat().catch(() => null);
    if (!stat) return context.text("There is no base map here.", 404);
    const { size } = stat;
    const etag = `"${size.toString(36)}-${Math.round(stat.mtimeMs).toString(36)}"`;
    const headers = {
      "Accept-Ranges": "bytes",
      "Cache-Control": CACHE_CONTROL,
      "Content-Type": "application/vnd.pmtiles",
      ETag: etag,
      "X-Content-Type-Options": "nosniff",
    };
    if (matches(context.req.header("If-None-Match"), etag))
      return new Response(null, { status: 304, headers });

    const ifRange = context.req.header("If-Range");
    const range = ifRange && ifRange !== etag ? "whole" : parseRange(context.req.header("Range"), size);
    if (range === "unsatisfiable")
      return new Response(null, { status: 416, headers: { ...headers, "Content-Range": `bytes */${size}` } });
    if (range === "whole")
      return new Response(file, { headers: { ...headers, "Content-Length": String(size) } });
    const { first, last } = range;
    return new Response(file.slice(first, last + 1), {
      status: 206,
      headers: {
        ...headers,
        "Content-Length": String(last - first + 1),
        "Content-Range": `bytes ${first}-${last}/${size}`,
      },
    });
  });
}
