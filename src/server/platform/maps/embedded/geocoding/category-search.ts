import { distanceMeters, type Point } from "../../../../../shared/geo.ts";
import { CONFIDENCE } from "./confidence.ts";
import { explain } from "./explanation.ts";
import { doorsFor } from "./house-search.ts";
import type { Judge, Reading } from "./judge.ts";
import type { Labels } from "./labels.ts";
import type { Query } from "./query.ts";
import { type Answer, preferenceOf } from "./ranking.ts";
import type { IndexReader } from "./search-index/reader.ts";
import { ALSO } from "./words/categories.ts";

type Around = {
  index: IndexReader;
  labels: Labels;
  judge: Judge;
  readings: readonly Reading[];
  near?: Point;
};

/** Below a place whose name is just that word; the farther away the less, by half of `lost` at `halfwayMeters`. */
const FIT = { best: 0.95, lost: 0.2, halfwayMeters: 1_000 };
const MOST_ANSWERS = 20;
/** A street that is named with a kind of place has to be meant. */
const CERTAINTY_OF_AN_ANCHOR = 0.7;
const SAME_HOUSE_METERS = 60;
/** Who names a kind of place and an address wants the place, not the address. */
const ASKED_NEAR = 0.1;

/** Places of the kind that the question names ("pharmacy"), nearest to the address it names too, else to `near`. */
export function placesOfCategory(query: Query, { index, labels, judge, readings, near }: Around): Answer[] {
  const [phrase] = query.categories;
  if (!phrase) return [];
  const meanings = query.categories
    .filter(({ taken }) => taken === phrase.taken)
    .map(({ meaning }) => meaning);
  const categories = meanings.flatMap(({ category }) => [category, ...(ALSO[category] ?? [])]);
  // Who has not spelled the word has not shown a language yet.
  const languages = phrase.closeness === 1 ? meanings.map(({ language }) => language) : [];
  const anchor = anchorOf(query, phrase.taken, { index, judge, readings });
  const taken = phrase.taken | (anchor?.taken ?? 0);
  const rest = explain(query, taken);
  const center = anchor?.spot ?? near ?? middleOf(index.bounds);
  return index.ofCategories(categories, center, MOST_ANSWERS).map(thing => {
    const meters = distanceMeters(center, thing);
    const verdict = judge(thing, taken, rest);
    const isAtAnchor = anchor && meters <= SAME_HOUSE_METERS;
    return {
      label: () => labels.thing(thing, languages),
      kind: thing.kind,
      thingId: thing.id,
      latitude: thing.latitude,
      longitude: thing.longitude,
      fit: (FIT.best - (FIT.lost * meters) / (meters + FIT.halfwayMeters)) * verdict.fit * phrase.closeness,
      preference: preferenceOf(thing) + (anchor ? ASKED_NEAR : 0),
      confidence:
        (isAtAnchor ? CONFIDENCE.place * anchor.certainty : CONFIDENCE.category) * verdict.confidence,
    };
  });
}

type Anchor = { spot: Point; taken: number; certainty: number };

/** The door, street or place that the other words name, if they name one and nothing else. */
function anchorOf(
  query: Query,
  taken: number,
  { index, judge, readings }: Pick<Around, "index" | "judge" | "readings">,
): Anchor | undefined {
  const anchors = readings.flatMap(({ thing, match }) => {
    const rest = explain(query, taken | match.taken);
    const isOther = (match.taken & taken) === 0 && match.certainty >= CERTAINTY_OF_AN_ANCHOR;
    if (!isOther || rest.unknown !== 0) return [];
    const door = rest.house && thing.kind === "street" ? doorsFor(index, thing.id, rest.house)[0] : undefined;
    const fit = match.closeness * judge(door ?? thing, match.taken, rest).fit;
    return { spot: door ?? thing, taken: match.taken, certainty: match.certainty, fit };
  });
  return anchors.sort((one, other) => other.fit - one.fit)[0];
}

const middleOf = ([west, south, east, north]: IndexReader["bounds"]): Point => ({
  latitude: (south + north) / 2,
  longitude: (west + east) / 2,
});
