import parse, { type OsmElement } from "tiny-osmpbf";
import { type BoundingBox, isInside, type Point } from "../../../../shared/geo.ts";
import { fold, type HouseNumber, parseHouseNumber } from "./address-text.ts";
import { createStreetCollector, type StreetNetwork } from "./streets/street-network.ts";

export type StreetRecord = Point & { name: string; aliases: string[] };
export type PlaceRecord = Point & { name: string; aliases: string[]; city: string; category: string };
export type HouseRecord = Point &
  HouseNumber & { street: string; text: string; city: string; postcode: string };

export type Extract = {
  bounds: BoundingBox;
  /** The city that addresses without one belong to. */
  city: string;
  /** Folded names of cities, in the languages of the extract. */
  localities: string[];
  streets: StreetRecord[];
  places: PlaceRecord[];
  houses: HouseRecord[];
  /** What routes are made of. */
  network: StreetNetwork;
};

type Tags = Record<string, string>;

/** A city that fewer addresses name than this is a slip of a mapper's keyboard ("7"). */
const FEWEST_ADDRESSES_OF_A_CITY = 5;

/** Words that people search by, whatever the sign on the door says. */
const CATEGORY_WORDS: Record<string, string[]> = {
  pharmacy: ["apteekki", "pharmacy", "apotek", "chemist"],
  clinic: ["klinikka", "clinic", "klinik", "terveysasema", "health centre"],
  hospital: ["sairaala", "hospital", "sjukhus"],
  doctors: ["laakari", "doctor", "lakare"],
  dentist: ["hammaslaakari", "dentist", "tandlakare"],
  veterinary: ["elainlaakari", "vet", "veterinar"],
  laboratory: ["laboratorio", "laboratory", "laboratorium"],
  station: ["asema", "station"],
};

const QUARTERS = new Set(["suburb", "quarter", "neighbourhood"]);

const NAME_TAGS = /^(name|alt_name|official_name|short_name|loc_name|brand)(:(fi|sv|en))?$/;

const categoryOf = (tags: Tags): string | undefined =>
  tags.healthcare ??
  tags.amenity ??
  tags.shop ??
  tags.tourism ??
  tags.office ??
  tags.leisure ??
  (tags.railway === "station" ? "station" : undefined) ??
  (QUARTERS.has(tags.place ?? "") ? "quarter" : undefined) ??
  (tags.place === "square" ? "square" : undefined) ??
  (tags.building ? "building" : undefined);

const namesOf = (tags: Tags): string[] =>
  Object.entries(tags)
    .filter(([key]) => NAME_TAGS.test(key))
    .flatMap(([, value]) => value.split(";"))
    .map(name => name.trim())
    .filter(name => name.length > 1);

function middle(points: readonly Point[]): Point | undefined {
  if (points.length === 0) return undefined;
  const sum = points.reduce(
    (total, point) => ({
      latitude: total.latitude + point.latitude,
      longitude: total.longitude + point.longitude,
    }),
    { latitude: 0, longitude: 0 },
  );
  return { latitude: sum.latitude / points.length, longitude: sum.longitude / points.length };
}

/** The vertex nearest to the middle, so that a street's point lies on the street. */
function middleVertex(points: readonly Point[]): Point | undefined {
  const center = middle(points);
  if (!center) return undefined;
  const squared = (point: Point) =>
    (point.latitude - center.latitude) ** 2 + ((point.longitude - center.longitude) / 2) ** 2;
  return points.reduce((best, point) => (squared(point) < squared(best) ? point : best));
}

/** Where elements lie; ways and relations by their vertices. Elements come nodes first, relations last. */
class Positions {
  readonly nodes = new Map<number, Point>();
  private readonly ways = new Map<number, Point>();

  /** The box around all nodes. */
  bounds(): BoundingBox {
    let [west, south, east, north] = [180, 90, -180, -90];
    for (const { latitude, longitude } of this.nodes.values()) {
      [west, east] = [Math.min(west, longitude), Math.max(east, longitude)];
      [south, north] = [Math.min(south, latitude), Math.max(north, latitude)];
    }
    return [west, south, east, north];
  }

  vertices(element: OsmElement): Point[] {
    if (element.type === "node") {
      const point = { latitude: element.lat, longitude: element.lon };
      this.nodes.set(element.id, point);
      return [point];
    }
    if (element.type === "way") {
      const isClosed = element.nodes.length > 1 && element.nodes[0] === element.nodes.at(-1);
      const points = (isClosed ? element.nodes.slice(1) : element.nodes).flatMap(
        id => this.nodes.get(id) ?? [],
      );
      const center = middle(points);
      if (center) this.ways.set(element.id, center);
      return points;
    }
    return element.members.flatMap(member =>
      member.type === "way" && member.role !== "inner" ? (this.ways.get(member.ref) ?? []) : [],
    );
  }
}

/** Reads streets, houses and named places out of an OpenStreetMap extract (PBF). */
export function readExtract(data: Uint8Array<ArrayBuffer>): Extract {
  const positions = new Positions();
  const streetCollector = createStreetCollector(positions.nodes);
  const streetVertices = new Map<string, Point[]>();
  const streetAliases = new Map<string, Set<string>>();
  const cityCounts = new Map<string, number>();
  const cities: Tags[] = [];
  const places: (Point & { tags: Tags; category: string })[] = [];
  const addresses: (Point & { tags: Tags })[] = [];

  // The parser copies an array once for each block of the file, and a buffer never.
  const isWhole = data.byteLength === data.buffer.byteLength;
  const header = parse(isWhole ? data.buffer : data.slice().buffer, element => {
    const vertices = positions.vertices(element);
    streetCollector.add(element);
    const tags = element.tags;
    const center = middle(vertices);
    if (!tags || !center) return;
    if (element.type === "way" && tags.highway && tags.name) {
      streetVertices.set(tags.name, [...(streetVertices.get(tags.name) ?? []), ...vertices]);
      const aliases = streetAliases.get(tags.name) ?? new Set();
      for (const alias of namesOf(tags)) aliases.add(alias);
      streetAliases.set(tags.name, aliases);
      return;
    }
    const city = tags["addr:city"];
    if (city) cityCounts.set(city, (cityCounts.get(city) ?? 0) + 1);
    if (tags.place === "city" || tags.place === "town") cities.push(tags);
    else if (tags["addr:street"] && tags["addr:housenumber"]) addresses.push({ ...center, tags });
    const category = categoryOf(tags);
    const isArea = element.type !== "relation" || tags.type === "multipolygon";
    if (tags.name && category && isArea && tags.place !== "city" && tags.place !== "town")
      places.push({ ...center, tags, category });
  });

  const stated = header.bounds;
  const bounds: BoundingBox = stated
    ? [stated.minlon, stated.minlat, stated.maxlon, stated.maxlat]
    : positions.bounds();
  const cityNames = [...cityCounts]
    .filter(([name, count]) => /^\p{L}/u.test(name) && count >= FEWEST_ADDRESSES_OF_A_CITY)
    .sort((one, other) => other[1] - one[1])
    .map(([name]) => name);
  const city = cityNames[0] ?? cities[0]?.name ?? "";
  const cityOf = (tags: Tags) => cityNames.find(name => name === tags["addr:city"]) ?? city;
  const streets = [...streetVertices].flatMap(([name, vertices]) => {
    const point = middleVertex(vertices.filter(vertex => isInside(bounds, vertex)));
    return point ? [{ ...point, name, aliases: [...(streetAliases.get(name) ?? [])] }] : [];
  });
  const streetNames = new Map(streets.map(street => [fold(street.name), street.name]));
  const houses = housesOf(
    addresses.filter(address => isInside(bounds, address)),
    streetNames,
    cityOf,
  );
  return {
    bounds,
    city,
    localities: [...new Set([...cityNames, ...cities.flatMap(tags => namesOf(tags))].map(fold))],
    streets: [...streets, ...streetsOfHouses(houses, streetNames)],
    places: uniquePlaces(
      places.filter(place => isInside(bounds, place)).map(place => placeOf(place, cityOf(place.tags))),
    ),
    houses,
    network: streetCollector.network,
  };
}

function placeOf(
  { tags, category, ...point }: Point & { tags: Tags; category: string },
  city: string,
): PlaceRecord {
  const address = tags["addr:street"] && `${tags["addr:street"]} ${tags["addr:housenumber"] ?? ""}`.trim();
  const ownName = tags.name === city ? (tags["name:fi"] ?? tags.official_name ?? city) : tags.name;
  return {
    ...point,
    name: [ownName, address].filter(Boolean).join(", "),
    aliases: [...namesOf(tags), ...(CATEGORY_WORDS[category] ?? [])],
    city,
    category,
  };
}

/** The same shop drawn as a point and as an outline is one place. */
const uniquePlaces = (places: PlaceRecord[]): PlaceRecord[] => [
  ...new Map(
    places.map(place => [
      `${fold(place.name)}|${place.latitude.toFixed(3)}|${place.longitude.toFixed(3)}`,
      place,
    ]),
  ).values(),
];

function housesOf(
  addresses: (Point & { tags: Tags })[],
  known: Map<string, string>,
  cityOf: (tags: Tags) => string,
): HouseRecord[] {
  const houses = new Map<string, HouseRecord>();
  // Plain address points come last, so that they win over a shop somewhere inside the house.
  const isTenant = ({ tags }: { tags: Tags }) =>
    Boolean(tags.name ?? tags.amenity ?? tags.shop ?? tags.office);
  for (const { tags, latitude, longitude } of addresses.sort(
    (a, b) => Number(isTenant(b)) - Number(isTenant(a)),
  )) {
    const streets = (tags["addr:street"] ?? "").split(/[,;]/).map(part => part.trim());
    // Addresses and ways spell some streets differently ("Yrjö Koskisen katu", "Yrjö-Koskisen katu").
    const street = streets.map(name => known.get(fold(name))).find(Boolean) ?? streets[0];
    for (const text of (tags["addr:housenumber"] ?? "").split(/[;,/]/)) {
      const house = parseHouseNumber(text);
      if (!house || !street) continue;
      const key = `${street}|${house.number}|${house.lastNumber}|${house.letter}`;
      const postcode = tags["addr:postcode"] ?? houses.get(key)?.postcode ?? "";
      const label = houseText(house);
      houses.set(key, {
        ...house,
        latitude,
        longitude,
        street,
        text: label,
        city: cityOf(tags),
        postcode,
      });
    }
  }
  return [...houses.values()];
}

const houseText = ({ number, lastNumber, letter }: HouseNumber) =>
  `${number}${lastNumber > number ? `–${lastNumber}` : ""}${letter && ` ${letter.toUpperCase()}`}`;

/** Streets that addresses name but that have no way in the extract. */
function streetsOfHouses(houses: readonly HouseRecord[], known: Map<string, string>): StreetRecord[] {
  const orphans = Map.groupBy(
    houses.filter(house => !known.has(fold(house.street))),
    house => house.street,
  );
  return [...orphans].flatMap(([name, members]) => {
    const point = middleVertex(members);
    return point ? [{ latitude: point.latitude, longitude: point.longitude, name, aliases: [name] }] : [];
  });
}
