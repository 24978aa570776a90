import { DomainError } from "../../../shared/errors.ts";
import { isInside, type Point } from "../../../shared/geo.ts";
import type {
  AutocompleteInput,
  GeocodeCandidate,
  GeocodeInput,
  MapsConfig,
  MatrixInput,
  MatrixResult,
  RouteInput,
  RouteResult,
} from "../../../shared/maps/maps.schema.ts";
import type { Place, PlaceInput } from "../../../shared/orders/place.schema.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Asking, MapsPort } from "../../platform/maps/maps.port.ts";

type Deps = { maps: MapsPort; clock: Clock };

/** A route that begins now; `arrivesAt` is ISO 8601. */
type EtaResult = RouteResult & { arrivesAt: string };

/**
 * A parcel is not sent on a guess below this. The embedded geocoder gives 0.6 to a short street without a number and
 * 0.55 or more to where a missing number should be; other cities and quarters, unknown words, kinds of places, names
 * that fit two places and numbers past the end of a street stay below (docs/decisions/0027).
 */
const LEAST_CONFIDENCE_TO_DELIVER = 0.5;

export type MapsService = ReturnType<typeof createMapsService>;

/** Maps for the signed-in; the provider behind is exchangeable. Errors: OUTSIDE_SERVICE_AREA, ADDRESS_NOT_FOUND. */
export function createMapsService({ maps, clock }: Deps) {
  const requireServed = (...points: Point[]): void => {
    const outside = points.find(point => !isInside(maps.serviceArea, point));
    if (!outside) return;
    const { latitude, longitude } = outside;
    throw new DomainError("OUTSIDE_SERVICE_AREA", { latitude, longitude, serviceArea: maps.serviceArea });
  };

  async function route(input: RouteInput, asking: Asking = {}): Promise<RouteResult> {
    requireServed(input.origin, input.destination);
    return maps.route({ ...input, ...asking });
  }

  return {
    /** What an address may mean, best first; empty when nothing resembles it. */
    geocode: ({ address }: GeocodeInput): Promise<GeocodeCandidate[]> => maps.geocode(address),

    /** Suggestions for an address being typed, best first, at most 8. */
    autocomplete: ({ query, near }: AutocompleteInput): Promise<GeocodeCandidate[]> =>
      maps.autocomplete(query, near),

    /** The nearest address, or null when there is none within reach. */
    async reverse(point: Point): Promise<GeocodeCandidate | null> {
      requireServed(point);
      return maps.reverse(point);
    },

    route,

    async matrix(input: MatrixInput): Promise<MatrixResult> {
      requireServed(...input.origins, ...input.destinations);
      return maps.matrix(input);
    },

    /** The route for somebody who leaves now. */
    async eta(input: RouteInput): Promise<EtaResult> {
      const found = await route(input);
      const arrivesAt = new Date(clock.now().getTime() + found.durationMinutes * 60_000);
      return { ...found, arrivesAt: arrivesAt.toISOString() };
    },

    config: (): MapsConfig => ({ ...maps.config(), billed: maps.capabilities.billed }),

    /**
     * A place with coordinates: those given, or those of the address. The address stays as it was written, for it may
     * name the entrance and the floor. Errors: ADDRESS_NOT_FOUND (details.suggestions), OUTSIDE_SERVICE_AREA.
     */
    async resolvePlace({ address, latitude, longitude }: PlaceInput, asking: Asking = {}): Promise<Place> {
      if (latitude !== undefined && longitude !== undefined) {
        requireServed({ latitude, longitude });
        return { address, latitude, longitude };
      }
      const candidates = await maps.geocode(address, asking);
      const best = candidates[0];
      if (!best || best.confidence < LEAST_CONFIDENCE_TO_DELIVER)
        throw new DomainError("ADDRESS_NOT_FOUND", {
          address,
          suggestions: candidates.slice(0, 3).map(candidate => candidate.address),
        });
      requireServed(best);
      return { address, latitude: best.latitude, longitude: best.longitude };
    },
  };
}
