import { distanceMeters, type Point } from "../../../../../shared/geo.ts";
import { DOUBT } from "./confidence.ts";
import type { Explanation } from "./explanation.ts";
import type { Query } from "./query.ts";
import type { NameMatch } from "./search-index/name-index.ts";
import type { IndexReader, Thing } from "./search-index/reader.ts";
import { shareOfLetters } from "./words/tokens.ts";

/** A thing that a question may name, and what the rest of the question means then. */
export type Reading = { thing: Thing; match: NameMatch; rest: Explanation };

/** Where an answer lies, as its address says. */
export type Spot = Point & { id?: number; cityId: number | null; postcode?: string };

/** What the rest of a question takes from an answer's fit, and from the confidence in it; both are factors. */
export type Verdict = { fit: number; confidence: number };

const FIT = { otherLocality: 0.8, nextVillage: 0.95, otherPostcode: 0.94 };
/** How much of its fit an answer loses when nobody knows any word but its name. */
const UNKNOWN_WORDS = 0.6;
/** Of two answers that explain every word, the one whose name has more of them was meant. */
const NOT_ITS_NAME = 0.06;
/** A place that is named in an address stands at it: "Stockmann, Aleksanterinkatu 52". */
const AT_THE_ADDRESS_METERS = 150;
const CERTAINTY_OF_A_PLACE = 0.85;
/** Cities that reach no farther than this have houses that belong to the next one. */
const VILLAGE_METERS = 3_000;

/** Judges whether an answer agrees with everything that was said besides its name. */
export function createJudge(index: IndexReader, query: Query, readings: readonly Reading[]) {
  /** 1 inside the locality; near a village, whose name the next houses use too, almost. */
  const fitIn = (localityId: number, spot: Spot): number => {
    const locality = index.thing(localityId);
    if (!locality || localityId === spot.id || localityId === spot.cityId) return 1;
    const isReached = distanceMeters(locality, spot) <= locality.extentMeters;
    if (locality.category === "quarter") return isReached ? 1 : FIT.otherLocality;
    return isReached && locality.extentMeters <= VILLAGE_METERS ? FIT.nextVillage : FIT.otherLocality;
  };

  /** Without the words that name a place at this very spot. */
  const unknownAt = (spot: Spot, unknown: number): number =>
    readings.reduce((left, { thing, match }) => {
      const isNamed = thing.kind === "place" && (match.taken & ~left) === 0;
      const isThere = isNamed && distanceMeters(thing, spot) <= AT_THE_ADDRESS_METERS;
      return isThere && match.certainty >= CERTAINTY_OF_A_PLACE ? left & ~match.taken : left;
    }, unknown);

  return (spot: Spot, taken: number, { unknown, localities }: Explanation): Verdict => {
    const left = unknown && unknownAt(spot, unknown);
    const fits = localities.map(ids => Math.max(...ids.map(id => fitIn(id, spot))));
    const strangers = fits.filter(fit => fit === FIT.otherLocality).length;
    const { postcode } = query;
    const isOtherPostcode = postcode?.isOurs && spot.postcode && spot.postcode !== postcode.text;
    return {
      fit:
        (1 - NOT_ITS_NAME * (1 - shareOfLetters(query.tokens, taken))) *
        (left ? 1 - UNKNOWN_WORDS * shareOfLetters(query.tokens, left) : 1) *
        fits.reduce((all, fit) => all * fit, 1) *
        (isOtherPostcode ? FIT.otherPostcode : 1),
      confidence:
        (left ? DOUBT.unknownWords : 1) *
        DOUBT.otherLocality ** strangers *
        (isOtherPostcode ? DOUBT.otherPostcode : 1) *
        (postcode && !postcode.isOurs ? DOUBT.foreignPostcode : 1),
    };
  };
}

export type Judge = ReturnType<typeof createJudge>;
