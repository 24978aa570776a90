import { fromGeoJson } from "../../../shared/geo.ts";
import type { OrderDoc, StoredEta, StoredRange } from "../orders/index.ts";
import type { EtaLogDoc } from "./eta-log.repo.ts";
import type { Forecast, OrderForecast } from "./forecast.ts";
import { bandOf, type Experience, hourAt, rangeOf, type SecondsRange } from "./spread.ts";

/** A range narrower than this would promise more than anybody can keep. */
const NARROWEST_MINUTES = 3;
const MINUTE_MS = 60_000;

type LiveStoredEta = Exclude<StoredEta, { state: "stale" }>;

/** What an estimate of one order comes to, and what is kept of it to learn from. */
export type Estimate = { order: OrderDoc; eta: LiveStoredEta; entries: Omit<EtaLogDoc, "_id">[] };

type Circumstances = { now: Date; fixAt: Date; arrivedAt: Date | null; experience: Experience };

/** Puts times to a forecast: what everybody is shown, in whole minutes. */
export function estimateOf(
  { order, nextStop, isAtNext, stopsBefore, pickup, delivery }: OrderForecast<OrderDoc>,
  { now, fixAt, arrivedAt, experience }: Circumstances,
): Estimate {
  const hour = hourAt(now, fromGeoJson(order.delivery.location).longitude);
  const told = (forecast: Forecast) => {
    const seconds = rangeOf(forecast, hour, experience);
    return { forecast, seconds, range: toRange(seconds, now) };
  };
  const [taken, given] = [pickup && told(pickup), told(delivery)];
  const toEntry = ({ forecast, seconds, range }: ReturnType<typeof told>): Estimate["entries"][number] => ({
    orderId: order._id,
    vendorId: order.vendorId,
    kind: forecast.kind,
    hour,
    band: bandOf(forecast.meters),
    approximate: forecast.approximate,
    drivingSeconds: Math.round(forecast.drivingSeconds),
    foretoldSeconds: Math.round(forecast.drivingSeconds + forecast.waitingSeconds),
    p10: range.earliest,
    p50: new Date(now.getTime() + Math.round(seconds.p50) * 1_000),
    p90: range.latest,
    at: now,
    outcomeAt: null,
    ratio: null,
  });
  // Who is at a stop is said to be there, and no time with it.
  const isShown = ({ forecast: { kind } }: ReturnType<typeof told>) => !isAtNext || kind.startsWith("later");
  return {
    order,
    eta: {
      state: isAtNext ? "arriving" : "on_the_way",
      nextStop,
      stopsBefore,
      ...given.range,
      pickup: taken?.range ?? null,
      approximate: delivery.approximate,
      arrivedAt: isAtNext ? arrivedAt : null,
      computedAt: now,
      fixAt,
    },
    entries: [taken, given].flatMap(one => (one && isShown(one) ? [toEntry(one)] : [])),
  };
}

function toRange({ p10, p90 }: SecondsRange, now: Date): StoredRange {
  const minute = (seconds: number) => Math.round(now.getTime() / MINUTE_MS + seconds / 60);
  const earliest = minute(p10);
  const latest = Math.max(minute(p90), earliest + NARROWEST_MINUTES);
  return { earliest: new Date(earliest * MINUTE_MS), latest: new Date(latest * MINUTE_MS) };
}

/** True when what is shown has moved by a minute, or says something else: less is not worth telling. */
export function hasChanged(next: StoredEta, known: StoredEta | null): boolean {
  if (!known || next.state === "stale" || known.state === "stale") return next.state !== known?.state;
  const isOther = STATE.some(field => next[field] !== known[field]);
  return isOther || hasMoved(next, known) || hasMoved(next.pickup, known.pickup);
}

const STATE = ["state", "nextStop", "stopsBefore"] as const;

function hasMoved(next: StoredRange | null, known: StoredRange | null): boolean {
  if (!next || !known) return next !== known;
  const moved = (end: keyof StoredRange) => Math.abs(next[end].getTime() - known[end].getTime()) >= MINUTE_MS;
  return moved("earliest") || moved("latest");
}
