/** Letters that Unicode does not decompose, as people type them on keyboards that lack them. */
const PLAIN: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  þ: "th",
  ı: "i",
  ς: "σ",
};
const NOT_PLAIN = new RegExp(`[${Object.keys(PLAIN).join("")}]`, "g");

/** The zeros of scripts in which addresses are written; Unicode has their other digits behind them. */
const ZEROS = [..."٠۰०০੦૦୦௦౦೦൦๐໐༠၀០"];
const DIGITS = new Map(
  ZEROS.flatMap(zero =>
    Array.from({ length: 10 }, (_, digit): [string, string] => [
      String.fromCodePoint((zero.codePointAt(0) ?? 0) + digit),
      String(digit),
    ]),
  ),
);

/** "٨" and "८" as "8". */
export const latinDigits = (text: string): string =>
  text.replace(/(?![0-9])\p{Nd}/gu, digit => DIGITS.get(digit) ?? digit);

/** Text as it is compared: no diacritics, lower case, words of letters and digits, single spaces. Idempotent. */
export const fold = (text: string): string =>
  latinDigits(text)
    .normalize("NFKD")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(NOT_PLAIN, letter => PLAIN[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** "42nd" is a word, of a street or a floor; its end alone is none. */
export const ORDINAL = "\\p{N}+(?:st|nd|rd|th)(?![\\p{L}\\p{M}])";
const WORD = new RegExp(`${ORDINAL}|\\p{L}+|\\p{N}+`, "gu");

/** The folded words of a text; digits and letters are words of their own ("katu21" is "katu", "21"). */
export const wordsOf = (text: string): string[] => fold(text).match(WORD) ?? [];
