import { distanceMeters, type Point } from "../../../shared/geo.ts";
import type { StopKind } from "../../../shared/orders/remaining-stops.ts";

/** A place where a driver stops for one order. */
export type Stop<Order> = { kind: StopKind; order: Order; point: Point };

/** The way from where he is, or from the stop before, to a stop. `approximate` when it does not follow streets. */
export type Leg = { seconds: number; meters: number; approximate: boolean };

/**
 * What a forecast is of, and whether other stops come before: on the leg that he is driving he errs by its traffic
 * alone, later on by all that happens at those stops too.
 */
export const LEG_KINDS = ["pickup", "delivery", "later_pickup", "later_delivery"] as const;
export type LegKind = (typeof LEG_KINDS)[number];

/** What has to happen until a parcel is taken, or handed over: driving, and standing at stops, that one included. */
export type Forecast = {
  kind: LegKind;
  drivingSeconds: number;
  waitingSeconds: number;
  meters: number;
  approximate: boolean;
};

export type OrderForecast<Order> = {
  order: Order;
  nextStop: StopKind;
  /** He is at the next stop of this order. */
  isAtNext: boolean;
  /** Places that he goes to for others before he hands over this parcel. */
  stopsBefore: number;
  /** Null once the parcel is taken. */
  pickup: Forecast | null;
  delivery: Forecast;
};

/**
 * Seconds at a stop: parking, finding the counter and signing; parking, ringing, stairs and handing over. What this
 * gets wrong for a city, the range learns (spread.ts).
 */
const DWELL_SECONDS = { pickup: 5 * 60, delivery: 3 * 60 } satisfies Record<StopKind, number>;
/** For each further parcel at the same place. */
const NEXT_PARCEL_SECONDS = 60;
/** Who has stood somewhere for as long as that takes is still not gone. */
const LEAST_DWELL_SHARE = 0.25;
/** Stops so near to each other are one place: no way leads from one to the other, and nobody parks anew. */
const SAME_PLACE_METERS = 30;

export const isSamePlace = (a: Point, b: Point): boolean => distanceMeters(a, b) <= SAME_PLACE_METERS;

/**
 * Forecasts for the orders of one driver. `stops` are all that he has left and `legs` the ways to them, as far as ways
 * are known; an order whose hand-over lies beyond that has no forecast. `stoodSeconds` is how long he has been at the
 * first stop, null when he is not there.
 */
export function forecastsOf<Order>(
  stops: readonly Stop<Order>[],
  legs: readonly Leg[],
  stoodSeconds: number | null,
): OrderForecast<Order>[] {
  const visits = visitsOf(stops, legs, stoodSeconds);
  return [...new Set(stops.map(({ order }) => order))].flatMap(order => {
    const [next] = visits.filter(visit => visit.order === order);
    const delivery = visits.find(visit => visit.order === order && visit.stop === "delivery");
    if (!next || !delivery) return [];
    const pickup = next.stop === "pickup" ? next : null;
    return {
      order,
      nextStop: next.stop,
      isAtNext: next.place === 0 && stoodSeconds !== null,
      stopsBefore: delivery.place - (pickup && pickup.place < delivery.place ? 1 : 0),
      pickup: pickup?.forecast ?? null,
      delivery: delivery.forecast,
    };
  });
}

/** A stop on the way; `place` counts the places up to it from 0. */
type Visit<Order> = { order: Order; stop: StopKind; place: number; forecast: Forecast };

function visitsOf<Order>(
  stops: readonly Stop<Order>[],
  legs: readonly Leg[],
  stoodSeconds: number | null,
): Visit<Order>[] {
  const sum = { drivingSeconds: 0, waitingSeconds: 0, meters: 0, approximate: false };
  let place = -1;
  return stops.slice(0, legs.length).map(({ kind, order, point }, index) => {
    const [leg, before] = [legs[index], stops[index - 1]];
    const isSame = before !== undefined && isSamePlace(before.point, point);
    if (!isSame) place += 1;
    sum.drivingSeconds += leg?.seconds ?? 0;
    sum.meters += leg?.meters ?? 0;
    sum.approximate ||= leg?.approximate ?? false;
    sum.waitingSeconds += isSame
      ? NEXT_PARCEL_SECONDS
      : dwellSeconds(kind, place === 0 ? stoodSeconds : null);
    return { order, stop: kind, place, forecast: { ...sum, kind: place === 0 ? kind : `later_${kind}` } };
  });
}

const dwellSeconds = (kind: StopKind, stoodSeconds: number | null): number =>
  Math.max(DWELL_SECONDS[kind] - (stoodSeconds ?? 0), DWELL_SECONDS[kind] * LEAST_DWELL_SHARE);
