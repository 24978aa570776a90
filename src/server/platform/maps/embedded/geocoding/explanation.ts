import type { Query } from "./query.ts";
import { type HouseNumber, houseNumber, NUMBER_WORDS } from "./words/house-number.ts";
import { bitsOf, type Phrase } from "./words/phrase-book.ts";
import { bits, type Token } from "./words/tokens.ts";

/** What the words mean that a name has left over. */
export type Explanation = {
  house: HouseNumber | null;
  /** The house number is the last thing typed, so it may go on. */
  isHouseOpen: boolean;
  /** Each city or quarter that is named, by the ids of those that are called so. */
  localities: number[][];
  /** Tokens that nobody here understands, a bit each. */
  unknown: number;
};

const LONGEST_HOUSE_NUMBER = 5;
const LONGEST_ORDINAL_END = 3;

/** Explains what is left of a question when a name has taken its tokens. */
export function explain(query: Query, taken: number): Explanation {
  const { tokens } = query;
  let rest = bits(0, tokens.length) & ~taken;
  const isWithin = ({ taken: phrase }: Phrase<unknown>) => (phrase & ~rest) === 0;
  const take = <Meaning>(phrases: readonly Phrase<Meaning>[]): Meaning[][] => {
    const said: Meaning[][] = [];
    for (const phrase of phrases) {
      if (!isWithin(phrase)) continue;
      said.push(phrases.filter(other => other.taken === phrase.taken).map(({ meaning }) => meaning));
      rest &= ~phrase.taken;
    }
    return said;
  };

  const inside = bitsOf(query.small.filter(phrase => phrase.meaning === "inside" && isWithin(phrase)));
  const door = houseIn(tokens, { rest, taken, inside });
  rest &= ~(door?.taken ?? 0);
  for (const phrase of query.small)
    if (phrase.meaning === "careOf" && isWithin(phrase)) rest &= ~somebody(tokens, phrase.taken, taken);
  const localities = take(query.localities);
  take(query.categories);
  take(query.small);
  tokens.forEach(({ text, isNumber, isGlued }, index) => {
    // "2nd" of "2nd floor", and what ends the number of "3ème étage".
    const isFloor = (isGlued || /^\d/.test(text)) && (inside & bits(index + 1)) !== 0;
    // Where no house number was found, one that is too long for it stands in its place.
    const isAside = isNumber
      ? door !== null || text.length <= LONGEST_HOUSE_NUMBER
      : text.length === 1 || isFloor;
    if (isAside) rest &= ~bits(index);
  });
  return {
    house: door?.house ?? null,
    isHouseOpen: query.unfinished && Boolean(door && door.taken >= bits(tokens.length - 1)),
    localities,
    unknown: rest,
  };
}

/**
 * The house number is the first number after the name, unless it is beyond a comma and another stands right before the
 * name ("48 Main Street, 2"); else the last one before it. "3" of "3. krs" and "as 3" is none; that of "#3", "3º piso" and
 * "3ème étage" only where there is no other. A letter behind it may be the entrance.
 */
function houseIn(
  tokens: readonly Token[],
  { rest, taken, inside }: { rest: number; taken: number; inside: number },
): { house: HouseNumber; taken: number } | null {
  const isInside = (index: number) => index >= 0 && (inside & bits(index)) !== 0;
  const isPossible = ({ text, isNumber, isShort, segment }: Token, index: number) =>
    isNumber &&
    text.length <= LONGEST_HOUSE_NUMBER &&
    (rest & bits(index)) !== 0 &&
    !(isInside(index - 1) && tokens[index - 1]?.segment === segment) &&
    !(isShort && isInside(index + 1));
  const isLikely = (token: Token, index: number) => {
    const end = tokens[index + 1];
    const isOrdinal = end?.isGlued && end.text.length <= LONGEST_ORDINAL_END && isInside(index + 2);
    return isPossible(token, index) && !token.isHashed && !isOrdinal;
  };
  const found = [isLikely, isPossible]
    .map(isHouse => besideName(tokens, taken, isHouse))
    .find(index => index >= 0);
  if (found === undefined) return null;
  const at = tokens[found]?.isTied && tokens[found - 1]?.isNumber ? found - 1 : found;
  const first = tokens[at];
  if (!first) return null;
  const next = tokens[at + 1];
  const last = next?.isNumber && next.isTied ? next : undefined;
  const count = last ? 2 : 1;
  const letter = tokens[at + count];
  const isLetter =
    letter !== undefined &&
    letter.segment === first.segment &&
    (rest & bits(at + count)) !== 0 &&
    !letter.isNumber &&
    (letter.text.length === 1 || NUMBER_WORDS.includes(letter.text));
  return {
    house: houseNumber(Number(first.text), last && Number(last.text), isLetter ? letter.text : ""),
    taken: bits(at, isLetter ? count + 1 : count),
  };
}

/** Where the number stands that belongs to the name, or -1. */
function besideName(
  tokens: readonly Token[],
  taken: number,
  isHouse: (token: Token, index: number) => boolean,
): number {
  const [nameStart, nameEnd] = [31 - Math.clz32(taken & -taken), 32 - Math.clz32(taken)];
  const segmentOf = (index: number) => tokens[index]?.segment;
  const after = tokens.findIndex((token, index) => index >= nameEnd && isHouse(token, index));
  const before = tokens.findLastIndex((token, index) => index < nameEnd && isHouse(token, index));
  if (after < 0) return before;
  const isBeside = before === nameStart - 1 && segmentOf(before) === segmentOf(nameStart);
  return isBeside && segmentOf(after) !== segmentOf(nameEnd - 1) ? before : after;
}

/** Everything behind "c/o" up to the comma or the name of the street. */
function somebody(tokens: readonly Token[], careOf: number, taken: number): number {
  const start = 31 - Math.clz32(careOf);
  const { segment } = tokens[start] ?? {};
  const end = tokens.findIndex(
    (token, index) => index > start && (token.segment !== segment || (taken & bits(index)) !== 0),
  );
  return bits(start, (end < 0 ? tokens.length : end) - start) | careOf;
}
