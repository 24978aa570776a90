import { Database, type SQLQueryBindings } from "bun:sqlite";
import type { Point } from "../../../../../../shared/geo.ts";
import { boxOf, diagonalMeters } from "../gazetteer/boxes.ts";
import type { Gazetteer } from "../gazetteer/gazetteer.ts";
import { aliasesOf, type Names } from "../gazetteer/names.ts";
import { wordsOf } from "../words/folding.ts";
import type { HouseNumber } from "../words/house-number.ts";
import { INDEX_SCHEMA } from "./schema.ts";

/** Writes the search index of a gazetteer to a new file at `path`. The same gazetteer makes the same tables. */
export function writeIndex(gazetteer: Gazetteer, path: string): void {
  using database = new Database(path, { create: true, strict: true });
  // The file is thrown away when building fails: durability would only cost time.
  database.run("PRAGMA journal_mode = OFF");
  database.run("PRAGMA synchronous = OFF");
  database.run(INDEX_SCHEMA);
  database.transaction(() => fill(database, gazetteer))();
  database.run("VACUUM");
}

type Thing = Point & {
  names: Names;
  kind: "street" | "place";
  category: string;
  cityId: number | null;
  extentMeters: number;
  streetId?: number | null;
  house?: HouseNumber | null;
};

/** Localities, streets and places share one row of ids, in this order: an index of the gazetteer plus one is an id. */
function fill(database: Database, gazetteer: Gazetteer): void {
  const { bounds, country, states, localities, streets, places, houses } = gazetteer;
  const insertInto = (table: string, columns: number) => {
    const statement = database.prepare(
      `INSERT INTO ${table} VALUES (${Array(columns).fill("?").join(", ")})`,
    );
    return (...values: SQLQueryBindings[]) => statement.run(...values);
  };
  const addThing = insertInto("things", 12);
  const addAlias = insertInto("aliases", 3);
  const addHouse = insertInto("houses", 9);
  const addBox = insertInto("around", 8);
  const cityId = (index: number) => (index < 0 ? null : index + 1);
  const streetId = (index: number) => (index < 0 ? null : localities.length + index + 1);
  let [things, boxes] = [0, 0];

  const add = ({ names, kind, category, latitude, longitude, ...thing }: Thing): number => {
    const id = ++things;
    const { number = null, lastNumber = null, letter = null } = thing.house ?? {};
    const named = JSON.stringify({ ...names.translated, "": names.main });
    addThing(
      ...[id, kind, category, named, thing.cityId, latitude, longitude, thing.extentMeters],
      ...[thing.streetId ?? null, number, lastNumber, letter],
    );
    for (const { text, language } of aliasesOf(names)) addAlias(id, language, wordsOf(text).join(" "));
    return id;
  };
  const addAround = (kind: string, id: number, from: Point, to = from) => {
    const [west, south, east, north] = boxOf([from, to]);
    const isFalling = (to.longitude - from.longitude) * (to.latitude - from.latitude) < 0;
    addBox(++boxes, west, east, south, north, kind, id, Number(isFalling));
  };

  insertInto("about", 6)(...bounds, country, JSON.stringify(states));
  for (const { kind, city, reachMeters, ...locality } of localities)
    add({ ...locality, kind: "place", category: kind, cityId: cityId(city), extentMeters: reachMeters });
  for (const { city, lines, ...street } of streets) {
    const extentMeters = diagonalMeters(boxOf(lines.flat()));
    const id = add({ ...street, kind: "street", category: "street", cityId: cityId(city), extentMeters });
    for (const line of lines)
      for (const [at, from] of line.entries())
        if (at === 0 || at + 1 < line.length) addAround("street", id, from, line[at + 1]);
  }
  for (const { city, street, ...place } of places) {
    const id = add({
      ...place,
      kind: "place",
      cityId: cityId(city),
      streetId: streetId(street),
      extentMeters: 0,
    });
    addAround("place", id, place);
  }
  houses.forEach(({ street, city, number, lastNumber, letter, postcode, ...point }, index) => {
    const at = [postcode, point.latitude, point.longitude] as const;
    addHouse(index + 1, streetId(street), cityId(city), number, lastNumber, letter, ...at);
    addAround("house", index + 1, point);
  });
}
