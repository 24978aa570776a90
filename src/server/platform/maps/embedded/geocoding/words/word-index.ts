import { LONGEST_COMPARED, slipCost } from "./spelling.ts";
import { STREET_ENDS } from "./vocabulary.ts";

/** How a typed word may mean a known one. Both figures are 1 for the word itself. */
export type WordMatch = {
  word: number;
  /** For ranking: how much of the word was typed, and how well. */
  closeness: number;
  /** For trust: how unlikely it is that a word was meant that nobody here knows. */
  certainty: number;
};

/** A word that was begun is less close by a letter than one that was typed whole. */
const BEGUN = { least: 0.85, perShare: 0.14 };
/** Half a word is too little to deliver by; trust grows with the square of what was typed. */
const BEGUN_CERTAINTY = { least: 0.3, perSquare: 0.68 };
/** What is spelled right comes before what is spelled almost right. */
const SLIPPED = 0.03;
/** Certainty lost by one slip in a word of one letter: of 5 letters that tell streets apart, one wrong leaves 0.5. */
const DOUBT_PER_SLIP = 2.5;
const LEAST_CERTAINTY = 0.2;
const SHORTEST_BEGINNING = 3;
const MOST_BEGUN = 120;
const MOST_RESEMBLING = 16;
/** So many words that share the most pairs of letters are compared letter by letter. */
const MOST_COMPARED = 60;
/** A slip changes two pairs of letters, or three where two letters are swapped. */
const PAIRS_PER_SLIP = 2;

/** Known words, and those among them that a typed word may mean. */
export class WordIndex {
  readonly words: readonly string[];
  private readonly ids = new Map<string, number>();
  /** Words by a pair of letters in them and their length. */
  private readonly byPair: ReadonlyMap<string, Uint32Array>;
  private readonly longest: number;
  /** Working memory of a search: pairs shared with each word. */
  private readonly shared: Uint8Array;

  constructor(words: Iterable<string>) {
    this.words = [...new Set(words)].sort();
    this.longest = Math.max(0, ...new Set(this.words.map(({ length }) => length)));
    this.shared = new Uint8Array(this.words.length);
    const byPair = new Map<string, number[]>();
    this.words.forEach((word, id) => {
      this.ids.set(word, id);
      for (const pair of pairsOf(word)) {
        const key = pair + word.length;
        const known = byPair.get(key);
        if (known) known.push(id);
        else byPair.set(key, [id]);
      }
    });
    this.byPair = new Map([...byPair].map(([key, ids]) => [key, Uint32Array.from(ids)]));
  }

  exactly(typed: string): number | undefined {
    return this.ids.get(typed);
  }

  /** Words that `typed` begins, the shortest first; not the word itself. `isOpen`: it is known to go on. */
  begunBy(typed: string, { isOpen = false } = {}): WordMatch[] {
    if (typed.length < (isOpen ? 1 : SHORTEST_BEGINNING)) return [];
    const found: number[] = [];
    for (let id = this.firstFrom(typed); this.words[id]?.startsWith(typed); id++)
      if (this.words[id] !== typed) found.push(id);
    return found
      .sort((one, other) => this.lengthOf(one) - this.lengthOf(other))
      .slice(0, MOST_BEGUN)
      .map(word => ({ word, ...begun(typed.length / this.lengthOf(word)) }));
  }

  /** Words that `typed` is with a few slips; `isOpen`: or that it begins so. Best first; not the word itself. */
  resembling(typed: string, { isOpen = false, most = slipsIn(typed) } = {}): WordMatch[] {
    // "5th" is no slip for "6th".
    if (most === 0 || typed.length > LONGEST_COMPARED || /\d/.test(typed)) return [];
    // A doubled letter costs less than a slip, so words may differ in length by one more.
    const lengths = { from: typed.length - most - 1, to: isOpen ? this.longest : typed.length + most + 1 };
    const matches = this.sharingPairs(typed, most, lengths).flatMap((word): WordMatch[] => {
      const name = this.words[word] ?? "";
      const { whole, beginning } = slipCost(typed, name, most);
      const letters = tellingLetters(name);
      const slipped = (cost: number) => ({
        word,
        closeness: 1 - SLIPPED - cost / Math.max(typed.length, name.length),
        certainty: Math.max(LEAST_CERTAINTY, 1 - (DOUBT_PER_SLIP * cost) / letters),
      });
      if (whole > 0 && whole <= most) return [slipped(whole)];
      if (!isOpen || beginning > most || beginning === 0) return [];
      const { closeness, certainty } = slipped(beginning);
      const share = begun(Math.min(1, typed.length / name.length));
      return [{ word, closeness: closeness * share.closeness, certainty: certainty * share.certainty }];
    });
    return matches.sort((one, other) => other.closeness - one.closeness).slice(0, MOST_RESEMBLING);
  }

  /** The words of these lengths that share the most pairs of letters with the one that was typed. */
  private sharingPairs(typed: string, most: number, lengths: { from: number; to: number }): number[] {
    const { shared } = this;
    const pairs = pairsOf(typed);
    const least = Math.max(2, pairs.length - PAIRS_PER_SLIP * most - 1);
    const found: number[] = [];
    shared.fill(0);
    for (const pair of pairs)
      for (let length = Math.max(1, lengths.from); length <= Math.min(this.longest, lengths.to); length++) {
        const ids = this.byPair.get(pair + length);
        if (!ids) continue;
        for (let at = 0; at < ids.length; at++) {
          const id = ids[at] ?? 0;
          const count = (shared[id] ?? 0) + 1;
          shared[id] = count;
          if (count === least) found.push(id);
        }
      }
    if (found.length <= MOST_COMPARED) return found;
    return found.sort((one, other) => (shared[other] ?? 0) - (shared[one] ?? 0)).slice(0, MOST_COMPARED);
  }

  private firstFrom(typed: string): number {
    let [low, high] = [0, this.words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.words[middle] ?? "") < typed) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private lengthOf(word: number): number {
    return this.words[word]?.length ?? 0;
  }
}

const begun = (share: number) => ({
  closeness: BEGUN.least + BEGUN.perShare * share,
  certainty: BEGUN_CERTAINTY.least + BEGUN_CERTAINTY.perSquare * share ** 2,
});

/** Neighbouring letters, with the beginning of the word; each pair once for each time it occurs. */
const pairsOf = (word: string): string[] =>
  Array.from({ length: word.length }, (_, end) => (end === 0 ? `^${word[0]}` : word.slice(end - 1, end + 1)));

/** How many slips are looked past in a word of this length. */
const slipsIn = ({ length }: string): number => (length < 4 ? 0 : length < 6 ? 1 : length < 9 ? 2 : 3);

/** Letters of a word without an end that half the streets have, and never fewer than three. */
function tellingLetters(word: string): number {
  const end = STREET_ENDS.find(ending => word.endsWith(ending) && word.length - ending.length >= 3);
  return word.length - (end?.length ?? 0);
}
