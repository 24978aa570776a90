import { wordsOf } from "./folding.ts";
import { bits, type Token } from "./tokens.ts";
import { WordIndex } from "./word-index.ts";

/** Where a question says one of the phrases, and what it stands for. */
export type Phrase<Meaning> = {
  taken: number;
  meaning: Meaning;
  /** 1 when it is spelled right and to the end. */
  closeness: number;
};

/** A letter in five may be wrong; shorter words have to be right. */
const LETTERS_PER_SLIP = 5;

/** Words and groups of words that stand for something, whatever is looked for. */
export class PhraseBook<Meaning> {
  private readonly byWords = new Map<string, Meaning[]>();
  private readonly single: WordIndex;
  private readonly mostWords: number;

  /** `shortestBeginning`: so many letters of a word that is being typed tell which it will be. */
  constructor(
    entries: readonly { text: string; meaning: Meaning }[],
    private readonly shortestBeginning: number,
  ) {
    for (const { text, meaning } of entries) {
      const words = wordsOf(text).join(" ");
      if (words) this.byWords.set(words, [...(this.byWords.get(words) ?? []), meaning]);
    }
    const phrases = [...this.byWords.keys()];
    this.single = new WordIndex(phrases.filter(words => !words.includes(" ")));
    this.mostWords = Math.max(0, ...phrases.map(words => words.split(" ").length));
  }

  /**
   * All phrases in the tokens, those of more words first. Long words may be spelled a little wrong; `unfinished`: the
   * last may be only begun.
   */
  in(tokens: readonly Token[], { unfinished = false } = {}): Phrase<Meaning>[] {
    const found: Phrase<Meaning>[] = [];
    for (let count = Math.min(this.mostWords, tokens.length); count >= 1; count--)
      for (let start = 0; start + count <= tokens.length; start++) {
        const words = tokens.slice(start, start + count).map(({ text }) => text);
        const taken = bits(start, count);
        for (const meaning of this.byWords.get(words.join(" ")) ?? [])
          found.push({ taken, meaning, closeness: 1 });
      }
    const exact = bitsOf(found);
    tokens.forEach((token, index) => {
      if (exact & bits(index) || token.isNumber) return;
      const isOpen = unfinished && index === tokens.length - 1;
      for (const almost of this.almost(token, isOpen)) found.push({ taken: bits(index), ...almost });
    });
    return found;
  }

  private almost({ text, isShort }: Token, isOpen: boolean): Omit<Phrase<Meaning>, "taken">[] {
    const most = Math.floor(text.length / LETTERS_PER_SLIP);
    const words = [
      ...((isOpen || isShort) && text.length >= this.shortestBeginning
        ? this.single.begunBy(text, { isOpen: true })
        : []),
      ...this.single.resembling(text, { most }),
    ];
    return words.flatMap(({ word, closeness }) =>
      (this.byWords.get(this.single.words[word] ?? "") ?? []).map(meaning => ({ meaning, closeness })),
    );
  }
}

/** The tokens of all phrases together. */
export const bitsOf = (phrases: readonly Phrase<unknown>[]): number =>
  phrases.reduce((all, { taken }) => all | taken, 0);
