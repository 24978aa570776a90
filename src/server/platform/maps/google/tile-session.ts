import { z } from "zod";
import type { BoundingBox } from "../../../../shared/geo.ts";
import type { HttpAnswer, HttpRequest } from "../remote/http.ts";
import { failureOf, readJson, reasonOf } from "../remote/read-json.ts";
import { type GoogleService, urlOf } from "./google-service.ts";

const Session = z.object({
  session: z.string().min(1).max(2_000),
  /** Seconds since 1970. */
  expiry: z.coerce.number().positive(),
  tileWidth: z.number().int().positive().max(2_048),
});
const Viewport = z.object({ copyright: z.string().min(1).max(500) });

/** What tiles are asked for in, and what has to stand beside them. */
export type TileSession = z.infer<typeof Session> & { attribution: string };

/** Begins to draw an area at a zoom: two calls, which cost nothing. Errors: MapsFailure. */
export async function openTileSession(
  service: GoogleService,
  [west, south, east, north]: BoundingBox,
  zoom: number,
): Promise<TileSession> {
  const { key, locale } = service;
  const display = { mapType: "roadmap", language: locale, region: locale.split("-")[1] };
  const createSession: HttpRequest = {
    url: urlOf(service, "tiles", "/v1/createSession", { key }),
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(display),
  };
  const opened = await askTiles(service, 0, createSession, answer => readJson(succeeded(answer), Session));
  const view = { session: opened.session, key, zoom, west, south, east, north };
  const viewport = { url: urlOf(service, "tiles", "/tile/v1/viewport", view) };
  const { copyright } = await askTiles(service, 0, viewport, answer => readJson(succeeded(answer), Viewport));
  return { ...opened, attribution: copyright };
}

/** Asks the Map Tiles API something that counts as so many images. Errors: MapsFailure. */
export const askTiles = <Answer>(
  { ask }: GoogleService,
  units: number,
  request: HttpRequest,
  read: (answer: HttpAnswer) => Answer,
): Promise<Answer> => ask({ kind: "tile", units, request, read, asking: { purpose: "view" } });

/** Errors: MapsFailure, unless the answer is what was asked for. */
export function succeeded(answer: HttpAnswer): HttpAnswer {
  if (answer.status !== 200) throw failureOf(answer, reasonOf(answer.status));
  return answer;
}
