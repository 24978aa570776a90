import { distanceMeters, type Point } from "../../../../../../shared/geo.ts";
import type { Tags } from "../../../extract/block-parts.ts";
import { fold } from "../words/folding.ts";
import { middle } from "./boxes.ts";
import { aliasesOf, type Names, namesOf } from "./names.ts";

/** A city, town or village, which an address ends with, or a part of one. */
export type Locality = Point & {
  kind: "city" | "quarter";
  names: Names;
  /** How far from its point its name is used. */
  reachMeters: number;
};

/** How far the name of a settlement is used, by the tag that says how large it is. */
const REACH_METERS: Record<string, number> = {
  city: 15_000,
  town: 6_000,
  village: 3_000,
  hamlet: 1_000,
  borough: 3_000,
  city_district: 3_000,
  suburb: 1_200,
  quarter: 1_000,
  neighbourhood: 1_000,
};
const QUARTERS = new Set(["borough", "city_district", "suburb", "quarter", "neighbourhood"]);

/** A city that fewer addresses name than this, and no point on the map, is a slip of a mapper's keyboard ("7"). */
const FEWEST_ADDRESSES_OF_A_CITY = 5;

/** The locality that an element stands for; null for everything else. */
export function localityOf(tags: Tags, point: Point): Locality | null {
  const place = tags.place ?? "";
  const reachMeters = REACH_METERS[place];
  const names = namesOf(tags);
  if (!reachMeters || !names) return null;
  return { ...point, names, kind: QUARTERS.has(place) ? "quarter" : "city", reachMeters };
}

/** Cities that addresses name and that have no point of their own in the extract; in their middle. */
export function citiesOfAddresses(
  addresses: readonly (Point & { tags: Tags })[],
  known: readonly Locality[],
): Locality[] {
  const isKnown = new Set(known.flatMap(({ names }) => aliasesOf(names).map(({ text }) => fold(text))));
  const named = addresses.filter(({ tags }) => {
    const city = fold(tags["addr:city"] ?? "");
    return /^\p{L}/u.test(city) && !isKnown.has(city);
  });
  return [...Map.groupBy(named, ({ tags }) => fold(tags["addr:city"] ?? "")).values()].flatMap(members => {
    const point = middle(members);
    const main = members[0]?.tags["addr:city"]?.trim();
    if (!point || !main || members.length < FEWEST_ADDRESSES_OF_A_CITY) return [];
    const names = { main, translated: {}, others: [] };
    return [{ ...point, names, kind: "city" as const, reachMeters: REACH_METERS.village ?? 0 }];
  });
}

/** Tells the city of an address by what its tags say, else by where it lies; answers its index, or -1. */
export function createCityFinder(
  localities: readonly Locality[],
): (point: Point, cityTag?: string) => number {
  const cities = localities.flatMap((locality, index) =>
    locality.kind === "city" ? { ...locality, index } : [],
  );
  const byName = new Map<string, number>();
  for (const { names, index } of cities)
    for (const { text } of aliasesOf(names)) if (!byName.has(fold(text))) byName.set(fold(text), index);
  return (point, cityTag = "") => {
    const said = byName.get(fold(cityTag));
    if (said !== undefined) return said;
    let [best, least] = [-1, Number.POSITIVE_INFINITY];
    for (const city of cities) {
      const share = distanceMeters(point, city) / city.reachMeters;
      if (share < least) [best, least] = [city.index, share];
    }
    return best;
  };
}
