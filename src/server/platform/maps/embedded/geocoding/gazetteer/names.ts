import type { Tags } from "../../../extract/block-parts.ts";
import { fold } from "../words/folding.ts";
import { LANGUAGES } from "../words/languages.ts";

/** A name in a language; "" is the language of the sign, which the extract does not tell. */
export type Alias = { text: string; language: string };

export type Names = {
  main: string;
  /** By the codes of `LANGUAGES`. */
  translated: Record<string, string>;
  /** Short and official names, and those in other languages: found by, never answered with. */
  others: Alias[];
};

const TRANSLATION = /^name:([a-z]{2,3})$/;
const OTHER = /^(?:alt_name|official_name|short_name|loc_name|brand)(?::([a-z]{2,3}))?$/;

/** What an element is called; null when it has no name. */
export function namesOf(tags: Tags): Names | null {
  const main = tags.name?.trim();
  if (!main) return null;
  const names: Names = { main, translated: {}, others: [] };
  for (const [key, value] of Object.entries(tags)) {
    const language = TRANSLATION.exec(key)?.[1];
    if (language && language in LANGUAGES) names.translated[language] = value.trim();
    else if (language) names.others.push({ text: value.trim(), language: "" });
    const other = OTHER.exec(key);
    if (other)
      names.others.push(...value.split(";").map(text => ({ text: text.trim(), language: other[1] ?? "" })));
  }
  return names;
}

/** The names of one thing that was drawn in several pieces: what most of them say, and the rest as other names. */
export function mergedNames(pieces: readonly Names[]): Names {
  const languages = new Set(pieces.flatMap(({ translated }) => Object.keys(translated)));
  const translated = Object.fromEntries(
    [...languages].map(language => [
      language,
      mostFrequent(pieces.flatMap(piece => piece.translated[language] ?? [])) ?? "",
    ]),
  );
  const main = mostFrequent(pieces.map(piece => piece.main)) ?? "";
  const said = new Set([main, ...Object.values(translated)].map(fold));
  const others = new Map(
    pieces
      .flatMap(aliasesOf)
      .filter(({ text }) => !said.has(fold(text)))
      .map(alias => [fold(alias.text), alias]),
  );
  return { main, translated, others: [...others.values()] };
}

/** The value that comes most often, the first of equals. */
export function mostFrequent(values: readonly string[]): string | undefined {
  const counted = [...Map.groupBy(values, value => value)].map(([value, { length }]) => ({ value, length }));
  return counted.sort((one, other) => other.length - one.length)[0]?.value;
}

const ORDER = Object.keys(LANGUAGES);
const orderOf = (language: string) => (ORDER.includes(language) ? ORDER.indexOf(language) : ORDER.length);

/** Every spelling once, the sign's first; a translation that equals it is the sign's. */
export function aliasesOf({ main, translated, others }: Names): Alias[] {
  const all = [
    { text: main, language: "" },
    ...Object.entries(translated)
      .map(([language, text]) => ({ text, language }))
      .sort((one, other) => orderOf(one.language) - orderOf(other.language)),
    ...others,
  ];
  const byText = new Map<string, Alias>();
  for (const alias of all) {
    const folded = fold(alias.text);
    if (folded && !byText.has(folded)) byText.set(folded, alias);
  }
  return [...byText.values()];
}
