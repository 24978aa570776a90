import { distanceMeters, type Point } from "../../../../../../shared/geo.ts";
import type { Tags } from "../../../extract/block-parts.ts";
import { fold } from "../words/folding.ts";
import { slipCost } from "../words/spelling.ts";
import { boxOf, gapMeters } from "./boxes.ts";
import { aliasesOf } from "./names.ts";
import type { StreetRecord } from "./streets.ts";

/** Finds the street that an address names. */
export type StreetBook = {
  /** The streets that were drawn, then those that only addresses name. */
  readonly streets: StreetRecord[];
  /** Index of the street; one is added when none has this name. -1 when the address names none. */
  streetOf(tags: Tags, point: Point, city: number): number;
};

/** How far from its street a house may lie. */
const REACH_METERS = 1_000;
/** An address this close to a street that is spelled almost like it was spelled wrong by a mapper. */
const MISSPELLED_METERS = 300;
const MISSPELLED_COST = 2;

export function createStreetBook(drawn: readonly StreetRecord[]): StreetBook {
  const streets = [...drawn];
  const spellings = drawn.flatMap(({ names, lines }, index) =>
    aliasesOf(names).map(({ text }) => ({ key: keyOf(text), index, box: boxOf(lines.flat()) })),
  );
  const byKey = Map.groupBy(spellings, ({ key }) => key);
  const added = new Map<string, number>();

  function nearest(found: typeof spellings, point: Point, reach: number): number {
    let [best, least] = [-1, reach];
    for (const { index } of found) {
      const meters = metersToStreet(streets[index], point);
      if (meters <= least) [best, least] = [index, meters];
    }
    return best;
  }

  function find(name: string, point: Point): number {
    const key = keyOf(name);
    const named = nearest(byKey.get(key) ?? [], point, REACH_METERS);
    if (named >= 0 || key.length < 6) return named;
    const [here, digits] = [boxOf([point]), digitsIn(key)];
    const almost = spellings.filter(
      spelling =>
        gapMeters(spelling.box, here) <= MISSPELLED_METERS &&
        // "Calle 13" is no slip for "Calle 12".
        digitsIn(spelling.key) === digits &&
        slipCost(key, spelling.key, MISSPELLED_COST).whole <= MISSPELLED_COST,
    );
    return nearest(almost, point, MISSPELLED_METERS);
  }

  function add(main: string, point: Point, city: number): number {
    const key = `${fold(main)}|${city}`;
    const names = { main, translated: {}, others: [] };
    const index = added.get(key) ?? streets.push({ ...point, names, city, lines: [] }) - 1;
    added.set(key, index);
    streets[index]?.lines.push([point]);
    return index;
  }

  return {
    streets,
    streetOf(tags, { latitude, longitude }, city) {
      const point = { latitude, longitude };
      // "Galleria Esplanad, Aleksanterinkatu 1": the street comes last, its number has a tag of its own.
      const parts = (tags["addr:street"] ?? tags["addr:place"] ?? "")
        .split(/[,;/]/)
        .map(part => part.trim())
        .filter(part => /\p{L}/u.test(part));
      const found = parts
        .toReversed()
        .flatMap(part => [...new Set([part, withoutNumber(part)])])
        .values()
        .map(name => find(name, point))
        .find(index => index >= 0);
      const [first] = parts;
      const index = found ?? (first ? add(withoutOwnNumber(first, tags), point, city) : -1);
      const street = streets[index];
      if (street && parts.length === 1) learnTranslations(street, tags);
      return index;
    },
  };
}

const digitsIn = (key: string) => key.replace(/\D+/g, " ");

const withoutNumber = (name: string) => name.replace(/[\s\d]+$/, "").trim();

/** "Calle 13" keeps its number: only that of the house does not belong to the name of its street. */
const withoutOwnNumber = (name: string, tags: Tags) =>
  /\s(\d+)$/.exec(name)?.[1] === /^\d+/.exec(tags["addr:housenumber"] ?? "")?.[0]
    ? withoutNumber(name)
    : name;

/** `addr:street:sv` and the like name the street in another language. */
function learnTranslations({ names }: StreetRecord, tags: Tags): void {
  for (const [key, text] of Object.entries(tags)) {
    const language = /^addr:street:([a-z]{2,3})$/.exec(key)?.[1];
    if (!language || aliasesOf(names).some(alias => fold(alias.text) === fold(text))) continue;
    if (language in names.translated) names.others.push({ text, language });
    else names.translated[language] = text;
  }
}

/** "Yrjö-Koskisen katu" and "Yrjö Koskisenkatu" are one street. */
const keyOf = (text: string) => fold(text).replaceAll(" ", "");

function metersToStreet(street: StreetRecord | undefined, point: Point): number {
  let least = Number.POSITIVE_INFINITY;
  for (const line of street?.lines ?? [])
    for (const vertex of line) least = Math.min(least, distanceMeters(vertex, point));
  return least;
}
