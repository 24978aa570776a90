import { distanceMeters, type Point } from "../../../../../shared/geo.ts";
import type { GeocodeCandidate } from "../../../../../shared/maps/maps.schema.ts";
import { AMBIGUOUS } from "./confidence.ts";

/** A candidate and how well it fits what was asked: 1 is all of it, spelled right. */
export type Answer = Omit<GeocodeCandidate, "source" | "address"> & {
  /** Written only for the answers that are given. */
  label: () => string;
  fit: number;
  /** Decides among those that fit equally. */
  preference: number;
  /** The street or place that it is, or is at. */
  thingId: number;
};

/** Answers that are this close to the best one in fit may have been meant as well. */
const AS_GOOD = 0.03;
/** What fits less than this, by itself or beside the best answer, is noise. */
const LEAST_FIT = { absolute: 0.45, ofBest: 0.7 };
const SAME_SPOT_METERS = 150;
/** What is answered may be meant, however unlikely that is. */
const LEAST_CONFIDENCE = 0.01;
/** Near things win among those that fit about equally. */
const NEARNESS = { perKilometer: 0.02, most: 0.1 };

/** Who begins to type an address has the street's long name in mind more often than a shop's short one. */
const STREET_WHILE_TYPING = 0.02;

/** At most `limit` candidates, best first, each address once; `near` prefers what is close by. */
export function ranked(
  answers: readonly Answer[],
  { limit, near, unfinished }: { limit: number; near?: Point; unfinished: boolean },
): GeocodeCandidate[] {
  const distance = (point: Point) =>
    near ? (distanceMeters(near, point) / 1000) * NEARNESS.perKilometer : 0;
  const rank = (answer: Answer) =>
    answer.fit +
    answer.preference +
    (unfinished && answer.kind === "street" ? STREET_WHILE_TYPING : 0) -
    Math.min(NEARNESS.most, distance(answer));
  const best = Math.max(0, ...answers.map(({ fit }) => fit));
  const sorted = answers
    .filter(({ fit }) => fit >= Math.max(LEAST_FIT.absolute, LEAST_FIT.ofBest * best))
    .map(answer => ({ answer, rank: rank(answer) }))
    .sort((one, other) => other.rank - one.rank)
    .map(({ answer }) => answer);
  const byAddress = new Map<string, GeocodeCandidate>();
  for (const answer of sorted) {
    if (byAddress.size === limit) break;
    const address = answer.label();
    if (!byAddress.has(address)) byAddress.set(address, toCandidate(answer, address));
  }
  return [...byAddress.values()];
}

/** Where two answers far apart fit equally well, neither is to be trusted. */
export function doubtEquals(answers: readonly Answer[]): Answer[] {
  const best = Math.max(...answers.map(({ fit }) => fit));
  const equals = answers.filter(({ fit }) => fit >= best - AS_GOOD);
  // Of the doors of one street the right one is known by its number, unless two towns have it.
  const isRival = (answer: Answer, other: Answer) =>
    (other.thingId !== answer.thingId || other.confidence === answer.confidence) &&
    distanceMeters(answer, other) > SAME_SPOT_METERS;
  return answers.map(answer =>
    equals.includes(answer) && equals.some(other => isRival(answer, other))
      ? { ...answer, confidence: Math.min(answer.confidence, AMBIGUOUS) }
      : answer,
  );
}

/** Streets first, then what medicine is carried to, among things of one name. */
const PREFERENCE: Record<string, number> = {
  street: 0.03,
  pharmacy: 0.02,
  clinic: 0.02,
  hospital: 0.02,
  doctors: 0.02,
  station: 0.02,
  quarter: 0.02,
};
export const preferenceOf = ({ category }: { category: string }): number => PREFERENCE[category] ?? 0;

const toCandidate = (
  { kind, latitude, longitude, confidence }: Answer,
  address: string,
): GeocodeCandidate => ({
  address,
  kind,
  latitude,
  longitude,
  confidence: Math.max(LEAST_CONFIDENCE, roundConfidence(confidence)),
  source: "embedded",
});

export const roundConfidence = (confidence: number) =>
  Math.round(Math.min(1, Math.max(0, confidence)) * 100) / 100;
