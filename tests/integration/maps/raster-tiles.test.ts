import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { problem } from "../../../src/server/http/requests/problem.ts";
import { rasterTileRoutes } from "../../../src/server/http/resources/raster-tiles.ts";
import { createCallLimits } from "../../../src/server/platform/limits/call-limits.ts";
import { createMemoryLimiter } from "../../../src/server/platform/limits/memory.limiter.ts";
import { rulesWith } from "../../../src/server/platform/limits/rules.ts";
import { DomainError } from "../../../src/shared/errors.ts";
import { type GoogleServer, startGoogleServer } from "../../support/google-server.ts";
import { createManualTime, type ManualTime } from "../../support/manual-time.ts";
import { googleMapsAt, groundOf, inTime } from "../../support/remote-maps.ts";
import { waitFor } from "../../support/wait-for.ts";

/** The tile of Mannerheimintie 5, and one of the same column in another country. */
const HERE = "/tiles/google/15/18654/9484";
const DAY_MS = 86_400_000;

const ground = groundOf("raster_tiles");
let google: GoogleServer;
let time: ManualTime;
let stack: AsyncDisposableStack;
beforeEach(() => {
  stack = new AsyncDisposableStack();
  time = createManualTime();
  google = stack.use(startGoogleServer({ now: time.clock.now }));
});
afterEach(async () => {
  await stack.disposeAsync();
});

/** Google's map as it is served, and what was told of it. */
function served(over: Parameters<typeof googleMapsAt>[2] = {}) {
  const chosen = stack.use(googleMapsAt(google, ground, { time, drawsTiles: true, ...over }));
  const rules = rulesWith({ "public-address": "30/1m" });
  const limits = { limiter: createMemoryLimiter(time.clock), rules, onRefused: () => {} };
  const { rasterTiles } = chosen;
  const app = rasterTileRoutes({ rasterTiles, admitCall: createCallLimits(limits), trustProxy: false });
  app.onError(error => problem(error instanceof DomainError ? error.code : "INTERNAL"));
  const get = (path: string, headers: Record<string, string> = {}) =>
    app.request(path, { headers }, { remoteAddress: "192.0.2.1" });
  const config = () => chosen.maps.config();
  const open = () => waitFor("a session of tiles", () => config().raster);
  return { ...chosen, get, config, open };
}

describe("Google's map", () => {
  test("is drawn once there is a session, with the words and the mark that Google asks for", async () => {
    const { config, open } = served();
    expect(config().raster).toBeUndefined();
    await open();
    expect(config()).toMatchObject({
      provider: "google",
      tilesUrl: expect.stringMatching(/^\/tiles\/[0-9a-f]{16}\.pmtiles$/),
      raster: {
        url: "/tiles/google/{z}/{x}/{y}",
        tileSize: 256,
        minZoom: 13,
        maxZoom: 19,
        attribution: "Map data ©2026 Google",
        mark: "Google Maps",
      },
    });
    const [session] = google.requests;
    expect(session?.body).toEqual({ mapType: "roadmap", language: "fi-FI", region: "FI" });
  });

  test("is passed on with Google's own terms of keeping it, and is not kept here", async () => {
    const { get, open } = served();
    await open();
    const answer = await get(HERE);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(answer.headers.get("cache-control")).toBe("private, max-age=3600");
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
    await get(HERE);
    expect(google.asked("tile")).toBe(2);
    const again = await get(HERE, { "If-None-Match": answer.headers.get("etag") ?? "" });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
  });

  test("ends where the served area does: nobody draws the world with our key", async () => {
    const { get, open } = served();
    await open();
    const elsewhere = [
      "/tiles/google/15/18654/9600",
      "/tiles/google/15/18600/9484",
      "/tiles/google/12/2331/1185",
      "/tiles/google/20/596928/303488",
      "/tiles/google/15/99999999999999999999/9484",
      "/tiles/google/15/-1/9484",
      "/tiles/google/15/18654/9484.5",
      "/tiles/google/15/18654/..%2f..%2fx",
    ];
    for (const path of elsewhere) expect((await get(path)).status).toBe(404);
    expect(google.asked("tile")).toBe(0);
  });

  test("has a limit for each address and a budget for all", async () => {
    const { get, open } = served({ budget: { tile: 20 } });
    await open();
    const statuses: number[] = [];
    for (let tile = 0; tile < 30; tile++) statuses.push((await get(HERE)).status);
    expect(statuses).toEqual([...Array(20).fill(200), ...Array(10).fill(503)]);
    expect((await get(HERE)).status).toBe(429);
    time.advance(DAY_MS);
    expect((await get(HERE)).status).toBe(200);
  });

  test("has holes where Google has none, and that is no failure", async () => {
    google.always("tile", 404);
    const { get, open, counted } = served();
    await open();
    for (let tile = 0; tile < 10; tile++) expect((await get(HERE)).status).toBe(404);
    expect(counted("circuit")).toEqual({});
  });

  test("that does not come is told to a browser as a thing of the moment", async () => {
    const { get, open } = served();
    await open();
    for (const behaviour of [500, "garbage", "too large", "redirect"] as const) {
      google.always("tile", behaviour);
      const answer = await inTime(time, google, Promise.resolve(get(HERE)));
      expect(answer.status).toBe(503);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.get("retry-after")).toBe("60");
    }
  });

  test("gives way to the embedded one while Google gives none, and comes back by itself", async () => {
    google.always("session", 403);
    const { config, get, open, logged } = served();
    await waitFor("the refusal", () => logged().includes("the embedded map is drawn"));
    expect(config().raster).toBeUndefined();
    expect((await get(HERE)).status).toBe(503);
    google.always("session", "OK");
    time.advance(300_000);
    await open();
    expect((await get(HERE)).status).toBe(200);
  });

  test("has a new session when Google ends one before its time", async () => {
    const { get, open } = served();
    await open();
    time.advance(300_000);
    google.next("tile", 400, 400, 400);
    const refused = await Promise.all([get(HERE), get(HERE), get(HERE)]);
    expect(refused.map(({ status }) => status)).toEqual([503, 503, 503]);
    await google.untilAsked("session", 2);
    expect((await get(HERE)).status).toBe(200);
    expect(google.asked("session")).toBe(2);
  });

  test("has a new session and new words each day", async () => {
    const { open } = served();
    await open();
    time.advance(DAY_MS);
    await google.untilAsked("viewport", 2);
    expect(google.asked("session")).toBe(2);
  });
});

test("where it is not to be drawn there is no such tile, and no session", async () => {
  const { get, rasterTiles } = served({ drawsTiles: false });
  expect(rasterTiles).toBeNull();
  expect((await get(HERE)).status).toBe(404);
  expect(google.requests).toEqual([]);
});
