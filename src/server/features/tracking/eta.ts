import type { StoredEta } from "../orders/index.ts";

/** Parking, finding the counter, signing for the parcel: minutes between arriving at the pickup and leaving it. */
const HANDOVER_MINUTES = 5;

/**
 * How much of the expected driving time the fast and the slow tenth of trips take. Off the streets: the 10th and 90th
 * percentile of the measured road factor over its median, 1.22 / 1.61 and 2.59 / 1.61 (platform/maps), rounded to the
 * careful side. On streets the way is known and only the traffic is not.
 */
const SPREAD = {
  approximate: { fast: 0.75, slow: 1.6 },
  streets: { fast: 0.9, slow: 1.3 },
} as const;

/** A range narrower than this would promise more than anybody can keep. */
const NARROWEST_MINUTES = 3;
const MINUTE_MS = 60_000;

type Leg = { durationMinutes: number; approximate: boolean };

/** When a driver who now begins these legs arrives, to whole minutes; two legs lead over the pickup. */
export function estimateArrival(legs: readonly Leg[], now: Date): StoredEta {
  const approximate = legs.some(leg => leg.approximate);
  const { fast, slow } = approximate ? SPREAD.approximate : SPREAD.streets;
  const driving = legs.reduce((sum, { durationMinutes }) => sum + durationMinutes, 0);
  const waiting = legs.length > 1 ? HANDOVER_MINUTES : 0;
  const earliest = Math.floor(now.getTime() / MINUTE_MS + waiting + driving * fast);
  const latest = Math.ceil(now.getTime() / MINUTE_MS + waiting + driving * slow);
  return {
    earliest: new Date(earliest * MINUTE_MS),
    latest: new Date(Math.max(latest, earliest + NARROWEST_MINUTES) * MINUTE_MS),
    approximate,
    computedAt: now,
  };
}

/** True when either end of the range has moved by a minute: less is not worth telling. */
export function hasMoved(next: StoredEta, known: StoredEta | null): boolean {
  if (!known) return true;
  const moved = (a: Date, b: Date) => Math.abs(a.getTime() - b.getTime()) >= MINUTE_MS;
  return moved(next.earliest, known.earliest) || moved(next.latest, known.latest);
}
