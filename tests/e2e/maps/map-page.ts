import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tilesRoutes } from "../../../src/server/http/resources/tiles.ts";
import { demoCity } from "../../support/demo-city.ts";

/** Every tile of another service: one grey pixel, stretched. */
const RASTER_TILE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mOor6//DwAFhAKA6aNn8gAAAABJRU5ErkJggg==",
  "base64",
);

/**
 * A page with nothing but a map on it, served with the tiles of the demo city, and images of another service at
 * `/raster/{z}/{x}/{y}`. It is the same for all who open it.
 */
export type MapPage = AsyncDisposable & {
  /** `http://127.0.0.1:<port>/` */
  url: string;
};

/** Bundles `entry`, a file of this folder that draws into `#root`, and serves it on a free port. */
export async function serveMapPage(entry: string): Promise<MapPage> {
  const folder = await mkdtemp(join(tmpdir(), "medex-map-page-"));
  await Bun.build({
    entrypoints: [join(import.meta.dir, entry)],
    outdir: folder,
    target: "browser",
    splitting: true,
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const styles = (await readdir(folder))
    .filter(name => name.endsWith(".css"))
    .map(name => Bun.file(join(folder, name)));
  const html = htmlFor(entry.replace(/tsx?$/, "js"));
  const tiles = tilesRoutes({ tilesPath: (await demoCity()).files.tiles });
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (pathname === "/") return new Response(html, { headers: { "content-type": "text/html" } });
      if (pathname === "/map-page.css") return new Response(new Blob(styles, { type: "text/css" }));
      if (pathname.startsWith("/raster/"))
        return new Response(RASTER_TILE, { headers: { "content-type": "image/png" } });
      if (pathname.startsWith("/tiles/")) return tiles.fetch(request);
      const file = Bun.file(join(folder, pathname));
      return (await file.exists()) ? new Response(file) : new Response("not here", { status: 404 });
    },
  });
  return {
    url: server.url.href,
    async [Symbol.asyncDispose]() {
      await server.stop(true);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const htmlFor = (
  script: string,
) => `<!doctype html><html lang="en" data-theme="light"><head><title>map</title>
<link rel="stylesheet" href="/map-page.css"><style>
:root { --color-paper: #fcfbf9; --color-surface: #fff; --color-ink: #14201f; --color-ink-soft: #5b6665;
--color-hairline: #dfe3e3; --color-brand: #0f6a54; --color-attention: #d98a0b;
--shadow-float: 0 2px 8px rgb(0 0 0 / 0.2); }
button { border: 0; background: none; font: inherit }
html, body, #root { height: 100%; margin: 0; font: 15px sans-serif }</style></head>
<body><div id="root"></div><script type="module" src="/${script}"></script></body></html>`;
