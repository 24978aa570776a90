import type { Chance } from "../../../../src/server/features/demo/chance.ts";

/** The keys beside each key of a Nordic keyboard. */
const NEIGHBOURS: Record<string, string> = {
  a: "qsw",
  b: "vgn",
  c: "xdv",
  d: "sfe",
  e: "wrd",
  f: "dgr",
  g: "fht",
  h: "gju",
  i: "uok",
  j: "hku",
  k: "jli",
  l: "kö",
  m: "n",
  n: "bmh",
  o: "ipl",
  p: "oå",
  q: "wa",
  r: "etf",
  s: "ade",
  t: "ryg",
  u: "yij",
  v: "cbf",
  w: "qes",
  x: "zcs",
  y: "tuh",
  z: "xa",
  ä: "öå",
  ö: "äl",
  å: "pä",
};

type Slip = (letters: string[], at: number, chance: Chance) => string[];

/** What hands do, as often as they do it (after Damerau, 1964): four in five slips are one of these. */
const SLIPS: Slip[] = [
  (letters, at) => letters.toSpliced(at, 1),
  (letters, at) => letters.toSpliced(at, 0, letters[at] ?? ""),
  (letters, at) => letters.toSpliced(at, 2, letters[at + 1] ?? "", letters[at] ?? ""),
  (letters, at, chance) => letters.toSpliced(at, 1, beside(letters[at] ?? "", chance)),
  (letters, at, chance) => letters.toSpliced(at, 0, beside(letters[at] ?? "", chance)),
];

const beside = (letter: string, chance: Chance) => {
  const keys = NEIGHBOURS[letter.toLowerCase()];
  return keys ? chance.pick([...keys]) : letter;
};

/** The text with one slip in a word of it, seldom at the beginning of the word. */
export function slip(text: string, chance: Chance): string {
  const letters = [...text];
  const places = letters.flatMap((letter, at) => {
    const isFirst = at === 0 || !/\p{L}/u.test(letters[at - 1] ?? "");
    return /\p{L}/u.test(letter) && (!isFirst || chance.happens(0.15)) ? [at] : [];
  });
  if (places.length === 0) return text;
  return chance.pick(SLIPS)(letters, chance.pick(places), chance).join("");
}

/** As typed on a keyboard without the letters: "Etelaesplanadi", or with German habits "Eteläesplanadi" as "ae". */
export function withoutDiacritics(text: string, chance: Chance): string {
  if (chance.happens(0.6)) return text.normalize("NFD").replace(/\p{M}/gu, "");
  const spelled: Record<string, string> = {
    ä: "ae",
    ö: "oe",
    ü: "ue",
    å: "a",
    Ä: "Ae",
    Ö: "Oe",
    Ü: "Ue",
    Å: "A",
  };
  return text.replace(/[äöüåÄÖÜÅ]/g, letter => spelled[letter] ?? letter);
}

/** Plain Levenshtein distance, to see whether a slip has made another name of it. */
export function levenshtein(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++)
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1),
      );
    row = next;
  }
  return row[other.length] ?? 0;
}
