import { z } from "zod";
import { type BoundingBox, distanceMeters } from "../../../../shared/geo.ts";
import type { GeocodeCandidate } from "../../../../shared/maps/maps.schema.ts";
import { Point } from "../../../../shared/point.schema.ts";
import type { Asking } from "../maps.port.ts";
import type { HttpAnswer } from "../remote/http.ts";
import { MapsFailure, type MapsFailureReason } from "../remote/maps-failure.ts";
import { failureOf, readJson, reasonOf } from "../remote/read-json.ts";
import { type GoogleService, urlOf } from "./google-service.ts";

/*
 * Geocoding API: https://developers.google.com/maps/documentation/geocoding/requests-geocoding. Failures are statuses in
 * answers of 200.
 */

const Result = z.object({
  formatted_address: z.string().min(1).max(500),
  geometry: z.object({
    location: z
      .object({ lat: z.number(), lng: z.number() })
      .transform(({ lat, lng }) => ({ latitude: lat, longitude: lng }))
      .pipe(Point),
    location_type: z.string(),
  }),
  types: z.array(z.string()).default([]),
  partial_match: z.boolean().default(false),
});
type Result = z.infer<typeof Result>;

const Answer = z.object({ status: z.string(), results: z.array(Result).default([]) });

const FAILURES = new Map<string, MapsFailureReason>([
  ["OVER_QUERY_LIMIT", "rate_limited"],
  /** No billing, no key, or the cap of the account. */
  ["OVER_DAILY_LIMIT", "denied"],
  ["REQUEST_DENIED", "denied"],
  ["INVALID_REQUEST", "invalid"],
  ["UNKNOWN_ERROR", "server_error"],
]);

/** Confidence by how exactly a place is known; a street or a building's middle is worth as much as the embedded map's. */
const CONFIDENCE = new Map([
  ["ROOFTOP", 1],
  ["RANGE_INTERPOLATED", 0.85],
  ["GEOMETRIC_CENTER", 0.6],
]);
const SOMEWHERE_THERE = 0.4;
/** Something that was asked for is not in the answer. */
const PARTIAL_FACTOR = 0.7;

const KINDS: [type: RegExp, kind: GeocodeCandidate["kind"]][] = [
  [/^(street_address|premise|subpremise|street_number)$/, "address"],
  [/^(route|intersection)$/, "street"],
];
const MOST_CANDIDATES = 5;
/** As far as the embedded map looks for the address of a point. */
const REACH_METERS = 600;

export function createGeocoding(service: GoogleService, [west, south, east, north]: BoundingBox) {
  const call = (question: Record<string, string>, asking: Asking) =>
    service.ask({
      kind: "geocode",
      units: 1,
      asking,
      request: {
        url: urlOf(service, "geocoding", "/maps/api/geocode/json", {
          ...question,
          language: service.locale,
          key: service.key,
        }),
      },
      read: readResults,
    });

  return {
    /** Prefers the served area, and says when an address lies elsewhere. */
    async geocode(address: string, asking: Asking): Promise<GeocodeCandidate[]> {
      const results = await call({ address, bounds: `${south},${west}|${north},${east}` }, asking);
      return results.slice(0, MOST_CANDIDATES).map(toCandidate);
    },

    /** Confidence falls from 1 at the door to 0 at 600 m, as the embedded map's does. */
    async reverse(point: Point, asking: Asking): Promise<GeocodeCandidate | null> {
      const results = await call({ latlng: `${point.latitude},${point.longitude}` }, asking);
      const [nearest] = results.map(toCandidate).filter(({ kind }) => kind !== "place");
      const distance = nearest ? distanceMeters(point, nearest) : Number.POSITIVE_INFINITY;
      if (!nearest || distance > REACH_METERS) return null;
      return { ...nearest, confidence: round(1 - distance / REACH_METERS) };
    },
  };
}

function readResults(answer: HttpAnswer): Result[] {
  if (answer.status !== 200) throw failureOf(answer, reasonOf(answer.status));
  const { status, results } = readJson(answer, Answer);
  if (status === "OK" || status === "ZERO_RESULTS") return results;
  throw new MapsFailure(FAILURES.get(status) ?? "garbage");
}

function toCandidate({
  formatted_address: address,
  geometry,
  types,
  partial_match,
}: Result): GeocodeCandidate {
  const exact = CONFIDENCE.get(geometry.location_type) ?? SOMEWHERE_THERE;
  return {
    ...geometry.location,
    address,
    kind: KINDS.find(([pattern]) => types.some(type => pattern.test(type)))?.[1] ?? "place",
    confidence: round(exact * (partial_match ? PARTIAL_FACTOR : 1)),
    source: "google",
  };
}

const round = (value: number) => Number(value.toFixed(2));
