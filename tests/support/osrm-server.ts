import { distanceMeters, isInside, type Point } from "../../src/shared/geo.ts";
import { encodePolyline } from "../../src/shared/maps/polyline.ts";

/*
 * An OSRM server as its HTTP API v1 is documented: route and table, the codes of its errors, and ends that it finds no
 * street for. It knows the streets of central Helsinki, and none between the north and the south of 60.172.
 */

export type OsrmServer = AsyncDisposable & { url: string; requests: URL[] };

const STREETS = [24.93, 60.16, 24.96, 60.18] as const;
const DETOUR = 1.3;
const SECONDS_PER_METER = 0.12;
const MOST_ENDS = 100;

export function startOsrmServer(): OsrmServer {
  const requests: URL[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      const url = new URL(request.url);
      requests.push(url);
      const [, service, version, , coordinates = ""] = url.pathname.split("/");
      if (version !== "v1") return refused("InvalidVersion");
      const ends = coordinates.split(";").map(toPoint);
      const radiuses = (url.searchParams.get("radiuses") ?? "").split(";");
      if (ends.length < 2 || radiuses.length !== ends.length) return refused("InvalidOptions");
      if (!ends.every(end => isInside(STREETS, end))) return refused("NoSegment");
      if (service === "route") return route(ends);
      if (service === "table") return table(ends, url.searchParams);
      return refused("InvalidService");
    },
  });
  return {
    url: server.url.origin,
    requests,
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

const refused = (code: string) => Response.json({ code, message: "What went wrong" }, { status: 400 });

const toPoint = (text: string): Point => {
  const [longitude = Number.NaN, latitude = Number.NaN] = text.split(",").map(Number);
  return { latitude, longitude };
};

const areConnected = (from: Point, to: Point) => from.latitude < 60.172 === to.latitude < 60.172;

function lengthOf(from: Point, to: Point) {
  const distance = distanceMeters(from, to) * DETOUR;
  return { distance, duration: distance * SECONDS_PER_METER };
}

function route(ends: Point[]): Response {
  const [from, to] = ends;
  if (!from || !to || !areConnected(from, to)) return refused("NoRoute");
  const geometry = encodePolyline(ends);
  return Response.json({
    code: "Ok",
    routes: [{ ...lengthOf(from, to), geometry, legs: [] }],
    waypoints: [],
  });
}

function table(ends: Point[], query: URLSearchParams): Response {
  if (ends.length > MOST_ENDS) return refused("TooBig");
  const chosen = (name: string) =>
    (query.get(name) ?? "").split(";").flatMap(index => ends[Number(index)] ?? []);
  const [sources, destinations] = [chosen("sources"), chosen("destinations")];
  const numbers = (of: "distance" | "duration") =>
    sources.map(from => destinations.map(to => (areConnected(from, to) ? lengthOf(from, to)[of] : null)));
  return Response.json({
    code: "Ok",
    distances: numbers("distance"),
    durations: numbers("duration"),
    sources: [],
    destinations: [],
  });
}
