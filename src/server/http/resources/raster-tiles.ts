import { Hono } from "hono";
import type { AdmitCall } from "../../platform/limits/call-limits.ts";
import type { RasterTileSource } from "../../platform/maps/raster-tiles.port.ts";
import { MapsFailure } from "../../platform/maps/remote/maps-failure.ts";
import { type Connection, callerAddress } from "../requests/request-facts.ts";

type Deps = { rasterTiles: RasterTileSource | null; admitCall: AdmitCall; trustProxy: boolean };

/** A client draws the vector map until then. */
const RETRY_AFTER_SECONDS = "60";

/**
 * Images of the map that another service draws, one by one, at the address that `maps.config` names. They go through
 * here so that the service's key stays here, are kept by browsers as the service says, and are not kept here.
 */
export const rasterTileRoutes = ({ rasterTiles, admitCall, trustProxy }: Deps) =>
  new Hono<Connection>().get("/tiles/google/:z{\\d+}/:x{\\d+}/:y{\\d+}", async context => {
    const { headers } = context.req.raw;
    const address = callerAddress(headers, context.env.remoteAddress, trustProxy);
    await admitCall("public", { account: null, address });
    const [z, x, y] = [context.req.param("z"), context.req.param("x"), context.req.param("y")].map(Number);
    if (!rasterTiles || z === undefined || x === undefined || y === undefined) return context.notFound();
    try {
      const tile = await rasterTiles.tile({ z, x, y }, headers.get("If-None-Match"));
      if (!tile) return context.notFound();
      const { bytes, contentType, cacheControl, etag } = tile;
      const kept = { "Cache-Control": cacheControl, ...(etag && { ETag: etag }) };
      if (!bytes) return context.body(null, 304, kept);
      return context.body(new Uint8Array(bytes), 200, { ...kept, "Content-Type": contentType });
    } catch (error) {
      if (!(error instanceof MapsFailure)) throw error;
      const headers = { "Retry-After": RETRY_AFTER_SECONDS, "Cache-Control": "no-store" };
      return context.text("There is no such tile now.", 503, headers);
    }
  });
