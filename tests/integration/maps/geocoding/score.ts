import type { Geocoder } from "../../../../src/server/platform/maps/embedded/geocoding/index.ts";
import type { GeocodeCandidate } from "../../../../src/shared/maps/maps.schema.ts";
import type { Question } from "./questions.ts";

/** How many of `count` questions were answered right. */
export type Score = {
  count: number;
  first: number;
  inTopThree: number;
  /** Right first, and certain enough to be delivered to without asking. */
  delivered: number;
  /** Wrong, and certain enough all the same. */
  misled: number;
  /** Questions whose first answer is wrong. */
  missed: string[];
};

/** Below this an order's address is asked about again (maps.service.ts). */
export const LEAST_CONFIDENCE_TO_DELIVER = 0.5;

export const answer = (geocoder: Geocoder, { text, near }: Question): GeocodeCandidate[] =>
  geocoder.search(text, { limit: 5, near, unfinished: false });

export function scoreOf(geocoder: Geocoder, questions: readonly Question[]): Score {
  const score: Score = {
    count: questions.length,
    first: 0,
    inTopThree: 0,
    delivered: 0,
    misled: 0,
    missed: [],
  };
  for (const question of questions) {
    const candidates = answer(geocoder, question);
    const place = candidates.findIndex(({ address }) => question.answers.includes(address));
    const isDelivered = (candidates[0]?.confidence ?? 0) >= LEAST_CONFIDENCE_TO_DELIVER;
    score.first += Number(place === 0);
    score.inTopThree += Number(place >= 0 && place < 3);
    score.delivered += Number(place === 0 && isDelivered);
    score.misled += Number(place !== 0 && isDelivered);
    if (place !== 0) score.missed.push(`${question.text} → ${candidates[0]?.address ?? "nothing"}`);
  }
  return score;
}
