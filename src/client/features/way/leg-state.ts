import { assertNever } from "../../../shared/assert-never.ts";
import type { VehicleType } from "../../../shared/drivers/driver.schema.ts";
import { distanceMeters, type Point, pointOf } from "../../../shared/geo.ts";
import type { RouteResult } from "../../../shared/maps/maps.schema.ts";
import { AT_THE_START, advance, type Progress } from "../../../shared/maps/progress.ts";
import { lineOf, lineThrough, type RouteLine } from "../../../shared/maps/route-line.ts";
import type { WayLeg } from "./legs.ts";

/** Where the driver was seen; accuracy in metres, null when his phone did not say. Each is another object. */
export type Sighting = Point & { accuracy: number | null };

/** Which leg is looked at, and what is known of who is on it. */
export type Circumstances = {
  leg: WayLeg | null;
  vehicleType: VehicleType;
  sighting: Sighting | null;
  /** Each question is paid for. */
  isBilled: boolean;
};

export type Question = { origin: Point; destination: Point; vehicleType: VehicleType };

/** The way of one leg, as far as it is known, and how much of it the driver has behind him. */
export type LegState = {
  now: Circumstances;
  /** What a map is asked, until it has answered. Each time that it is asked is another object. */
  question: Question | null;
  /** It did not answer; it is asked again when some time has passed. */
  hasFailed: boolean;
  /** Until there is a new one the old one stays: nothing flashes. */
  way: { from: Point; line: RouteLine; isApproximate: boolean } | null;
  progress: Progress;
};

export type LegEvent =
  | { type: "seen"; now: Circumstances }
  | { type: "answered"; question: Question; route: RouteResult }
  | { type: "failed"; question: Question }
  /** Some time has passed since a map did not answer. */
  | { type: "due" };

export const NO_LEG: LegState = {
  now: { leg: null, vehicleType: "car", sighting: null, isBilled: false },
  question: null,
  hasFailed: false,
  way: null,
  progress: AT_THE_START,
};

/** Who is not on the way that is known is asked for anew so far from where he was then: not at each position. */
const ASKED_ANEW_METERS = 100;

/**
 * The way is asked for once a leg, and anew from where the driver is when he has left it, or when it was only a guess.
 * What is paid for is asked once, and only where everybody who looks asks the same: from pickup to door.
 */
export function nextLeg(state: LegState, event: LegEvent): LegState {
  switch (event.type) {
    case "seen": {
      const before = keyOf(event.now) === keyOf(state.now) ? state : NO_LEG;
      const isSeenAnew = event.now.sighting !== before.now.sighting;
      const next = { ...before, now: event.now };
      return asking(isSeenAnew ? { ...next, progress: progressOf(next) } : next);
    }
    case "answered": {
      if (event.question !== state.question) return state;
      const way = { from: event.question.origin, ...wayOf(event.route) };
      const next = { ...state, question: null, way, progress: AT_THE_START };
      return { ...next, progress: progressOf(next) };
    }
    case "failed":
      return event.question === state.question ? { ...state, hasFailed: true } : state;
    case "due":
      return state.hasFailed ? asking({ ...state, question: null, hasFailed: false }) : state;
    default:
      return assertNever(event);
  }
}

/** Null for no leg. */
export const keyOf = ({ leg, vehicleType }: Pick<Circumstances, "leg" | "vehicleType">): string | null =>
  leg && JSON.stringify([leg.id, leg.origin, leg.destination, vehicleType]);

function asking(state: LegState): LegState {
  const { leg, vehicleType } = state.now;
  const origin = leg && !state.question ? askedFrom(leg, state) : null;
  return leg && origin
    ? { ...state, question: { origin, destination: leg.destination, vehicleType } }
    : state;
}

/** From where the way is to be asked for now; null when nothing is to be asked. */
function askedFrom(leg: WayLeg, { now: { sighting, isBilled }, way, progress }: LegState): Point | null {
  if (isBilled && (way || !leg.origin)) return null;
  const here = sighting && pointOf(sighting);
  if (!way) return leg.origin ?? here;
  const isLost = leg.isUnderway && (way.isApproximate || progress.isOff);
  return isLost && here && distanceMeters(way.from, here) >= ASKED_ANEW_METERS ? here : null;
}

/** A line that cannot be read is as good as a guess, and there is nothing of it to draw. */
function wayOf({ polyline, approximate }: RouteResult): { line: RouteLine; isApproximate: boolean } {
  try {
    return { line: lineOf(polyline), isApproximate: approximate };
  } catch {
    return { line: lineThrough([]), isApproximate: true };
  }
}

function progressOf({ now: { leg, sighting }, way, progress }: LegState): Progress {
  if (!leg?.isUnderway || !sighting || !way || way.isApproximate || way.line.lengthMeters === 0)
    return progress;
  return advance(way.line, progress, { point: sighting, accuracyMeters: sighting.accuracy });
}
