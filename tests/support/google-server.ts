import { distanceMeters, type Point } from "../../src/shared/geo.ts";
import { encodePolyline } from "../../src/shared/maps/polyline.ts";
import { waitFor } from "./wait-for.ts";

/*
 * Google's map services, as far as they are documented and we ask them: Geocoding API, Routes API and Map Tiles API at one
 * address. It refuses what Google refuses, answers fields that were asked for alone, leaves out zeros as protocol buffers
 * in JSON do, and misbehaves on request.
 */

export type GoogleApi = "geocode" | "route" | "matrix" | "session" | "viewport" | "tile";

/** A status of the Geocoding API, a status of HTTP, or another way to answer or not to. */
export type Behaviour =
  | "OK"
  | "ZERO_RESULTS"
  | "OVER_QUERY_LIMIT"
  | "OVER_DAILY_LIMIT"
  | "REQUEST_DENIED"
  | "INVALID_REQUEST"
  | "UNKNOWN_ERROR"
  | 304
  | 400
  | 403
  | 404
  | 429
  | 500
  | 503
  | "silence"
  | "slow drip"
  | "garbage"
  | "cut off"
  | "another shape"
  | "too large"
  | "redirect"
  | "error in 200"
  | "no traffic data"
  | "partial";

type GoogleRequest = { api: GoogleApi; url: URL; headers: Headers; body: RequestBody };
type RequestBody = {
  origin?: Waypoint;
  destination?: Waypoint;
  origins?: { waypoint: Waypoint }[];
  destinations?: { waypoint: Waypoint }[];
  travelMode?: string;
  routingPreference?: string;
  mapType?: string;
  language?: string;
  region?: string;
};
type Waypoint = { location: { latLng: Point } };

/** A result of the Geocoding API. */
type GeocodeResult = {
  formatted_address: string;
  geometry: { location: { lat: number; lng: number }; location_type: string };
  types: string[];
  partial_match?: boolean;
};

export type GoogleServer = AsyncDisposable & {
  url: string;
  key: string;
  requests: GoogleRequest[];
  /** How the next calls go, one by one; then as `always` says, which is OK. */
  next(api: GoogleApi, ...behaviours: Behaviour[]): void;
  always(api: GoogleApi, behaviour: Behaviour): void;
  /** What an address means; without it, nothing does. */
  knows(address: string, ...results: GeocodeResult[]): void;
  /** How often a service was asked. */
  asked(api: GoogleApi): number;
  /** How many calls were left without an end, so far. */
  held(): number;
  /** Waits until a service was asked so often. */
  untilAsked(api: GoogleApi, times: number): Promise<void>;
};

const ROUTES: [method: string, path: RegExp, api: GoogleApi][] = [
  ["GET", /^\/maps\/api\/geocode\/json$/, "geocode"],
  ["POST", /^\/directions\/v2:computeRoutes$/, "route"],
  ["POST", /^\/distanceMatrix\/v2:computeRouteMatrix$/, "matrix"],
  ["POST", /^\/v1\/createSession$/, "session"],
  ["GET", /^\/tile\/v1\/viewport$/, "viewport"],
  ["GET", /^\/v1\/2dtiles\/\d+\/\d+\/\d+$/, "tile"],
];

const MOST_ELEMENTS = 625;
/** Streets against the line through the air; minutes for a kilometre without traffic, and how much longer with it. */
const DETOUR = 1.3;
const SECONDS_PER_METER = 0.12;
const TRAFFIC = 1.5;
const DRIP_MS = 5;
/** A PNG of one pixel. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=",
  "base64",
);

/** `now` says what the server takes for now: a departure before it is refused; `elsewhere` is where a redirect leads. */
export function startGoogleServer({
  now = () => new Date(),
  elsewhere = "http://127.0.0.1:1/",
}: {
  now?: () => Date;
  elsewhere?: string;
} = {}): GoogleServer {
  const key = "google-key-of-tests-0123456789";
  const requests: GoogleRequest[] = [];
  const queued = new Map<GoogleApi, Behaviour[]>();
  const usual = new Map<GoogleApi, Behaviour>();
  const places = new Map<string, GeocodeResult[]>();
  let held = 0;

  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    async fetch(request) {
      const url = new URL(request.url);
      const api = ROUTES.find(([method, path]) => method === request.method && path.test(url.pathname))?.[2];
      if (!api) return failure(404, "NOT_FOUND");
      const text = await request.text();
      const asked = { api, url, headers: request.headers, body: text ? JSON.parse(text) : {} };
      requests.push(asked);
      const behaviour = queued.get(api)?.shift() ?? usual.get(api) ?? "OK";
      if (behaviour === "silence" || behaviour === "slow drip") held += 1;
      if (behaviour === "redirect") return Response.redirect(elsewhere, 302);
      return misbehaviour(behaviour, api) ?? answer(asked, behaviour);
    },
  });

  function answer(asked: GoogleRequest, behaviour: Behaviour): Response {
    const { api, url, headers } = asked;
    if (api === "geocode") return geocode(url, behaviour);
    if ((url.searchParams.get("key") ?? headers.get("X-Goog-Api-Key")) !== key) return badKey();
    if (api === "route") return route(asked, behaviour);
    if (api === "matrix") return matrix(asked, behaviour);
    if (api === "session") return session(asked);
    if (!url.searchParams.get("session")) return failure(400, "INVALID_ARGUMENT");
    if (api === "viewport") return Response.json({ copyright: "Map data ©2026 Google", maxZoomRects: [] });
    if (headers.get("If-None-Match") === '"pixel"') return new Response(null, { status: 304, headers: TILE });
    return new Response(PIXEL, { headers: { ...TILE, "Content-Type": "image/png" } });
  }

  function geocode({ searchParams }: URL, behaviour: Behaviour): Response {
    const refused = (status: string) => Response.json({ status, results: [], error_message: `No: ${key}` });
    if (searchParams.get("key") !== key) return refused("REQUEST_DENIED");
    const question = searchParams.get("address") ?? searchParams.get("latlng");
    if (!question) return refused("INVALID_REQUEST");
    if (behaviour !== "OK") return refused(String(behaviour));
    const results = places.get(question) ?? [];
    return Response.json({ status: results.length ? "OK" : "ZERO_RESULTS", results });
  }

  /** Why Google would not take the question; null when it would. */
  function refusal({ headers, body }: GoogleRequest): Response | null {
    const { travelMode, routingPreference } = body;
    if (!headers.get("X-Goog-FieldMask")) return failure(400, "INVALID_ARGUMENT");
    const isDriven = travelMode === "DRIVE" || travelMode === "TWO_WHEELER";
    if (routingPreference && !isDriven) return failure(400, "INVALID_ARGUMENT");
    return null;
  }

  function route(asked: GoogleRequest, behaviour: Behaviour): Response {
    const { origin, destination } = asked.body;
    if (!origin || !destination) return failure(400, "INVALID_ARGUMENT");
    const refused = refusal(asked);
    if (refused) return refused;
    if (behaviour === "ZERO_RESULTS") return Response.json({});
    const ends = [pointOf(origin), pointOf(destination)] as const;
    const polyline = { encodedPolyline: encodePolyline(ends) };
    const found = { ...lengthOf(...ends, asked.body), polyline, legs: [], description: "Not asked for" };
    return Response.json(masked({ routes: [found], ...fallback(behaviour) }, asked.headers));
  }

  function matrix(asked: GoogleRequest, behaviour: Behaviour): Response {
    const { origins = [], destinations = [] } = asked.body;
    const count = origins.length * destinations.length;
    if (count === 0 || count > MOST_ELEMENTS) return failure(400, "INVALID_ARGUMENT", { isStream: true });
    const refused = refusal(asked);
    if (refused) return refused;
    const elements = origins.flatMap((origin, originIndex) =>
      destinations.map((destination, destinationIndex) => {
        const indexes = {
          ...(originIndex && { originIndex }),
          ...(destinationIndex && { destinationIndex }),
        };
        const position = originIndex * destinations.length + destinationIndex;
        if (behaviour === "partial" && position % 5 === 1)
          return { ...indexes, status: {}, condition: "ROUTE_NOT_FOUND", duration: "0s" };
        if (behaviour === "partial" && position % 5 === 3)
          return { ...indexes, status: { code: 14, message: "unavailable" } };
        const ends = [pointOf(origin.waypoint), pointOf(destination.waypoint)] as const;
        const length = lengthOf(...ends, asked.body);
        return { ...indexes, status: {}, condition: "ROUTE_EXISTS", ...length, ...fallback(behaviour) };
      }),
    );
    // Whatever is ready first comes first.
    const evens = elements.filter((_, position) => position % 2 === 0);
    const odds = elements.filter((_, position) => position % 2 === 1);
    const inAnyOrder = [...odds.reverse(), ...evens];
    return Response.json(inAnyOrder.map(element => masked(element, asked.headers)));
  }

  function session({ body: { mapType, language, region } }: GoogleRequest): Response {
    if (!mapType || !language || !region) return failure(400, "INVALID_ARGUMENT");
    const expiry = String(Math.floor(now().getTime() / 1_000) + 14 * 86_400);
    return Response.json({
      session: "a-session",
      expiry,
      tileWidth: 256,
      tileHeight: 256,
      imageFormat: "png",
    });
  }

  const asked = (api: GoogleApi) => requests.filter(request => request.api === api).length;
  return {
    url: server.url.origin,
    key,
    requests,
    next: (api, ...behaviours) => void queued.set(api, [...(queued.get(api) ?? []), ...behaviours]),
    always: (api, behaviour) => void usual.set(api, behaviour),
    knows: (address, ...results) => void places.set(address, results),
    asked,
    held: () => held,
    untilAsked: async (api, times) => {
      await waitFor(`${times} calls of ${api}`, () => asked(api) >= times);
    },
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

/** A result as precise as `location_type` says. */
export const aGeocodeResult = (
  address: string,
  point: Point,
  { precision = "ROOFTOP", types = ["street_address"], isPartial = false } = {},
): GeocodeResult => ({
  formatted_address: address,
  geometry: { location: { lat: point.latitude, lng: point.longitude }, location_type: precision },
  types,
  ...(isPartial && { partial_match: true }),
});

const TILE = { "Cache-Control": "private, max-age=3600", ETag: '"pixel"' };

const pointOf = ({ location }: Waypoint): Point => location.latLng;

function lengthOf(origin: Point, destination: Point, { routingPreference }: RequestBody) {
  const meters = Math.round(distanceMeters(origin, destination) * DETOUR);
  const seconds = Math.round(
    meters * SECONDS_PER_METER * (routingPreference === "TRAFFIC_AWARE" ? TRAFFIC : 1),
  );
  return { ...(meters && { distanceMeters: meters }), duration: `${seconds}s` };
}

const fallback = (behaviour: Behaviour) =>
  behaviour === "no traffic data"
    ? { fallbackInfo: { routingMode: "FALLBACK_TRAFFIC_UNAWARE", reason: "SERVER_ERROR" } }
    : {};

/** The fields that the mask names, and no others. */
function masked(value: unknown, headers: Headers): unknown {
  const paths = (headers.get("X-Goog-FieldMask") ?? "").split(",").map(path => path.split("."));
  return pick(value, paths);
}

function pick(value: unknown, paths: string[][]): unknown {
  if (Array.isArray(value)) return value.map(item => pick(item, paths));
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).flatMap(([name, field]) => {
    const wanted = paths.filter(([first]) => first === name);
    if (wanted.length === 0) return [];
    const below = wanted.map(([, ...rest]) => rest);
    return [[name, below.some(rest => rest.length === 0) ? field : pick(field, below)]];
  });
  return Object.fromEntries(fields);
}

function failure(code: number, status: string, { isStream = false, http = code } = {}): Response {
  const error = { code, message: "A message that is for developers", status };
  return Response.json(isStream ? [{ error }] : { error }, { status: http });
}

const badKey = (): Response => {
  const details = [
    {
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: "API_KEY_INVALID",
      domain: "googleapis.com",
    },
  ];
  const error = { code: 400, message: "API key not valid.", status: "INVALID_ARGUMENT", details };
  return Response.json({ error }, { status: 400 });
};

/** An answer that has nothing to do with the question; null when there is to be one that has. */
function misbehaviour(behaviour: Behaviour, api: GoogleApi): Response | Promise<Response> | null {
  if (typeof behaviour === "number")
    return failure(behaviour, behaviour === 429 ? "RESOURCE_EXHAUSTED" : "INTERNAL");
  switch (behaviour) {
    case "silence":
      return new Promise(() => {});
    case "slow drip":
      return new Response(drip());
    case "garbage":
      return new Response("<html>502 Bad Gateway</html>", { headers: { "Content-Type": "text/html" } });
    case "cut off":
      return new Response('[{"originIndex": 1, "destinati', {
        headers: { "Content-Type": "application/json" },
      });
    case "another shape":
      return Response.json({ status: 1, routes: [{ duration: 5 }], results: "none" });
    case "too large":
      return new Response(" ".repeat(4 * 1024 * 1024));
    case "error in 200":
      return failure(503, "UNAVAILABLE", { isStream: api === "matrix", http: 200 });
    default:
      return null;
  }
}

/** White space without end, which every parser and every timeout between two bytes is content with. */
function drip(): ReadableStream<Uint8Array> {
  let timer: ReturnType<typeof setInterval>;
  return new ReadableStream({
    start(controller) {
      timer = setInterval(() => controller.enqueue(new TextEncoder().encode(" ")), DRIP_MS);
    },
    cancel: () => clearInterval(timer),
  });
}
