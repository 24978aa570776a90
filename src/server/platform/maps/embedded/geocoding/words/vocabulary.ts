import { CATEGORIES } from "./categories.ts";
import { fold } from "./folding.ts";
import { LANGUAGES } from "./languages.ts";

/* The words of all languages together, by what they mean. */

const ALL = Object.values(LANGUAGES);

/** Folded words by folded short form. */
export const SHORT_FORMS: ReadonlyMap<string, readonly string[]> = new Map(
  [
    ...Map.groupBy(
      ALL.flatMap(({ short }) => Object.entries(short ?? {})),
      ([form]) => fold(form),
    ),
  ].map(([form, meanings]) => [form, meanings.map(([, word]) => fold(word))]),
);

/** Folded ends of street names, the longest first. */
export const STREET_ENDS: readonly string[] = [
  ...new Set(ALL.flatMap(({ streets }) => streets.map(fold))),
].sort((one, other) => other.length - one.length);

export const CATEGORY_WORDS = Object.entries(LANGUAGES).flatMap(([language, { categories }]) =>
  CATEGORIES.flatMap(category =>
    categories[category].map(text => ({ text, meaning: { category, language } })),
  ),
);

export type SmallWord = "country" | "inside" | "filler" | "careOf";

export const SMALL_WORDS: readonly { text: string; meaning: SmallWord }[] = ALL.flatMap(
  ({ inside, filler, careOf = [] }) => [
    ...inside.map(text => ({ text, meaning: "inside" as const })),
    ...filler.map(text => ({ text, meaning: "filler" as const })),
    ...careOf.map(text => ({ text, meaning: "careOf" as const })),
  ],
);

/** What a country is called in each of the languages; `country` is ISO 3166-1 alpha-2. */
export const countryNames = (country: string): string[] =>
  /^[A-Z]{2}$/.test(country)
    ? [country, ...Object.keys(LANGUAGES).flatMap(language => nameOfCountry(country, language) ?? [])]
    : [];

const nameOfCountry = (country: string, language: string) =>
  new Intl.DisplayNames([language], { type: "region", fallback: "none" }).of(country);
