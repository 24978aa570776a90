import { type BoundingBox, isInside, type Point } from "../../../../../../shared/geo.ts";
import type { OsmElement } from "../../../extract/block-parts.ts";
import { middle } from "./boxes.ts";
import { type Address, type Door, type HouseRecord, housesOf, type LeftOutAddresses } from "./houses.ts";
import { citiesOfAddresses, createCityFinder, type Locality, localityOf } from "./localities.ts";
import { mostFrequent, type Names, namesOf } from "./names.ts";
import { type PlaceRecord, placesOf, type TaggedPlace, taggedPlace } from "./places.ts";
import { createStreetBook } from "./street-book.ts";
import { type StreetRecord, type StreetWay, streetsOf } from "./streets.ts";

/** Everything of an extract that has a name or a number. */
export type Gazetteer = {
  bounds: BoundingBox;
  /** ISO 3166-1 alpha-2, or "" when no address says. */
  country: string;
  /** States and provinces as addresses write them ("CA"). */
  states: string[];
  /** Cities and quarters; records name their city by its index here, or -1. */
  localities: (Locality & { city: number })[];
  /** Houses and places name their street by its index here. */
  streets: StreetRecord[];
  houses: HouseRecord[];
  places: PlaceRecord[];
  leftOut: LeftOutAddresses;
};

type Found = {
  ways: StreetWay[];
  addresses: Address[];
  localities: Locality[];
  places: TaggedPlace[];
  /** Lettered entrances by the id of their node. */
  doors: Map<number, Door>;
};

/** Collects what has a name or a number from the elements of an extract, which come nodes first, relations last. */
export function createGazetteerCollector() {
  const found: Found = { ways: [], addresses: [], localities: [], places: [], doors: new Map() };
  return {
    add: (element: OsmElement, vertices: readonly Point[]): void => collect(found, element, vertices),
    /** What was found in the area that the extract covers. */
    within: (bounds: BoundingBox): Gazetteer => assembled(found, bounds),
  };
}

function assembled(found: Found, bounds: BoundingBox): Gazetteer {
  const addresses = found.addresses.filter(address => isInside(bounds, address));
  const drawn = found.localities.filter(locality => isInside(bounds, locality));
  const localities = [...drawn, ...citiesOfAddresses(addresses, drawn)];
  const cityOf = createCityFinder(localities);
  const streets = createStreetBook(streetsOf(found.ways, { bounds, cityOf }));
  const { houses, leftOut } = housesOf(addresses, { streets, cityOf });
  const language = mostFrequent(found.ways.flatMap(({ names }) => languagesOfSign(names))) ?? "";
  const places = placesOf(found.places, { bounds, localities, streets, cityOf, language });
  return {
    bounds,
    states: [...new Set(addresses.flatMap(({ tags }) => tags["addr:state"] ?? tags["addr:province"] ?? []))],
    country: mostFrequent(addresses.flatMap(({ tags }) => tags["addr:country"]?.toUpperCase() ?? [])) ?? "",
    localities: localities.map(locality => ({
      ...locality,
      city: locality.kind === "city" ? -1 : cityOf(locality),
    })),
    streets: streets.streets,
    houses,
    places,
    leftOut,
  };
}

function collect(found: Found, element: OsmElement, vertices: readonly Point[]): void {
  const { tags, type } = element;
  const point = tags && middle(vertices);
  if (!tags || !point) return;
  const names = namesOf(tags);
  if (type === "way" && tags.highway) {
    if (names) found.ways.push({ names, vertices });
    return;
  }
  if (type === "node" && tags.entrance && tags.ref) found.doors.set(element.id, { ...point, ref: tags.ref });
  if (tags["addr:housenumber"])
    found.addresses.push({ ...point, tags, doors: doorsOn(element, found.doors) });
  const locality = localityOf(tags, point);
  if (locality) found.localities.push(locality);
  const place = locality ? null : taggedPlace(tags, point, type);
  if (place) found.places.push(place);
}

const doorsOn = (element: OsmElement, doors: ReadonlyMap<number, Door>): Door[] =>
  element.type === "way" ? element.nodes.flatMap(id => doors.get(id) ?? []) : [];

const languagesOfSign = ({ main, translated }: Names): string[] =>
  Object.keys(translated).filter(language => translated[language] === main);
