import type { Point } from "../../../../shared/geo.ts";
import { addressKey } from "../../../../shared/maps/address-key.ts";
import type { GeocodeCandidate, RouteResult } from "../../../../shared/maps/maps.schema.ts";
import type { Clock } from "../../clock/clock.port.ts";
import type { Logger } from "../../logger/logger.ts";
import type { GeocodeCache, KnownPlace } from "../geocode-cache.port.ts";
import type { Asking, MatrixQuestion, RouteQuestion } from "../maps.port.ts";
import { createKeptAnswers } from "./kept-answers.ts";
import type { MapMeter } from "./map-meter.ts";
import type { RemoteMaps, RemoteMatrix } from "./remote-maps.ts";
import { createSingleFlight } from "./single-flight.ts";

type Deps = {
  remote: RemoteMaps;
  geocodes: GeocodeCache;
  keptRoutes: { most: number; keptMs: number };
  clock: Clock;
  logger: Logger;
  meter: MapMeter;
};

/** Traffic is asked for again after so long. */
const SLOT_MS = 300_000;
/** About 11 m: nearer together than this two ends are one. */
const SNAP_DECIMALS = 4;
/** A clear answer: the next best, if there is one, is a worse one. An unclear one is for a person to look at. */
const CLEAR_CONFIDENCE = 0.5;

/**
 * The same provider, asked as seldom as can be: equal questions at the same time are one, addresses are known for 30
 * days, and routes as long as the provider's terms allow.
 */
export function sparingMaps({ remote, geocodes, keptRoutes, clock, logger, meter }: Deps): RemoteMaps {
  const joined = (kind: Parameters<MapMeter["spared"]>[0]) => ({
    onJoined: () => meter.spared(kind, "joined"),
  });
  const addressFlight = createSingleFlight<GeocodeCandidate[]>(joined("geocode"));
  const pointFlight = createSingleFlight<GeocodeCandidate | null>(joined("geocode"));
  const routeFlight = createSingleFlight<RouteResult>(joined("route"));
  const matrixFlight = createSingleFlight<RemoteMatrix>(joined("matrix"));
  const routes = createKeptAnswers<RouteResult>({ ...keptRoutes, clock });
  const { geocode, reverse } = remote;

  /** When it does not matter when: for a price, and where nobody knows the traffic. */
  function slotOf({ purpose }: RouteQuestion | MatrixQuestion): string {
    if (!remote.capabilities.traffic || purpose === "quote") return "whenever";
    return String(Math.floor(clock.now().getTime() / SLOT_MS));
  }

  function notKept(error: unknown): undefined {
    logger.warn({ err: error }, "Known addresses cannot be reached");
  }

  async function geocodeOnce(
    ask: NonNullable<typeof geocode>,
    address: string,
    key: string,
    asking: Asking,
  ): Promise<GeocodeCandidate[]> {
    const known = await geocodes.find(remote.source, key, clock.now()).catch(notKept);
    if (known !== undefined) {
      meter.spared("geocode", "kept");
      return known ? [{ ...known, address, source: remote.source }] : [];
    }
    const found = await ask(address, asking);
    const [best] = found;
    if (!best || best.confidence >= CLEAR_CONFIDENCE) {
      // What has been paid for is answered, also when it cannot be kept.
      await geocodes.save(remote.source, key, best ? toKnown(best) : null, clock.now()).catch(notKept);
    }
    return found;
  }

  async function routeOnce(question: RouteQuestion, key: string): Promise<RouteResult> {
    const kept = routes.get(key);
    if (kept) {
      meter.spared("route", "kept");
      return kept;
    }
    const found = await remote.route(question);
    routes.set(key, found);
    return found;
  }

  return {
    ...remote,
    geocode:
      geocode &&
      ((address, asking) => {
        const key = addressKey(address);
        return addressFlight(key, () => geocodeOnce(geocode, address, key, asking));
      }),
    reverse: reverse && ((point, asking) => pointFlight(snapped(point), () => reverse(point, asking))),
    route(question) {
      const { vehicleType, origin, destination } = question;
      const key = [vehicleType, slotOf(question), snapped(origin), snapped(destination)].join(" ");
      return routeFlight(key, () => routeOnce(question, key));
    },
    matrix(question) {
      const { vehicleType, origins, destinations } = question;
      const ends = [origins, destinations].map(points => points.map(snapped).join(" "));
      const key = [vehicleType, slotOf(question), ...ends].join("|");
      return matrixFlight(key, () => remote.matrix(question));
    },
  };
}

const snapped = ({ latitude, longitude }: Point): string =>
  `${latitude.toFixed(SNAP_DECIMALS)},${longitude.toFixed(SNAP_DECIMALS)}`;

const toKnown = ({ latitude, longitude, kind, confidence }: GeocodeCandidate): KnownPlace => ({
  latitude,
  longitude,
  kind,
  confidence,
});
