import { z } from "zod";
import type { VehicleType } from "../../../../shared/drivers/driver.schema.ts";
import type { Point } from "../../../../shared/geo.ts";
import type { RouteResult } from "../../../../shared/maps/maps.schema.ts";
import { encodePolyline } from "../../../../shared/maps/polyline.ts";
import type { MatrixQuestion, RouteQuestion } from "../maps.port.ts";
import type { HttpAnswer, HttpRequest } from "../remote/http.ts";
import { MapsFailure } from "../remote/maps-failure.ts";
import { type Cells, emptyCells, inBatches } from "../remote/matrix-batches.ts";
import { failureOf, readJson, reasonOf } from "../remote/read-json.ts";
import type { RemoteMatrix } from "../remote/remote-maps.ts";
import { EncodedPolyline, lengthOf } from "../remote/route-parts.ts";
import { type GoogleService, urlOf } from "./google-service.ts";

/*
 * Routes API: https://developers.google.com/maps/documentation/routes. Protocol buffers as JSON: what is zero or empty
 * may be left out. The field mask decides what is answered, and what it costs.
 */

/** TWO_WHEELER costs more and knows few countries: a scooter takes the streets of a car. */
const TRAVEL_MODE = {
  bike: "BICYCLE",
  scooter: "DRIVE",
  car: "DRIVE",
  van: "DRIVE",
} satisfies Record<VehicleType, string>;

/** The most elements of a call; of TRAFFIC_AWARE_OPTIMAL, which we do not use, it is 100. */
const MOST_ELEMENTS = 625;

/** In seconds. */
const Duration = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,9})?s$/)
  .transform(text => Number.parseFloat(text));
const Meters = z.number().nonnegative().default(0);
/** Google found no way as we wanted it, for example none with traffic. */
const Fallback = z.object({}).loose().optional();

/** A key that is not valid is said to be an invalid argument, with this in its details. */
const ServiceError = z.object({
  error: z.object({
    code: z.number().optional(),
    details: z.array(z.object({ reason: z.string().optional() })).default([]),
  }),
});

const Routes = z.object({
  routes: z
    .array(
      z.object({
        distanceMeters: Meters,
        duration: Duration,
        polyline: z.object({ encodedPolyline: EncodedPolyline.optional() }).default({}),
      }),
    )
    .default([]),
  fallbackInfo: Fallback,
});

const Element = z.object({
  originIndex: z.number().int().nonnegative().default(0),
  destinationIndex: z.number().int().nonnegative().default(0),
  status: z.object({ code: z.number().default(0) }).default({ code: 0 }),
  condition: z.string().optional(),
  distanceMeters: Meters,
  duration: Duration.optional(),
  fallbackInfo: Fallback,
});

const ROUTE_FIELDS = "routes.distanceMeters,routes.duration,routes.polyline.encodedPolyline,fallbackInfo";
/** Without `status` every element would look well. */
const ELEMENT_FIELDS = "originIndex,destinationIndex,status,condition,distanceMeters,duration,fallbackInfo";

export function createRoutes(service: GoogleService, { elementsAtOnce }: { elementsAtOnce: number }) {
  /** A price needs no traffic, and a bicycle knows none. */
  const knowsTraffic = ({ vehicleType, purpose }: RouteQuestion | MatrixQuestion): boolean =>
    TRAVEL_MODE[vehicleType] === "DRIVE" && purpose !== "quote";

  function preferencesOf(question: RouteQuestion | MatrixQuestion): Record<string, string> {
    const travelMode = TRAVEL_MODE[question.vehicleType];
    if (travelMode !== "DRIVE") return { travelMode };
    if (!knowsTraffic(question)) return { travelMode, routingPreference: "TRAFFIC_UNAWARE" };
    return { travelMode, routingPreference: "TRAFFIC_AWARE" };
  }

  const post = (path: string, fields: string, body: object): HttpRequest => ({
    url: urlOf(service, "routes", path),
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-Goog-Api-Key": service.key,
      "X-Goog-FieldMask": fields,
    },
    body: JSON.stringify(body),
  });

  /** One call's worth of a matrix. Elements come in any order, and each with a status of its own. */
  const part = (question: MatrixQuestion): Promise<{ cells: Cells; isFallback: boolean }> => {
    const { origins, destinations } = question;
    return service.ask({
      kind: "matrix",
      units: origins.length * destinations.length,
      asking: question,
      request: post("/distanceMatrix/v2:computeRouteMatrix", ELEMENT_FIELDS, {
        origins: origins.map(point => ({ waypoint: toWaypoint(point) })),
        destinations: destinations.map(point => ({ waypoint: toWaypoint(point) })),
        ...preferencesOf(question),
      }),
      read(answer) {
        const elements = read(answer, z.array(Element));
        const isFallback = elements.some(({ fallbackInfo }) => fallbackInfo);
        return { cells: toCells(elements, origins.length, destinations.length), isFallback };
      },
    });
  };

  return {
    /** Errors: MapsFailure, `no_route` when there is none. */
    route: (question: RouteQuestion): Promise<RouteResult> =>
      service.ask({
        kind: "route",
        units: 1,
        asking: question,
        request: post("/directions/v2:computeRoutes", ROUTE_FIELDS, {
          origin: toWaypoint(question.origin),
          destination: toWaypoint(question.destination),
          polylineQuality: "HIGH_QUALITY",
          polylineEncoding: "ENCODED_POLYLINE",
          ...preferencesOf(question),
        }),
        read(answer) {
          const { routes, fallbackInfo } = read(answer, Routes);
          const [best] = routes;
          if (!best) throw new MapsFailure("no_route");
          const { distanceMeters, duration, polyline } = best;
          // A way of no length may have no line either; any other has one.
          const nowhere =
            distanceMeters === 0 ? encodePolyline([question.origin, question.destination]) : null;
          const line = polyline.encodedPolyline ?? nowhere;
          if (line === null) throw new MapsFailure("garbage");
          return {
            ...lengthOf(distanceMeters, duration),
            polyline: line,
            approximate: false,
            source: "google",
            ...(knowsTraffic(question) && !fallbackInfo && { traffic: true }),
          };
        },
      }),

    async matrix(question: MatrixQuestion): Promise<RemoteMatrix> {
      let traffic = knowsTraffic(question);
      const most = Math.max(1, Math.min(MOST_ELEMENTS, elementsAtOnce));
      const destinations = Math.min(question.destinations.length, most);
      const atOnce = { destinations, origins: Math.max(1, Math.floor(most / destinations)) };
      const answered = await inBatches(question, atOnce, async ends => {
        const { cells, isFallback } = await part({ ...question, ...ends });
        if (isFallback) traffic = false;
        return cells;
      });
      return { ...answered, ...(traffic && { traffic }) };
    },
  };
}

const toWaypoint = ({ latitude, longitude }: Point) => ({ location: { latLng: { latitude, longitude } } });

function toCells(elements: readonly z.infer<typeof Element>[], rows: number, columns: number): Cells {
  const cells = emptyCells(rows, columns);
  for (const { originIndex, destinationIndex, status, condition, distanceMeters, duration } of elements) {
    const row = cells[originIndex];
    if (!row || destinationIndex >= columns) throw new MapsFailure("garbage");
    if (status.code !== 0 || condition !== "ROUTE_EXISTS" || duration === undefined) continue;
    row[destinationIndex] = lengthOf(distanceMeters, duration);
  }
  return cells;
}

/** What a service answered. A failure may come with its status, with 200, and as the only element of a stream. */
function read<Schema extends z.ZodType>(answer: HttpAnswer, schema: Schema): z.infer<Schema> {
  const error = errorIn(answer);
  if (answer.status === 200 && !error) return readJson(answer, schema);
  const isKey = error?.details.some(({ reason }) => reason?.startsWith("API_KEY"));
  const status = answer.status === 200 ? (error?.code ?? 500) : answer.status;
  throw failureOf(answer, isKey ? "denied" : reasonOf(status));
}

function errorIn(answer: HttpAnswer): z.infer<typeof ServiceError>["error"] | null {
  try {
    return readJson(answer, z.union([ServiceError, z.tuple([ServiceError]).transform(([only]) => only)]))
      .error;
  } catch {
    return null;
  }
}
