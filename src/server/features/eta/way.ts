import type { VehicleType } from "../../../shared/drivers/driver.schema.ts";
import { distanceMeters, type Point } from "../../../shared/geo.ts";
import type { OrderId } from "../../../shared/ids.ts";
import type { RouteResult } from "../../../shared/maps/maps.schema.ts";
import { AT_THE_START, advance, type Fix, type Progress } from "../../../shared/maps/progress.ts";
import { lineOf, nearestOn, type RouteLine } from "../../../shared/maps/route-line.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Asking, MapsCapabilities } from "../../platform/maps/maps.port.ts";
import { isSamePlace, type Leg } from "./forecast.ts";
import type { Questions } from "./questions.ts";
import type { KnownLeg } from "./ways.repo.ts";

/** A place on somebody's way. */
export type Target = { orderId: OrderId; point: Point };

/** Where ways are kept for other processes. */
export type Shelf = { read(): Promise<KnownLeg[]>; write(legs: readonly KnownLeg[]): Promise<void> };

/** What a driver has before him: the leg that he is on, and those that come after. */
export type Way = {
  /** He was seen somewhere: notes how far he has come. */
  see(fix: Fix): void;
  /**
   * The legs from where he is over all these places; fewer when a map does not answer. Asks it as seldom as can be: for a
   * leg that nobody knows, and anew when he is off his way or the traffic has become another.
   */
  over(targets: readonly Target[], fix: Fix, vehicleType: VehicleType): Promise<Leg[]>;
};

type Followed = { leg: KnownLeg; line: RouteLine; progress: Progress; expectedAtMs: number };

/** Nearer than this no map is asked how to get there: he is looking for the door. */
const CLOSE_METERS = 200;
/** Metres of straight line a second, of somebody who looks for a door. */
const CLOSE_METERS_PER_SECOND = 2.5;
/** A leg is his when he is not farther beside it than this: who fetches a parcel has parked somewhere near. */
const TAKEN_UP_METERS = 150;
/** So much earlier or later than a map has said, or by this share of the leg: the traffic is not what it was. */
const DRIFT_MS = 4 * 60_000;
const DRIFT_SHARE = 0.25;

const NO_WAY: Leg = { seconds: 0, meters: 0, approximate: false };

type Deps = {
  questions: Questions;
  capabilities: MapsCapabilities;
  shelf: Shelf;
  /** What an answer has cost goes on the bill of the order that it was asked for. */
  billTo: (orderId: OrderId) => NonNullable<Asking["onBilled"]>;
  clock: Clock;
};

export function createWay({ questions, capabilities, shelf, billTo, clock }: Deps): Way {
  let known: readonly KnownLeg[] = [];
  let followed: Followed | null = null;
  let isNews = false;

  /** Follows the leg from where on it he is; beside it, it is only the measure for what is left. */
  function follow(leg: KnownLeg, { point }: Fix): Followed {
    const line = lineOf(leg.polyline);
    const { meters, asideMeters } = nearestOn(line, point, 0);
    const isOff = asideMeters > TAKEN_UP_METERS;
    const progress = isOff ? { ...AT_THE_START, isOff } : { ...AT_THE_START, meters };
    const begun: Followed = { leg, line, progress, expectedAtMs: 0 };
    return { ...begun, expectedAtMs: clock.now().getTime() + rest(begun, point).seconds * 1_000 };
  }

  const askingFor = ({ orderId }: Target): Asking => ({ purpose: "eta", onBilled: billTo(orderId) });

  /** The newest of the legs that lead to a place, one that he is on before others. */
  function takeUp(target: Target, fix: Fix): Followed | null {
    const there = known.filter(({ to }) => isSamePlace(to, target.point)).map(leg => follow(leg, fix));
    const newest = there.toSorted((a, b) => b.leg.askedAt.getTime() - a.leg.askedAt.getTime());
    return newest.find(isOnIt) ?? newest[0] ?? null;
  }

  /** What other processes know, with what is known here. */
  async function lookOnShelf(): Promise<void> {
    if (!capabilities.billed) return;
    const isKnown = (leg: KnownLeg) => known.some(one => hasEnds(one, leg) && one.askedAt >= leg.askedAt);
    const news = (await shelf.read()).filter(leg => !isKnown(leg));
    known = [...known.filter(one => !news.some(leg => hasEnds(one, leg))), ...news];
  }

  function remember(
    { polyline, durationMinutes, distanceKm, approximate }: RouteResult,
    ends: Pick<KnownLeg, "orderId" | "fromOrderId" | "from" | "to">,
  ): KnownLeg {
    const leg = { ...ends, polyline, durationMinutes, distanceKm, approximate, askedAt: clock.now() };
    known = [...known, leg];
    isNews = true;
    return leg;
  }

  async function toNext(target: Target, fix: Fix, vehicleType: VehicleType): Promise<Leg | null> {
    if (!followed || !isSamePlace(followed.leg.to, target.point)) followed = takeUp(target, fix);
    const isGood = (one: Followed | null) => one !== null && isOnIt(one) && !hasDrifted(one, fix.point);
    const isClose = distanceMeters(fix.point, target.point) <= CLOSE_METERS;
    if (!isGood(followed) && !isClose && (!followed || questions.mayAskAnew())) {
      await lookOnShelf();
      const shelved = takeUp(target, fix);
      const isNewer = shelved && (!followed || shelved.leg.askedAt > followed.leg.askedAt);
      if (isNewer && isGood(shelved)) followed = shelved;
      else {
        const question = { ...askingFor(target), origin: fix.point, destination: target.point, vehicleType };
        const answer = await (followed ? questions.askAnew(question) : questions.ask(question));
        const ends = { orderId: target.orderId, fromOrderId: null, from: fix.point, to: target.point };
        if (answer) followed = follow(remember(answer, ends), fix);
      }
    }
    if (followed && (isOnIt(followed) || !isClose)) return rest(followed, fix.point);
    return isClose ? closeLeg(fix.point, target.point) : null;
  }

  async function between(from: Target, to: Target, vehicleType: VehicleType): Promise<Leg | null> {
    if (isSamePlace(from.point, to.point)) return NO_WAY;
    const ends = { orderId: to.orderId, fromOrderId: from.orderId, from: from.point, to: to.point };
    const find = () => known.find(leg => hasEnds(leg, ends));
    let leg = find();
    if (!leg) {
      await lookOnShelf();
      leg = find();
    }
    if (!leg) {
      const question = { ...askingFor(to), origin: from.point, destination: to.point, vehicleType };
      const answer = await questions.ask(question);
      if (!answer) return null;
      leg = remember(answer, ends);
    }
    return wholeLeg(leg);
  }

  /** Whether he will be there at quite another time than the map had said. */
  function hasDrifted({ leg, ...one }: Followed, here: Point): boolean {
    if (!capabilities.traffic || distanceMeters(here, leg.to) <= CLOSE_METERS) return false;
    const arrivesAtMs = clock.now().getTime() + rest({ leg, ...one }, here).seconds * 1_000;
    const tolerated = Math.max(DRIFT_MS, DRIFT_SHARE * leg.durationMinutes * 60_000);
    return Math.abs(arrivesAtMs - one.expectedAtMs) > tolerated;
  }

  return {
    see(fix) {
      if (followed && !followed.leg.approximate)
        followed = { ...followed, progress: advance(followed.line, followed.progress, fix) };
    },

    async over(targets, fix, vehicleType) {
      const legs: Leg[] = [];
      let before: Target | null = null;
      for (const target of targets) {
        const leg: Leg | null = before
          ? await between(before, target, vehicleType)
          : await toNext(target, fix, vehicleType);
        if (!leg) break;
        legs.push(leg);
        before = target;
      }
      if (targets.length === 0) followed = null;
      const needed = known.filter(leg => leg === followed?.leg || isAmong(leg, targets));
      if (capabilities.billed && (isNews || needed.length < known.length)) await shelf.write(needed);
      known = needed;
      isNews = false;
      return legs;
    },
  };
}

const hasEnds = (leg: Pick<KnownLeg, "from" | "to">, { from, to }: Pick<KnownLeg, "from" | "to">): boolean =>
  isSamePlace(leg.from, from) && isSamePlace(leg.to, to);

/** Whether a leg leads from one of the places to the one after it. */
const isAmong = (leg: KnownLeg, targets: readonly Target[]): boolean =>
  targets.some((to, index) => {
    const from = targets[index - 1];
    return from && hasEnds(leg, { from: from.point, to: to.point });
  });

/** He follows it, and it is the way that streets take. */
const isOnIt = ({ leg, line, progress }: Followed): boolean =>
  !leg.approximate && line.lengthMeters > 0 && !progress.isOff;

/** What is left of a leg: in proportion to the way while he is on it, and to the straight line when he is not. */
function rest(followed: Followed, here: Point): Leg {
  const { leg, line, progress } = followed;
  const whole = wholeLeg(leg);
  if (isOnIt(followed)) return shareOf(whole, 1 - progress.meters / line.lengthMeters);
  const straight = distanceMeters(leg.from, leg.to);
  if (straight <= CLOSE_METERS) return closeLeg(here, leg.to);
  return { ...shareOf(whole, distanceMeters(here, leg.to) / straight), approximate: true };
}

const wholeLeg = ({ durationMinutes, distanceKm, approximate }: KnownLeg): Leg => ({
  seconds: durationMinutes * 60,
  meters: distanceKm * 1_000,
  approximate,
});

const shareOf = ({ seconds, meters, approximate }: Leg, share: number): Leg => ({
  seconds: seconds * share,
  meters: meters * share,
  approximate,
});

function closeLeg(from: Point, to: Point): Leg {
  const meters = distanceMeters(from, to);
  return { seconds: meters / CLOSE_METERS_PER_SECOND, meters, approximate: false };
}
