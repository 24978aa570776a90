import type { BoundingBox } from "../../../../shared/geo.ts";
import type { RasterTiles } from "../../../../shared/maps/maps.schema.ts";
import type { Clock } from "../../clock/clock.port.ts";
import type { Logger } from "../../logger/logger.ts";
import type { Timers } from "../../timers/timers.port.ts";
import type { RasterTile, RasterTileSource } from "../raster-tiles.port.ts";
import type { HttpAnswer } from "../remote/http.ts";
import { MapsFailure } from "../remote/maps-failure.ts";
import { doOverlap, extentOfTile } from "../tile-grid.ts";
import { type GoogleService, urlOf } from "./google-service.ts";
import { askTiles, openTileSession, succeeded, type TileSession } from "./tile-session.ts";

/*
 * Map Tiles API: https://developers.google.com/maps/documentation/tile. Tiles are asked for in a session that lasts two
 * weeks. They go through this server so that the key stays here, and are not kept here: the terms forbid it.
 */

type OpenSession = TileSession & { openedAt: number };

/** The copyright changes with the year and the data: it is asked for again once a day. */
const RENEWED_AFTER_MS = 86_400_000;
/** A session is renewed so long before it ends. */
const AHEAD_MS = 3_600_000;
const RETRIED_AFTER_MS = 300_000;
const IMAGE = /^image\/(png|jpeg|webp)$/;
/** Where nothing is said, nothing is allowed. */
const UNSAID = "private, no-store";

type Deps = {
  service: GoogleService;
  area: BoundingBox;
  minZoom: number;
  maxZoom: number;
  clock: Clock;
  timers: Timers;
  logger: Logger;
};

/** Opens a session by itself, at once and again before it ends. Until it is there, and while it is not, there are no tiles. */
export function createGoogleTiles({
  service,
  area,
  minZoom,
  maxZoom,
  clock,
  timers,
  logger,
}: Deps): RasterTileSource {
  let session: OpenSession | null = null;
  let isOpening = false;
  let isClosed = false;
  let cancel = () => {};

  async function renew(): Promise<void> {
    if (isOpening) return;
    isOpening = true;
    cancel();
    let waitMs = RETRIED_AFTER_MS;
    try {
      session = { ...(await openTileSession(service, area, minZoom)), openedAt: clock.now().getTime() };
      const leftMs = session.expiry * 1_000 - clock.now().getTime() - AHEAD_MS;
      waitMs = Math.max(RETRIED_AFTER_MS, Math.min(RENEWED_AFTER_MS, leftMs));
    } catch (error) {
      const reason = error instanceof MapsFailure ? error.reason : "unknown";
      logger.warn({ reason }, "Google gives no map tiles; the embedded map is drawn");
      if (session && session.expiry * 1_000 <= clock.now().getTime()) session = null;
    }
    isOpening = false;
    if (!isClosed) cancel = timers.after(waitMs, () => void renew());
  }

  /** A session that Google takes for nonsense has ended before its time. */
  function renewIfEnded(asked: OpenSession, error: unknown): void {
    const isRefused = error instanceof MapsFailure && error.reason === "invalid";
    const isOld = clock.now().getTime() - asked.openedAt >= RETRIED_AFTER_MS;
    if (isRefused && isOld && asked === session) void renew();
  }

  void renew();

  return {
    tiles(): RasterTiles | null {
      if (!session) return null;
      const { tileWidth: tileSize, attribution } = session;
      const url = "/tiles/google/{z}/{x}/{y}";
      return { url, tileSize, minZoom, maxZoom, attribution, mark: "Google Maps" };
    },
    async tile({ z, x, y }, knownEtag) {
      if (z < minZoom || z > maxZoom || !doOverlap(extentOfTile({ z, x, y }), area)) return null;
      const opened = session;
      if (!opened) throw new MapsFailure("unsupported");
      const url = urlOf(service, "tiles", `/v1/2dtiles/${z}/${x}/${y}`, {
        session: opened.session,
        key: service.key,
      });
      const headers: Record<string, string> = knownEtag ? { "If-None-Match": knownEtag } : {};
      try {
        return await askTiles(service, 1, { url, headers }, toTile);
      } catch (error) {
        renewIfEnded(opened, error);
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      isClosed = true;
      cancel();
    },
  };
}

/** Null where Google has no tile, as over water. */
function toTile(answer: HttpAnswer): RasterTile | null {
  const { headers } = answer;
  if (answer.status === 404) return null;
  const terms = { cacheControl: headers.get("Cache-Control") ?? UNSAID, etag: headers.get("ETag") };
  const contentType = headers.get("Content-Type") ?? "";
  if (answer.status === 304) return { ...terms, bytes: null, contentType };
  const { bytes } = succeeded(answer);
  if (!IMAGE.test(contentType)) throw new MapsFailure("garbage");
  return { ...terms, bytes, contentType };
}
