import type { Category } from "./words/categories.ts";
import { latinDigits } from "./words/folding.ts";
import { bitsOf, type Phrase, PhraseBook } from "./words/phrase-book.ts";
import { createPostcodeReader, type Postcode } from "./words/postcodes.ts";
import { bits, type Token, tokensOf } from "./words/tokens.ts";
import { CATEGORY_WORDS, countryNames, SMALL_WORDS, type SmallWord } from "./words/vocabulary.ts";

/** A question taken apart, whatever it asks for. */
export type Query = {
  tokens: Token[];
  /** The last token is being typed. */
  unfinished: boolean;
  postcode: Postcode | null;
  /** Ids of cities and quarters that it may name. */
  localities: Phrase<number>[];
  categories: Phrase<{ category: Category; language: string }>[];
  /** Words that change no meaning: the country, "near", "floor", "c/o". */
  small: Phrase<SmallWord>[];
  /** Tokens that are one of these, spelled right, and so probably belong to no other name. */
  aside: number;
};

/** What an extract knows that a question may say. */
export type Region = {
  /** ISO 3166-1 alpha-2, or "". */
  country: string;
  /** As addresses write them ("CA"). */
  states: readonly string[];
  /** Of a house. */
  highestNumber: number;
  /** As addresses have them, repetitions included. */
  postcodes: readonly string[];
  /** Every name of each city and quarter, folded. */
  localities: readonly { id: number; words: string }[];
};

/** Letters of an unfinished word that tell what it will be; there are few cities and many words. */
const SHORTEST_BEGINNING = { locality: 2, word: 4 };

/** Makes the reader of questions about a region. */
export function createQueryReader({ country, states, postcodes, highestNumber, localities }: Region) {
  const readPostcode = createPostcodeReader(postcodes, highestNumber);
  const localityBook = new PhraseBook(
    localities.map(({ id, words }) => ({ text: words, meaning: id })),
    SHORTEST_BEGINNING.locality,
  );
  const smallBook = new PhraseBook<SmallWord>(
    [
      ...SMALL_WORDS,
      ...[...countryNames(country), ...states].map(text => ({ text, meaning: "country" as const })),
    ],
    SHORTEST_BEGINNING.word,
  );
  const categoryBook = new PhraseBook(CATEGORY_WORDS, SHORTEST_BEGINNING.word);

  return (text: string, { unfinished }: { unfinished: boolean }): Query => {
    const { rest, postcode } = readPostcode(latinDigits(text));
    const tokens = tokensOf(rest);
    const localities = localityBook.in(tokens, { unfinished });
    const small = smallBook.in(tokens);
    const settled = unfinished ? ~bits(tokens.length - 1) : ~0;
    return {
      tokens,
      unfinished,
      postcode,
      localities,
      categories: categoryBook.in(tokens, { unfinished }),
      small,
      aside: settled & bitsOf([...localities, ...small].filter(({ closeness }) => closeness === 1)),
    };
  };
}
