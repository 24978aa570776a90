import type { Forecast, LegKind } from "./forecast.ts";

/** How long the fast tenth, the middle and the slow tenth of trips take, as shares of what was foretold. */
type Ratios = { fast: number; likely: number; slow: number };

/**
 * What is taken for true of driving before there is experience. Off the streets: the 10th and 90th percentile of the
 * road factor by car over its median, 1.30 / 1.68 and 2.63 / 1.68 (bench/maps prints them), rounded to the careful side.
 * On streets the way is known and only the traffic is not.
 */
const DRIVING: Record<"approximate" | "streets", Ratios> = {
  approximate: { fast: 0.75, likely: 1, slow: 1.6 },
  streets: { fast: 0.9, likely: 1, slow: 1.3 },
};
/** And of standing: how quick a counter or a staircase is differs more between businesses than ways do between hours. */
const STANDING: Ratios = { fast: 0.3, likely: 1, slow: 1.75 };

/** Upper ends of the bands of distance, in kilometres of way; the last one has none. */
const BAND_ENDS_KM = [0.5, 2, 6];

/** Which band so many metres of way lie in, from 0. */
export function bandOf(meters: number): number {
  const band = BAND_ENDS_KM.findIndex(end => meters < end * 1_000);
  return band < 0 ? BAND_ENDS_KM.length : band;
}

/** What came of a forecast: the share of the foretold time that it really took. */
export type Sample = {
  orderId: string;
  kind: LegKind;
  /** 0 to 23, by the sun: see `hourAt`. */
  hour: number;
  band: number;
  approximate: boolean;
  ratio: number;
};

/**
 * Deliveries that a group needs before it is believed instead of the wider one around it. The share of the future that
 * falls between two ranks of n values is distributed as Beta(0.8 (n + 1), 0.2 (n + 1)) (Wilks, "Determination of Sample
 * Sizes for Setting Tolerance Limits", 1941): with 100 its standard deviation is 4 points.
 */
const LEAST_DELIVERIES = 100;
/** And the widest group, in place of what was a guess: with 20 the standard deviation is 9 points. */
const LEAST_OF_ALL = 20;

/** The groups that a trip belongs to, the narrowest first. */
const groupsOf = ({ kind, hour, band, approximate }: Omit<Sample, "orderId" | "ratio">) => {
  const widest = `${approximate ? "~" : ""}${kind}`;
  return [
    { name: `${widest}/${band}/${hour}`, least: LEAST_DELIVERIES },
    { name: `${widest}/${band}`, least: LEAST_DELIVERIES },
    { name: widest, least: LEAST_OF_ALL },
  ];
};

/** Experience: how much longer or shorter trips took than was foretold, by group. */
export type Experience = ReadonlyMap<string, Ratios>;

export const NO_EXPERIENCE: Experience = new Map();

/** Takes samples in, one by one, so that many of them hold nobody up. */
export type Lesson = {
  add(sample: Sample): void;
  /** Quantiles of each group that holds enough deliveries: their number is bounded by kinds, hours and bands. */
  learned(): Experience;
};

export function createLesson(): Lesson {
  const groups = new Map<string, { ratios: number[]; orders: Set<string>; least: number }>();
  return {
    add(sample) {
      for (const { name, least } of groupsOf(sample)) {
        const group = groups.get(name) ?? { ratios: [], orders: new Set(), least };
        groups.set(name, group);
        group.ratios.push(sample.ratio);
        group.orders.add(sample.orderId);
      }
    },

    learned() {
      const enough = [...groups].filter(([, { orders, least }]) => orders.size >= least);
      return new Map(enough.map(([name, { ratios, orders }]) => [name, ratiosIn(ratios, orders.size)]));
    },
  };
}

function ratiosIn(ratios: readonly number[], deliveries: number): Ratios {
  const sorted = ratios.toSorted((a, b) => a - b);
  const at = (share: number) => quantile(sorted, share, deliveries);
  return { fast: at(0.1), likely: at(0.5), slow: at(0.9) };
}

/**
 * The value below which this share of future ones is expected: around rank share x (n + 1), so that coverage is right on
 * average (Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996, definition 6). `cases` is the n that counts:
 * the estimates of one delivery err together, and are not so many cases as values.
 */
export function quantile(sorted: readonly number[], share: number, cases: number): number {
  const rank = ((share * (cases + 1) - 0.5) / cases) * sorted.length - 0.5;
  const at = (index: number) => sorted[Math.min(sorted.length - 1, Math.max(0, index))] ?? Number.NaN;
  const below = Math.floor(rank);
  return at(below) + (at(below + 1) - at(below)) * (rank - below);
}

/** Seconds from now: of a hundred such trips ten take less than `p10`, and ten more than `p90`. */
export type SecondsRange = { p10: number; p50: number; p90: number };

/**
 * The range of a forecast. Groups of neighbouring distances may have learned different things; still whoever has farther
 * to go on the same way is never there sooner: the range is not before what it would be at the end of a nearer band.
 */
export function rangeOf(forecast: Forecast, hour: number, experience: Experience): SecondsRange {
  const { kind, drivingSeconds, waitingSeconds, meters, approximate } = forecast;
  const range = { p10: 0, p50: 0, p90: 0 };
  const band = bandOf(meters);
  for (let nearer = 0; nearer <= band; nearer++) {
    const share = nearer === band ? 1 : ((BAND_ENDS_KM[nearer] ?? 0) * 1_000) / meters;
    const { driving, standing } = ratiosOf({ kind, hour, band: nearer, approximate }, experience);
    const seconds = (of: keyof Ratios) =>
      waitingSeconds * standing[of] + drivingSeconds * share * driving[of];
    range.p10 = Math.max(range.p10, seconds("fast"));
    range.p50 = Math.max(range.p50, seconds("likely"));
    range.p90 = Math.max(range.p90, seconds("slow"));
  }
  return range;
}

/** What was learned is of the whole time, driving and standing. */
function ratiosOf(trip: Omit<Sample, "orderId" | "ratio">, experience: Experience) {
  for (const { name } of groupsOf(trip)) {
    const ratios = experience.get(name);
    if (ratios) return { driving: ratios, standing: ratios };
  }
  return { driving: DRIVING[trip.approximate ? "approximate" : "streets"], standing: STANDING };
}

/**
 * The hour by the sun at a place, 0 to 23: it needs no table of time zones and groups the hours of a day as any other
 * clock does, an hour or two off.
 */
export function hourAt(now: Date, longitude: number): number {
  const hours = now.getUTCHours() + now.getUTCMinutes() / 60 + longitude / 15;
  return Math.floor((hours + 24) % 24);
}
