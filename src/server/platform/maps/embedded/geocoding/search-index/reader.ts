import { Database } from "bun:sqlite";
import type { BoundingBox, Point } from "../../../../../../shared/geo.ts";
import { boxAround } from "../gazetteer/boxes.ts";
import type { Region } from "../query.ts";
import type { HouseNumber } from "../words/house-number.ts";
import type { AliasRow } from "./name-index.ts";

/** A street, a place or a locality. */
export type Thing = Point & {
  id: number;
  kind: "street" | "place";
  category: string;
  /** JSON by language, "" being that of the sign; read by `inLanguage`. */
  names: string;
  cityId: number | null;
  extentMeters: number;
  /** The address of a place, as far as it has one. */
  streetId: number | null;
  house: HouseNumber | null;
};

export type House = Point &
  HouseNumber & { id: number; streetId: number; cityId: number | null; postcode: string };

/** What lies near a point: a house, a place, or a piece of a street from one corner of its box to another. */
export type Neighbour = { kind: "house" | "place" | "street"; ofId: number; from: Point; to: Point };

type ThingRow = Omit<Thing, "house"> & {
  number: number | null;
  lastNumber: number | null;
  letter: string | null;
};
type Box = { west: number; south: number; east: number; north: number };

/** Houses read below and above a number that is missing: both sides, letters, and the next town. */
const NEIGHBOURS = 24;

/** Reads an index that `writeIndex` wrote. Every query is answered from an index of its own. */
export class IndexReader implements Disposable {
  readonly bounds: BoundingBox;
  private readonly about: { country: string; states: string };
  private readonly database: Database;

  /** Throws when there is no index at `path`. */
  constructor(path: string) {
    this.database = new Database(path, { readonly: true, strict: true });
    this.database.run("PRAGMA cache_size = -4000");
    const about = this.database.query<Box & IndexReader["about"], []>("SELECT * FROM about").get();
    if (!about) throw new Error(`${path} is not a map index`);
    this.bounds = [about.west, about.south, about.east, about.north];
    this.about = about;
  }

  [Symbol.dispose](): void {
    this.database.close();
  }

  aliases(): AliasRow[] {
    return this.database.query<AliasRow, []>("SELECT * FROM aliases").all();
  }

  /** What questions about this area may say besides names of streets and places. */
  region(): Region {
    const localities = this.database
      .query<{ id: number; words: string }, []>(
        "SELECT id, words FROM things JOIN aliases ON thingId = id WHERE category IN ('city', 'quarter')",
      )
      .all();
    const houses = this.database
      .query<{ postcode: string }, []>("SELECT postcode FROM houses WHERE postcode <> ''")
      .all();
    const longest = this.database
      .query<{ number: number | null }, []>("SELECT max(number) AS number FROM houses")
      .get();
    return {
      country: this.about.country,
      states: JSON.parse(this.about.states) as string[],
      postcodes: houses.map(({ postcode }) => postcode),
      highestNumber: longest?.number ?? 0,
      localities,
    };
  }

  thing(id: number): Thing | null {
    const row = this.database.query<ThingRow, [number]>("SELECT * FROM things WHERE id = ?").get(id);
    return row && toThing(row);
  }

  /** Places of these categories, the nearest first. */
  ofCategories(categories: readonly string[], { latitude, longitude }: Point, limit: number): Thing[] {
    const squeeze = Math.cos((latitude * Math.PI) / 180) ** 2;
    return this.database
      .query<ThingRow, [string, number, number, number, number]>(
        `SELECT * FROM things WHERE category IN (SELECT value FROM json_each(?1))
         ORDER BY (latitude - ?2) * (latitude - ?2) + (longitude - ?3) * (longitude - ?3) * ?4 LIMIT ?5`,
      )
      .all(JSON.stringify(categories), latitude, longitude, squeeze, limit)
      .map(toThing);
  }

  house(id: number): House | null {
    return this.database.query<House, [number]>("SELECT * FROM houses WHERE id = ?").get(id);
  }

  /** Houses with any of the numbers from `number` to `lastNumber`. */
  housesWith(streetId: number, { number, lastNumber }: HouseNumber): House[] {
    return this.database
      .query<House, [number, number, number]>(
        "SELECT * FROM houses WHERE streetId = ? AND number <= ? AND lastNumber >= ? ORDER BY number, letter",
      )
      .all(streetId, lastNumber, number);
  }

  /** The next houses below a number, and those above it. */
  housesBeside(streetId: number, number: number): House[] {
    const beside = (condition: string) =>
      this.database
        .query<House, [number, number]>(
          `SELECT * FROM houses WHERE streetId = ? AND ${condition} LIMIT ${NEIGHBOURS}`,
        )
        .all(streetId, number);
    return [
      ...beside("number < ? ORDER BY number DESC, letter"),
      ...beside("number > ? ORDER BY number, letter"),
    ];
  }

  /** Houses whose number begins with the digits of `number`, the lowest first. */
  housesBeginning(streetId: number, number: number, limit: number): House[] {
    return this.database
      .query<House, [number, number, number]>(
        `SELECT * FROM houses WHERE streetId = ?1 AND (number = ?2 OR number BETWEEN ?2 * 10 AND ?2 * 10 + 9
         OR number BETWEEN ?2 * 100 AND ?2 * 100 + 99) ORDER BY number, letter LIMIT ?3`,
      )
      .all(streetId, number, limit);
  }

  /** Everything whose box touches the square of `meters` around a point. */
  around(point: Point, meters: number): Neighbour[] {
    const [west, south, east, north] = boxAround(point, meters);
    return this.database
      .query<
        Box & { kind: Neighbour["kind"]; ofId: number; isFalling: number },
        [number, number, number, number]
      >(
        `SELECT kind, ofId, isFalling, minLongitude AS west, maxLongitude AS east, minLatitude AS south,
         maxLatitude AS north FROM around
         WHERE maxLongitude >= ? AND minLongitude <= ? AND maxLatitude >= ? AND minLatitude <= ?`,
      )
      .all(west, east, south, north)
      .map(({ kind, ofId, isFalling, ...box }) => ({
        kind,
        ofId,
        from: { longitude: box.west, latitude: isFalling ? box.north : box.south },
        to: { longitude: box.east, latitude: isFalling ? box.south : box.north },
      }));
  }
}

function toThing({ number, lastNumber, letter, ...row }: ThingRow): Thing {
  const house = number === null ? null : { number, lastNumber: lastNumber ?? number, letter: letter ?? "" };
  return { ...row, house };
}
