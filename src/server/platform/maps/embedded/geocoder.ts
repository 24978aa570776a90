import { Database } from "bun:sqlite";
import { type BoundingBox, distanceMeters, type Point } from "../../../../shared/geo.ts";
import type { GeocodeCandidate } from "../../../../shared/maps/maps.schema.ts";
import { fold, type HouseNumber, parseAddress, resemblance } from "./address-text.ts";

type NameRow = Point & {
  id: number;
  kind: "street" | "place";
  label: string;
  category: string;
  folded: string;
};
type HouseRow = Point & {
  label: string;
  number: number;
  lastNumber: number;
  letter: string;
  postcode: string;
};
type About = { west: number; south: number; east: number; north: number; city: string; localities: string };
type NamedMatch = NameRow & { score: number };
type Ranked = GeocodeCandidate & { rank: number };

/** Confidence of an answer whose name was spelled exactly; a worse spelling lowers it in proportion. */
const CONFIDENCE = {
  house: 1,
  /** The number is there with another letter, or inside "13-15". */
  houseAlike: 0.95,
  /** A neighbour's door; less by `perNumber` for each number between, never below the floor. */
  neighbour: { best: 0.8, perNumber: 0.02, floor: 0.55 },
  street: 0.6,
  streetWithoutHouses: 0.5,
  /** The number lies beyond both ends of what is known of the street: probably outside the extract. */
  beyondStreet: 0.3,
  place: 0.9,
  quarter: 0.45,
} as const;

/** A city that nobody here knows: the same street name exists elsewhere. */
const FOREIGN_CITY_FACTOR = 0.4;
const OTHER_POSTCODE_FACTOR = 0.9;
const LEAST_SCORE = 0.45;
/** Below this the words did not fit and the trigrams are asked too. */
const GOOD_SCORE = 0.85;
/** How far past the last known number of a street its neighbour still tells where a house is. */
const NUMBERS_PAST_THE_END = 6;
const REVERSE_STEPS_METERS = [60, 250, 600];
const METERS_PER_DEGREE = 111_195;

const FIRST_OF_EQUALS = new Set(["pharmacy", "clinic", "hospital", "doctors", "station", "quarter"]);

/** Searches an index made by `prepareEmbeddedMaps`. Reads only; a query takes about a millisecond. */
export class Geocoder implements Disposable {
  readonly bounds: BoundingBox;
  private readonly database: Database;
  private readonly localities: ReadonlySet<string>;

  /** Throws when there is no index at `indexPath`. */
  constructor(indexPath: string) {
    this.database = new Database(indexPath, { readonly: true, strict: true });
    this.database.run("PRAGMA cache_size = -2000");
    const about = this.database.query<About, []>("SELECT * FROM about").get();
    if (!about) throw new Error(`${indexPath} is not a map index`);
    this.bounds = [about.west, about.south, about.east, about.north];
    this.localities = new Set(JSON.parse(about.localities) as string[]);
  }

  [Symbol.dispose](): void {
    this.database.close();
  }

  /** At most `limit` candidates, best first. `unfinished`: the text is still being typed. */
  search(text: string, { limit, near, unfinished }: { limit: number; near?: Point; unfinished: boolean }) {
    const query = parseAddress(text);
    const name = this.withoutLocality(query.name);
    if (!name || (this.localities.has(name) && !unfinished)) return [];
    const factor = this.isKnownLocality(query.locality) ? 1 : FOREIGN_CITY_FACTOR;

    const found: Ranked[] = [];
    if (query.house) {
      for (const street of this.namesLike(name)
        .filter(match => match.kind === "street")
        .slice(0, 5))
        found.push(...this.onStreet(street, query.house, query.postcode, unfinished));
      // A name may hold a number too ("Galleria 4-kuus"); it has to fit well to be meant.
      const places = this.namesLike(this.withoutLocality(fold(text))).filter(match => match.kind === "place");
      found.push(...places.filter(match => match.score >= GOOD_SCORE).map(asCandidate));
    } else {
      found.push(...this.namesLike(name).map(asCandidate));
    }
    return best(found, limit, near).map(candidate => ({
      ...candidate,
      confidence: round(candidate.confidence * factor),
    }));
  }

  /** The nearest house within 600 m, or null. Confidence falls from 1 at the door to 0 at that distance. */
  nearest(point: Point): GeocodeCandidate | null {
    for (const meters of REVERSE_STEPS_METERS) {
      const house = this.housesAround(point, meters)
        .map(row => ({ row, distance: distanceMeters(point, row) }))
        .sort((one, other) => one.distance - other.distance)[0];
      if (!house || house.distance > meters) continue;
      const reach = REVERSE_STEPS_METERS.at(-1) ?? meters;
      return candidate(house.row, "address", round(1 - house.distance / reach));
    }
    return null;
  }

  private housesAround({ latitude, longitude }: Point, meters: number): HouseRow[] {
    const tall = meters / METERS_PER_DEGREE;
    const wide = tall / Math.cos((latitude * Math.PI) / 180);
    return this.database
      .query<HouseRow, [number, number, number, number]>(
        `SELECT h.label, h.number, h.lastNumber, h.letter, h.postcode, h.latitude, h.longitude
         FROM houseBoxes b JOIN houses h ON h.id = b.id
         WHERE b.minLatitude >= ? AND b.maxLatitude <= ? AND b.minLongitude >= ? AND b.maxLongitude <= ?`,
      )
      .all(latitude - tall, latitude + tall, longitude - wide, longitude + wide);
  }

  /** Streets and places whose name resembles the folded text, best first, each once. */
  private namesLike(text: string): NamedMatch[] {
    const words = this.matching(
      "words",
      text
        .split(" ")
        .map(word => `"${word}"*`)
        .join(" "),
      "length(a.folded)",
    );
    const matches = scored(words, text);
    if ((matches[0]?.score ?? 0) >= GOOD_SCORE || text.length < 3) return matches;
    const grams = new Set(
      Array.from({ length: text.length - 2 }, (_, start) => `"${text.slice(start, start + 3)}"`),
    );
    return scored([...words, ...this.matching("grams", [...grams].join(" OR "), "rank")], text);
  }

  private matching(index: "words" | "grams", match: string, order: string): NameRow[] {
    return this.database
      .query<NameRow, [string]>(
        `SELECT n.id, n.kind, n.label, n.category, n.latitude, n.longitude, a.folded
         FROM ${index} JOIN aliases a ON a.id = ${index}.rowid JOIN names n ON n.id = a.nameId
         WHERE ${index} MATCH ? ORDER BY ${order} LIMIT 80`,
      )
      .all(match);
  }

  private onStreet(
    street: NamedMatch,
    wanted: HouseNumber,
    postcode: string | null,
    unfinished: boolean,
  ): Ranked[] {
    const houses = this.database
      .query<HouseRow, [number]>(
        "SELECT label, number, lastNumber, letter, postcode, latitude, longitude FROM houses WHERE streetId = ?",
      )
      .all(street.id);
    const ranked = (house: HouseRow, confidence: number, rank = confidence): Ranked => {
      const fits = !postcode || !house.postcode || house.postcode === postcode ? 1 : OTHER_POSTCODE_FACTOR;
      return {
        ...candidate(house, "address", confidence * fits * street.score),
        rank: rank * fits * street.score,
      };
    };
    const onlyStreet = (confidence: number): Ranked => ({
      ...candidate(street, "street", confidence * street.score),
      rank: confidence * street.score,
    });
    if (houses.length === 0) return [onlyStreet(CONFIDENCE.streetWithoutHouses)];

    const same = houses.filter(house => house.number <= wanted.number && wanted.number <= house.lastNumber);
    if (same.length > 0) {
      const exact = ({ number, lastNumber, letter }: HouseRow) =>
        number === wanted.number && lastNumber === wanted.lastNumber && letter === wanted.letter;
      const answers = same.map(house =>
        ranked(house, exact(house) ? CONFIDENCE.house : CONFIDENCE.houseAlike),
      );
      return unfinished
        ? [...answers, ...beginningWith(houses, wanted.number).map(house => ranked(house, 0.9))]
        : answers;
    }
    const numbers = houses.flatMap(house => [house.number, house.lastNumber]);
    const isBeyond =
      wanted.number > Math.max(...numbers) + NUMBERS_PAST_THE_END ||
      wanted.number < Math.min(...numbers) - NUMBERS_PAST_THE_END;
    const neighbour = houses.reduce((one, other) =>
      apart(other, wanted) < apart(one, wanted) ? other : one,
    );
    const { best: top, perNumber, floor } = CONFIDENCE.neighbour;
    const answers = isBeyond
      ? [onlyStreet(CONFIDENCE.beyondStreet)]
      : [ranked(neighbour, Math.max(floor, top - perNumber * Math.abs(neighbour.number - wanted.number)))];
    return unfinished
      ? [...beginningWith(houses, wanted.number).map(house => ranked(house, 0.9)), ...answers]
      : answers;
  }

  private withoutLocality(name: string): string {
    for (const locality of this.localities)
      if (name.endsWith(` ${locality}`)) return name.slice(0, -locality.length - 1);
    return name;
  }

  /** True for nothing, a city of the extract, one of its quarters, or both. */
  private isKnownLocality(locality: string): boolean {
    const rest = this.localities.has(locality) ? "" : this.withoutLocality(locality);
    if (rest.length < 3) return true;
    return this.namesLike(rest).some(match => match.category === "quarter" && match.score >= GOOD_SCORE);
  }
}

/** Distance in house numbers; the other side of the street counts as two doors further. */
const apart = (house: HouseRow, wanted: HouseNumber) =>
  Math.min(Math.abs(house.number - wanted.number), Math.abs(house.lastNumber - wanted.number)) +
  ((house.number - wanted.number) % 2 === 0 ? 0 : 4);

const beginningWith = (houses: HouseRow[], number: number): HouseRow[] =>
  houses
    .filter(house => house.number !== number && String(house.number).startsWith(String(number)))
    .sort((one, other) => one.number - other.number)
    .slice(0, 6);

/** 1 when equal; above 0.85 when the text begins the name, above 0.75 when its words begin words of it. */
function similarity(text: string, name: string): number {
  if (text === name) return 1;
  const share = text.length / name.length;
  if (name.startsWith(text)) return 0.85 + 0.14 * share;
  const words = name.split(" ");
  if (text.split(" ").every(word => words.some(other => other.startsWith(word))))
    return 0.75 + 0.2 * Math.min(1, share);
  return 0.95 * resemblance(text, name);
}

function scored(rows: NameRow[], text: string): NamedMatch[] {
  const byId = new Map<number, NamedMatch>();
  for (const row of rows) {
    const score = similarity(text, row.folded);
    const known = byId.get(row.id);
    if (score >= LEAST_SCORE && score > (known?.score ?? 0)) byId.set(row.id, { ...row, score });
  }
  return [...byId.values()].sort((one, other) => other.score - one.score);
}

function candidate(
  row: Point & { label: string },
  kind: GeocodeCandidate["kind"],
  confidence: number,
): GeocodeCandidate {
  const { label: address, latitude, longitude } = row;
  return { address, kind, latitude, longitude, confidence, source: "embedded" };
}

function asCandidate(match: NamedMatch): Ranked {
  const worth =
    match.kind === "street"
      ? CONFIDENCE.street
      : match.category === "quarter"
        ? CONFIDENCE.quarter
        : CONFIDENCE.place;
  const bonus = match.kind === "street" ? 0.03 : FIRST_OF_EQUALS.has(match.category) ? 0.02 : 0;
  return { ...candidate(match, match.kind, worth * match.score), rank: match.score + bonus };
}

/** Near things win among things that fit about equally: 2 % a kilometre, at most 10 %. */
function best(found: Ranked[], limit: number, near: Point | undefined): GeocodeCandidate[] {
  const penalty = (point: Point) => (near ? Math.min(0.1, (distanceMeters(near, point) / 1000) * 0.02) : 0);
  const sorted = found
    .map(({ rank, ...rest }) => ({ rest, rank: rank - penalty(rest) }))
    .sort((one, other) => other.rank - one.rank)
    .map(({ rest }) => rest);
  return [...new Map(sorted.toReversed().map(result => [result.address, result])).values()]
    .toReversed()
    .slice(0, limit);
}

const round = (confidence: number) => Math.round(Math.min(1, Math.max(0, confidence)) * 100) / 100;
