/*
 * How far an answer is to be trusted: 1 is the door itself, and below 0.5 nothing is delivered without asking. With each
 * house of the demo city left out in turn, nine of ten answers of 0.5 or more lay within 87 m of the truth
 * (bench/maps prints it; docs/decisions/0027).
 */
export const CONFIDENCE = {
  door: 1,
  /** The number is there without the letter, or inside "13–15". */
  sameHouse: 0.95,
  /** Between two known doors of its side; less by a tenth for each 100 m between these. */
  between: { best: 0.8, perMeter: 0.001 },
  /** A door across the street, for a number past the known ones of its own side. */
  across: 0.6,
  /** One door past the last known one. */
  nextDoor: 0.55,
  /** Between doors that are far apart, or further past the end and so probably outside the extract. */
  somewhere: 0.3,
  street: 0.6,
  /** The middle of a street of more than 400 m is a guess. */
  longStreet: 0.45,
  place: 0.9,
  /** The nearest pharmacy may not be the one that was meant. */
  category: 0.45,
  quarter: 0.4,
  city: 0.3,
} as const;

/** What the rest of a question takes from the confidence in what was found. */
export const DOUBT = {
  /** Words that nobody here knows: the same street exists in another city. */
  unknownWords: 0.4,
  /** Another city or quarter than the one that was said. */
  otherLocality: 0.4,
  foreignPostcode: 0.4,
  otherPostcode: 0.9,
  /** A house number for something that has none. */
  spareNumber: 0.5,
} as const;

/** Two answers as good as each other, and too far apart to be the same: neither is delivered. */
export const AMBIGUOUS = 0.45;
