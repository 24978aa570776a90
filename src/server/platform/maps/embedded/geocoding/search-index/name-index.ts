import { ASIDE, bits, lettersOf, shareOfLetters, type Token } from "../words/tokens.ts";
import { SHORT_FORMS } from "../words/vocabulary.ts";
import { WordIndex, type WordMatch } from "../words/word-index.ts";

export type AliasRow = { thingId: number; language: string; words: string };

/** How a question may name a thing. */
export type NameMatch = {
  thingId: number;
  /** Of the name that was used; "" is the language of the sign. */
  language: string;
  /** The tokens that the name took, a bit each. */
  taken: number;
  /** For ranking, 0 to 1: how much of the name was said, and how well. */
  closeness: number;
  /** For trust, 0 to 1. */
  certainty: number;
};

type Manner = { unfinished: boolean; aside: number };
type Alias = { thingId: number; language: string; words: number[]; joined: number; letters: number };
/** A word that one token may mean, or several written as one. */
type Reading = WordMatch & { taken: number };

/** What is left of a name of which hardly anything was said, and of trust in one that lacks a word. */
const PART = { closeness: 0.55, whileTyping: 0.8, mostCertainty: 0.6 };
/** "Aleksanterin katu", "Yrjökoskisenkatu". A name of several words is taken for one if most of it was typed. */
const SPACED = { closeness: 0.98, leastShare: 0.75 };
/** The first letter or two of one word of several: "P. Makasiinikatu"; a longer short form is as good by itself. */
const INITIAL = { closeness: 0.9, certainty: 0.9, mostLetters: 2, leastMeant: 4 };
/** "6th Avenue" says all of "5th Avenue" but a digit. */
const OTHER_NUMBER = 0.5;
/** What is on the sign is meant, if the same letters begin a translation. */
const TRANSLATED = 0.005;
/** A word that so many names have finds none by itself ("rue"); it counts for those that another word has found. */
const FREQUENT = 1_000;
const MOST_NAMES = 64;
const MOST_JOINED = 3;
/** In a longer question words that are written apart have to be spelled right: it would take too long. */
const MOST_TOKENS_WITH_SLIPS_BETWEEN = 8;

/** Every name of the extract, to be found by almost its spelling. Held in memory. */
export class NameIndex {
  private readonly dictionary: WordIndex;
  private readonly aliases: Alias[] = [];
  private readonly byWord: number[][];
  /** Names of several words, written as one. */
  private readonly onlyJoined = new Set<number>();

  constructor(rows: readonly AliasRow[]) {
    const split = rows.map(row => ({ ...row, parts: row.words.split(" ") }));
    this.dictionary = new WordIndex(split.flatMap(({ parts }) => [...parts, parts.join("")]));
    this.byWord = this.dictionary.words.map(() => []);
    for (const { thingId, language, parts } of split) {
      const words = parts.map(part => this.dictionary.exactly(part) ?? -1);
      const joined = this.dictionary.exactly(parts.join("")) ?? -1;
      const letters = parts.join("").length;
      const alias = this.aliases.push({ thingId, language, words, joined, letters }) - 1;
      for (const word of new Set([...words, joined])) this.byWord[word]?.push(alias);
      this.onlyJoined.add(joined);
    }
    for (const { words } of this.aliases) for (const word of words) this.onlyJoined.delete(word);
  }

  /**
   * What the tokens may name, each thing once, best first. `unfinished`: the last token is being typed; `aside`: tokens
   * that probably belong to no name, a bit each.
   */
  like(tokens: readonly Token[], { unfinished, aside }: Manner): NameMatch[] {
    const readings = Map.groupBy(this.readingsOf(tokens, { unfinished, aside }), ({ word }) => word);
    const best = new Map<number, NameMatch & { worth: number }>();
    for (const alias of this.promising(readings, { tokens, aside })) {
      const match = this.compare(alias, readings, { tokens, unfinished });
      if (!match) continue;
      const worth =
        match.closeness * (0.5 + 0.5 * shareOfLetters(tokens, match.taken, aside)) -
        (match.language ? TRANSLATED : 0);
      if (worth > (best.get(match.thingId)?.worth ?? 0)) best.set(match.thingId, { ...match, worth });
    }
    return [...best.values()].sort((one, other) => other.worth - one.worth);
  }

  private readingsOf(tokens: readonly Token[], { unfinished, aside }: Manner): Reading[] {
    const readings: Reading[] = [];
    const isLong = tokens.length > MOST_TOKENS_WITH_SLIPS_BETWEEN;
    tokens.forEach((first, start) => {
      let text = "";
      for (let count = 1; count <= MOST_JOINED; count++) {
        const token = tokens[start + count - 1];
        if (!token || token.segment !== first.segment || (count > 1 && (token.isNumber || first.isNumber)))
          break;
        text += token.text;
        const taken = bits(start, count);
        const isOpen = unfinished && start + count === tokens.length;
        const matches =
          taken & aside
            ? [...this.exactly(text), ...this.shortFor(text)]
            : count === 1
              ? this.oneWord(token, isOpen)
              : this.joinedWords(text, { isOpen: isOpen || token.isShort, isLong });
        for (const match of matches) if (this.isMostOf(text, match.word)) readings.push({ ...match, taken });
      }
    });
    return readings;
  }

  private oneWord({ text, isNumber, isShort }: Token, isOpen: boolean): WordMatch[] {
    const same = this.exactly(text);
    if (isNumber) return same;
    const begun = this.dictionary.begunBy(text, { isOpen: isOpen || (isShort && text.length > 1) });
    // Who writes the dot knows how the word goes on.
    const isMeant = isShort && text.length >= INITIAL.leastMeant;
    return [
      ...same,
      ...this.shortFor(text),
      ...begun.map(match => (isMeant ? { ...match, certainty: INITIAL.certainty } : match)),
      ...this.dictionary.resembling(text, { isOpen: isOpen || isShort }),
    ];
  }

  private joinedWords(text: string, { isOpen, isLong }: { isOpen: boolean; isLong: boolean }): WordMatch[] {
    const most = isLong || text.length < 5 ? 0 : 1;
    return [
      ...this.exactly(text),
      ...(isOpen ? this.dictionary.begunBy(text, { isOpen }) : []),
      ...this.dictionary.resembling(text, { isOpen, most }),
    ].map(match => ({ ...match, closeness: match.closeness * SPACED.closeness }));
  }

  private shortFor(text: string): WordMatch[] {
    return (SHORT_FORMS.get(text) ?? []).flatMap(long => this.exactly(long));
  }

  private exactly(text: string): WordMatch[] {
    const word = this.dictionary.exactly(text);
    return word === undefined ? [] : [{ word, closeness: 1, certainty: 1 }];
  }

  /** Names that share the most letters with what was read, measured by the letters of both. */
  private promising(
    readings: ReadonlyMap<number, readonly Reading[]>,
    { tokens, aside }: { tokens: readonly Token[]; aside: number },
  ): Alias[] {
    const typed = lettersOf(tokens, { aside });
    const worth = new Map<number, number>();
    const rarestFirst = [...readings.keys()].sort(
      (one, other) => this.namesWith(one) - this.namesWith(other),
    );
    for (const word of rarestFirst) {
      const closeness = (readings.get(word) ?? []).map(
        reading => reading.closeness * (reading.taken & aside ? ASIDE : 1),
      );
      const letters = this.lengthOf(word) * Math.max(...closeness);
      const isFrequent = this.namesWith(word) > FREQUENT && worth.size > 0;
      for (const alias of this.byWord[word] ?? []) {
        const known = worth.get(alias);
        if (known !== undefined || !isFrequent) worth.set(alias, (known ?? 0) + letters);
      }
    }
    return [...worth]
      .flatMap(([id, common]) => {
        const alias = this.aliases[id];
        return alias ? { alias, share: common / (alias.letters + typed) } : [];
      })
      .sort((one, other) => other.share - one.share)
      .slice(0, MOST_NAMES)
      .map(({ alias }) => alias);
  }

  /** Gives each word of the name the reading that fits best, and each token to one word at most. */
  private compare(
    { thingId, language, words, joined }: Alias,
    readings: ReadonlyMap<number, readonly Reading[]>,
    { tokens, unfinished }: { tokens: readonly Token[]; unfinished: boolean },
  ): NameMatch | null {
    const asOne = words.length > 1 ? bestOf(readings.get(joined) ?? []) : undefined;
    const fits = words
      .flatMap((word, at) => (readings.get(word) ?? []).map(reading => ({ at, reading })))
      .sort((one, other) => other.reading.closeness - one.reading.closeness);
    const chosen = new Map<number, Pick<Reading, "closeness" | "certainty">>();
    let taken = 0;
    for (const { at, reading } of fits) {
      if (chosen.has(at) || (taken & reading.taken) !== 0) continue;
      chosen.set(at, reading);
      taken |= reading.taken;
    }
    if (chosen.size > 0)
      words.forEach((word, at) => {
        const initial = chosen.has(at) ? -1 : this.initialOf(word, tokens, taken);
        if (initial < 0) return;
        chosen.set(at, INITIAL);
        taken |= bits(initial);
      });
    const part = unfinished ? PART.whileTyping : PART.closeness;
    const wordByWord = this.judge(words, chosen, part);
    if (asOne && asOne.closeness * SPACED.closeness > wordByWord.closeness)
      return { ...asOne, thingId, language, closeness: asOne.closeness * SPACED.closeness };
    return chosen.size > 0 ? { thingId, language, taken, ...wordByWord } : null;
  }

  private judge(
    words: readonly number[],
    chosen: ReadonlyMap<number, Pick<Reading, "closeness" | "certainty">>,
    part: number,
  ) {
    let [all, said, closeness, certainty, initials] = [0, 0, 0, 0, 0];
    let other = 1;
    words.forEach((word, at) => {
      const letters = this.lengthOf(word);
      const reading = chosen.get(at);
      all += letters;
      if (!reading && this.isNumber(word)) other = OTHER_NUMBER;
      if (!reading) return;
      said += letters;
      if (reading === INITIAL) initials += letters;
      closeness += letters * reading.closeness;
      certainty += letters * reading.certainty;
    });
    const share = all === 0 ? 0 : said / all;
    // "a a k" is hardly said: where initials stand for most of a name, the rest of it counts alone.
    const sure = initials > all / 2 ? (said - initials) / all : share;
    return said === 0
      ? { closeness: 0, certainty: 0 }
      : {
          closeness: (closeness / said) * (part + (1 - part) * share) * other,
          certainty: (certainty / said) * (sure === 1 ? 1 : PART.mostCertainty * sure) * other,
        };
  }

  private initialOf(word: number, tokens: readonly Token[], taken: number): number {
    const name = this.dictionary.words[word] ?? "";
    return tokens.findIndex(
      ({ text, isNumber, isShort }, index) =>
        !isNumber &&
        !(taken & bits(index)) &&
        (isShort || text.length <= INITIAL.mostLetters) &&
        name.startsWith(text),
    );
  }

  /** False when the text only begins the first words of a name. */
  private isMostOf(text: string, word: number): boolean {
    return !this.onlyJoined.has(word) || text.length >= SPACED.leastShare * this.lengthOf(word);
  }

  private namesWith(word: number): number {
    return this.byWord[word]?.length ?? 0;
  }

  private isNumber(word: number): boolean {
    return /^\d/.test(this.dictionary.words[word] ?? "");
  }

  private lengthOf(word: number): number {
    return this.dictionary.words[word]?.length ?? 0;
  }
}

const bestOf = (readings: readonly Reading[]): Reading | undefined =>
  readings.reduce<Reading | undefined>(
    (best, reading) => (reading.closeness > (best?.closeness ?? 0) ? reading : best),
    undefined,
  );
