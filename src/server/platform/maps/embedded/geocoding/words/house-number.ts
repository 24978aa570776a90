import { fold, latinDigits } from "./folding.ts";

export type HouseNumber = {
  number: number;
  /** Last number of a house that spans several ("13-15"); otherwise the same as `number`. */
  lastNumber: number;
  /** Folded letter of the house or the entrance, "bis" and the like, or "". */
  letter: string;
};

/** Words that do the work of a letter behind a number, in Romance languages. */
export const NUMBER_WORDS = ["bis", "ter", "quater"];

const HOUSE = new RegExp(
  `^\\s*(\\d{1,5})\\s*(?:[-–—]\\s*(\\d{1,5}))?\\s*(\\p{L}(?!\\p{L})|(?:${NUMBER_WORDS.join("|")})\\b)?`,
  "iu",
);

/** "21", "21 B", "13-15", "7, floors 1-3"; null when it does not begin with a number. */
export function parseHouseNumber(text: string): HouseNumber | null {
  const match = HOUSE.exec(latinDigits(text));
  if (!match?.[1]) return null;
  return houseNumber(Number(match[1]), match[2] ? Number(match[2]) : undefined, fold(match[3] ?? ""));
}

/** The same from its parts, whichever way round a range was written. */
export const houseNumber = (one: number, other = one, letter = ""): HouseNumber => ({
  number: Math.min(one, other),
  lastNumber: Math.max(one, other),
  letter,
});

/** "21", "13–15", "6 B" */
export const houseText = ({ number, lastNumber, letter }: HouseNumber): string =>
  `${number}${lastNumber > number ? `–${lastNumber}` : ""}${letter && ` ${letter.length > 1 ? letter : letter.toUpperCase()}`}`;

/**
 * True when the doors of `house` are among those of `wanted` or the other way round: "12–14" has 12 and 14, and not 13,
 * which is across the street. A range of mixed ends has both sides.
 */
export function sharesDoor(house: HouseNumber, wanted: HouseNumber): boolean {
  if (house.number > wanted.lastNumber || house.lastNumber < wanted.number) return false;
  const side = sideOf(house);
  const wantedSide = sideOf(wanted);
  return side === "both" || wantedSide === "both" || side === wantedSide;
}

/** The side of the street by the parity of its numbers. */
export const sideOf = ({ number, lastNumber }: HouseNumber): "even" | "odd" | "both" =>
  (lastNumber - number) % 2 === 1 ? "both" : number % 2 === 0 ? "even" : "odd";
