import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { PmtilesSource } from "protomaps-leaflet";
import { tilesRoutes } from "../../../src/server/http/resources/tiles.ts";
import { demoCity } from "../../support/demo-city.ts";

/** A real server: ranges and HEAD are half Hono's work and half Bun's. */
let server: ReturnType<typeof Bun.serve>;
let tilesPath = "";
let whole: Uint8Array;
beforeAll(async () => {
  tilesPath = (await demoCity()).files.tiles;
  whole = await Bun.file(tilesPath).bytes();
  server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: tilesRoutes({ tilesPath }).fetch });
}, 60_000);
afterAll(() => server.stop(true));

const ask = (headers: Record<string, string> = {}, method = "GET") =>
  fetch(new URL("/tiles/city.pmtiles", server.url), { method, headers });

describe("the base map over HTTP", () => {
  test("without a range it is the whole file, cacheable and revalidated by its tag", async () => {
    const response = await ask();
    expect(response.status).toBe(200);
    expect(response.headers.get("accept-ranges")).toBe("bytes");
    expect(response.headers.get("cache-control")).toContain("no-transform");
    expect(Buffer.compare(await response.bytes(), whole)).toBe(0);
    const unchanged = await ask({ "if-none-match": `W/"other", ${response.headers.get("etag")}` });
    expect(unchanged.status).toBe(304);
    expect(await unchanged.text()).toBe("");
  });

  test.each([
    ["bytes=0-126", 0, 126],
    ["bytes=1000-1999", 1000, 1999],
    ["bytes=-10", -10, -1],
    ["bytes=130000-", 130_000, -1],
    ["bytes=0-999999999", 0, -1],
    ["bytes=-999999999", 0, -1],
  ])("%s", async (range, from, to) => {
    const first = from < 0 ? whole.length + from : from;
    const last = to < 0 ? whole.length + to : to;
    const response = await ask({ range });
    expect(response.status).toBe(206);
    expect(response.headers.get("content-range")).toBe(`bytes ${first}-${last}/${whole.length}`);
    expect(response.headers.get("content-length")).toBe(String(last - first + 1));
    expect(Buffer.compare(await response.bytes(), whole.subarray(first, last + 1))).toBe(0);
  });

  test.each(["bytes=999999-", "bytes=SIZE-", "bytes=-0"])("%s cannot be satisfied", async asked => {
    const range = asked.replace("SIZE", String(whole.length));
    const response = await ask({ range });
    expect(response.status).toBe(416);
    expect(response.headers.get("content-range")).toBe(`bytes */${whole.length}`);
  });

  test.each(["bytes=0-1,5-6", "bytes=5-2", "lines=1-2", "bytes=a-b", "bytes=-", "bytes"])(
    "%s is not a range we serve: the whole is answered",
    async range => {
      const response = await ask({ range });
      expect(response.status).toBe(200);
      expect((await response.bytes()).length).toBe(whole.length);
    },
  );

  test("a range of another version of the file is answered with the whole of this one", async () => {
    const tag = (await ask({}, "HEAD")).headers.get("etag") ?? "";
    expect((await ask({ range: "bytes=0-9", "if-range": tag })).status).toBe(206);
    expect((await ask({ range: "bytes=0-9", "if-range": '"older"' })).status).toBe(200);
  });

  test("HEAD has the headers and no body", async () => {
    const response = await ask({ range: "bytes=0-9" }, "HEAD");
    expect(response.status).toBe(206);
    expect(response.headers.get("content-length")).toBe("10");
    expect(await response.text()).toBe("");
  });

  test("other methods and other files are not there", async () => {
    expect((await ask({}, "POST")).status).toBe(404);
    expect((await fetch(new URL("/tiles/..%2f..%2fpackage.json", server.url))).status).toBe(404);
  });

  test("the map of another city has an address of its own, so that no browser shows the old one in its place", async () => {
    const app = tilesRoutes({ tilesPath, tilesUrl: "/tiles/0123456789abcdef.pmtiles" });
    const [own, any, other] = await Promise.all(
      ["0123456789abcdef", "city", "fedcba9876543210"].map(name => app.request(`/tiles/${name}.pmtiles`)),
    );
    expect([own?.status, any?.status, other?.status]).toEqual([200, 200, 404]);
    expect(own?.headers.get("etag")).toBe(any?.headers.get("etag") ?? "");
  });

  test("a missing file is a 404, so that the client draws its grid", async () => {
    const app = tilesRoutes({ tilesPath: join(import.meta.dir, "missing.pmtiles") });
    expect((await app.request("/tiles/city.pmtiles")).status).toBe(404);
  });

  test("the painter's own reader finds streets in it", async () => {
    const source = new PmtilesSource(new URL("/tiles/city.pmtiles", server.url).href, false);
    // The tile of Mannerheimintie 5.
    const layers = await source.get({ z: 15, x: 18_654, y: 9_484 }, 512);
    expect([...layers.keys()]).toContain("roads");
  });
});
