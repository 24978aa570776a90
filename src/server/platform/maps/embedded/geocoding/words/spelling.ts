/** What a slip of the hand costs, 1 being a letter lost, added or exchanged. */
const COST = {
  letter: 1,
  swapped: 1,
  /** "Manerheimintie", "Kirkkokattu". */
  doubled: 0.5,
  /** Letters that sound alike to somebody: "Lutviginkatu". */
  alike: 0.5,
  /** ä, ö and ü on a keyboard that lacks them: "Etelaeesplanadi". */
  umlaut: 0.25,
} as const;

/** Folded letters that are taken for each other by ear, in one language or another. */
const ALIKE = ["bp", "ck", "cs", "dt", "fv", "gk", "ij", "iy", "jy", "kq", "sz", "vw"];
const UMLAUTS = ["ae", "oe", "ue"];
/** Longer words are not compared. */
export const LONGEST_COMPARED = 48;

export type SlipCost = {
  /** To the whole word. */
  whole: number;
  /** To the beginning of the word that is nearest, for a word that is still being typed. */
  beginning: number;
};

const TOO_FAR: SlipCost = { whole: Number.POSITIVE_INFINITY, beginning: Number.POSITIVE_INFINITY };

const pairKey = (one: number, other: number) => one * 0x1_0000 + other;
const keysOf = (pairs: readonly string[]) =>
  new Set(pairs.map(pair => pairKey(pair.charCodeAt(0), pair.charCodeAt(1))));
const alike = keysOf(ALIKE.flatMap(pair => [pair, `${pair[1]}${pair[0]}`]));
const umlauts = keysOf(UMLAUTS);

/** Working memory; a query compares hundreds of words. Three rows are enough for letters that were swapped. */
const rows = [0, 1, 2].map(() => new Float64Array(LONGEST_COMPARED + 1));

/**
 * Weighted optimal string alignment distance of two folded words (Boytsov, 2011, section 2.1), or infinity when it is
 * more than `most`.
 */
export function slipCost(typed: string, word: string, most: number): SlipCost {
  if (typed.length > LONGEST_COMPARED || word.length > LONGEST_COMPARED) return TOO_FAR;
  let [before, previous, current] = rows as [Float64Array, Float64Array, Float64Array];
  previous[0] = 0;
  for (let column = 1; column <= word.length; column++)
    previous[column] = at(previous, column - 1) + costOfMissing(word, column - 1);
  for (let row = 1; row <= typed.length; row++) {
    const letter = typed.charCodeAt(row - 1);
    const letterBefore = typed.charCodeAt(row - 2);
    const extra = costOfExtra(letterBefore, letter);
    current[0] = at(previous, 0) + extra;
    let least = at(current, 0);
    for (let column = 1; column <= word.length; column++) {
      const other = word.charCodeAt(column - 1);
      const exchanged = letter === other ? 0 : alike.has(pairKey(letter, other)) ? COST.alike : COST.letter;
      let cost = Math.min(
        at(previous, column - 1) + exchanged,
        at(previous, column) + extra,
        at(current, column - 1) + costOfMissing(word, column - 1),
      );
      const isSwapped = letterBefore === other && letter === word.charCodeAt(column - 2) && letter !== other;
      if (isSwapped) cost = Math.min(cost, at(before, column - 2) + COST.swapped);
      current[column] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return TOO_FAR;
    [before, previous, current] = [previous, current, before];
  }
  const whole = at(previous, word.length);
  const beginning = Math.min(...previous.subarray(1, word.length + 1));
  return { whole: whole <= most ? whole : Number.POSITIVE_INFINITY, beginning };
}

const at = (row: Float64Array, column: number): number => row[column] ?? 0;

/** A letter that was typed after another one, and is not in the word. */
function costOfExtra(letterBefore: number, letter: number): number {
  if (umlauts.has(pairKey(letterBefore, letter))) return COST.umlaut;
  return letterBefore === letter ? COST.doubled : COST.letter;
}

/** A letter of the word that was not typed. */
const costOfMissing = (word: string, index: number): number =>
  word.charCodeAt(index) === word.charCodeAt(index - 1) ? COST.doubled : COST.letter;
