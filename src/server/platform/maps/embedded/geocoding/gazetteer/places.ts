import { type BoundingBox, isInside, type Point } from "../../../../../../shared/geo.ts";
import type { Tags } from "../../../extract/block-parts.ts";
import { CATEGORIES, CATEGORY_OF_TAG } from "../words/categories.ts";
import { fold } from "../words/folding.ts";
import { type HouseNumber, parseHouseNumber } from "../words/house-number.ts";
import type { Locality } from "./localities.ts";
import { aliasesOf, type Names, namesOf } from "./names.ts";
import type { StreetBook } from "./street-book.ts";

/** Something with a name that is no street. `city` and `street` are indexes, or -1. */
export type PlaceRecord = Point & {
  names: Names;
  /** One of `CATEGORIES`, or the value of the tag that makes it a place. */
  category: string;
  city: number;
  /** Its own address, as far as it says. */
  street: number;
  house: HouseNumber | null;
};

export type TaggedPlace = Point & { names: Names; category: string; tags: Tags };

/** Tags that make a named thing a place, the more telling first. */
const TELLING = ["amenity", "healthcare", "shop", "tourism", "office", "leisure"] as const;
const SAYS_NOTHING = new Set(["yes", "no"]);

function categoryOf(tags: Tags): string | undefined {
  const values = TELLING.flatMap(key => tags[key] ?? []);
  const known = values.map(value => CATEGORY_OF_TAG[value] ?? value);
  return (
    CATEGORIES.find(category => known.includes(category)) ??
    (tags.railway === "station" ? "station" : undefined) ??
    known.find(value => !SAYS_NOTHING.has(value)) ??
    known[0] ??
    (tags.place === "square" ? "square" : undefined) ??
    (tags.building ? "building" : undefined)
  );
}

/** The place that an element stands for; null when it has no name, is no place, or is a mere collection of others. */
export function taggedPlace(tags: Tags, point: Point, elementType: string): TaggedPlace | null {
  const names = namesOf(tags);
  const category = categoryOf(tags);
  const isArea = elementType !== "relation" || tags.type === "multipolygon";
  return names && category && isArea ? { ...point, names, category, tags } : null;
}

type Around = {
  bounds: BoundingBox;
  localities: readonly Locality[];
  streets: StreetBook;
  /** That of most signs. */
  language: string;
  cityOf: (point: Point, cityTag?: string) => number;
};

/** Places inside the bounds, each once. */
export function placesOf(
  tagged: readonly TaggedPlace[],
  { bounds, localities, streets, language, cityOf }: Around,
): PlaceRecord[] {
  const inside = tagged.filter(place => isInside(bounds, place));
  const places = inside.map(({ tags, names, ...place }): PlaceRecord => {
    const city = cityOf(place, tags["addr:city"]);
    const street = tags["addr:street"] ? streets.streetOf(tags, place, city) : -1;
    const house = street >= 0 ? parseHouseNumber(tags["addr:housenumber"] ?? "") : null;
    return { ...place, names: apartFromCity(names, localities[city], language), city, street, house };
  });
  return unique(places);
}

/** A station whose sign says only the city is told by a name that says more, if it has one. */
function apartFromCity(names: Names, city: Locality | undefined, language: string): Names {
  if (!city || fold(names.main) !== fold(city.names.main)) return names;
  const cityNames = new Set(aliasesOf(city.names).map(({ text }) => fold(text)));
  const translation = names.translated[language];
  const telling = [...(translation ? [{ text: translation }] : []), ...aliasesOf(names)].find(
    ({ text }) => !cityNames.has(fold(text)),
  );
  return telling ? { ...names, main: telling.text } : names;
}

/** The same shop drawn as a point and as an outline is one place. */
const unique = (places: readonly PlaceRecord[]): PlaceRecord[] => [
  ...new Map(
    places.map(place => [
      [fold(place.names.main), place.latitude.toFixed(3), place.longitude.toFixed(3)].join("|"),
      place,
    ]),
  ).values(),
];
