import { fold, ORDINAL } from "./folding.ts";

/** A word or a number of a question. */
export type Token = {
  /** Folded. */
  text: string;
  isNumber: boolean;
  /** Counts the commas before it. */
  segment: number;
  /** Followed by a dot: "Aleksanterink." */
  isShort: boolean;
  /** Tied to the token before by a dash: the 14 of "12-14". */
  isTied: boolean;
  /** Nothing lies between it and the token before: the "B" of "21B". */
  isGlued: boolean;
  /** Behind a "#", or tied to such a token. */
  isHashed: boolean;
};

/** Tokens are bits of a number. */
const MOST_TOKENS = 30;

const PART = new RegExp(`${ORDINAL}|[\\p{L}\\p{M}]+|\\p{N}+|[,;\\n.#]|[-–—]`, "giu");
/** Says what the token behind it is. */
const MARK = /^[-–—#]$/;

/** The words and numbers of a question, split where digits meet letters; none when there are more than 30. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let [segment, end, mark] = [0, -1, ""];
  for (const { 0: part, index } of text.normalize("NFKC").matchAll(PART)) {
    const previous = tokens.at(-1);
    const isGlued = index === end;
    end = index + part.length;
    if (part === ".") {
      if (previous) previous.isShort = true;
    } else if (/[,;\n]/.test(part)) segment += 1;
    else if (!MARK.test(part)) {
      const folded = fold(part);
      if (!folded) continue;
      if (tokens.length === MOST_TOKENS) return [];
      const isTied = /[-–—]/.test(mark);
      const isHashed = mark === "#" || (isTied && previous?.isHashed === true);
      tokens.push({
        text: folded,
        isNumber: /^\d+$/.test(folded),
        segment,
        isShort: false,
        isTied,
        isGlued: isGlued && mark === "",
        isHashed,
      });
    }
    mark = MARK.test(part) ? part : "";
  }
  return tokens;
}

/** The bits of `count` tokens from the one at `start`. */
export const bits = (start: number, count = 1): number => ((1 << count) - 1) << start;

/** Letters that probably belong to no name count this much. */
export const ASIDE = 0.3;

/** Letters of the words among the `taken` tokens. */
export function lettersOf(tokens: readonly Token[], { taken = ~0, aside = 0 } = {}): number {
  let letters = 0;
  tokens.forEach(({ text, isNumber }, index) => {
    if (!isNumber && taken & bits(index)) letters += text.length * (aside & bits(index) ? ASIDE : 1);
  });
  return letters;
}

/** Share of the letters of all words that the taken ones have; 1 when there are no words. */
export function shareOfLetters(tokens: readonly Token[], taken: number, aside = 0): number {
  const all = lettersOf(tokens, { aside });
  return all === 0 ? 1 : lettersOf(tokens, { taken, aside }) / all;
}
