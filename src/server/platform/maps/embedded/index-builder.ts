import { Database } from "bun:sqlite";
import { fold } from "./address-text.ts";
import type { Extract } from "./extract-reader.ts";
import { INDEX_SCHEMA } from "./index-schema.ts";

/** Writes the search index of `extract` to a new file at `path`. */
export function writeIndex(extract: Extract, path: string): void {
  using database = new Database(path, { create: true, strict: true });
  // The file is thrown away when building fails: durability would only cost time.
  database.run("PRAGMA journal_mode = OFF");
  database.run("PRAGMA synchronous = OFF");
  database.run(INDEX_SCHEMA);
  database.transaction(() => fill(database, extract))();
  database.run("VACUUM");
}

function fill(database: Database, { bounds, city, localities, streets, places, houses }: Extract): void {
  const addAbout = database.prepare("INSERT INTO about VALUES (?, ?, ?, ?, ?, ?)");
  const addName = database.prepare("INSERT INTO names VALUES (?, ?, ?, ?, ?, ?)");
  const addAlias = database.prepare("INSERT INTO aliases (nameId, folded) VALUES (?, ?)");
  const addHouse = database.prepare("INSERT INTO houses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const addBox = database.prepare("INSERT INTO houseBoxes VALUES (?, ?, ?, ?, ?)");

  addAbout.run(...bounds, city, JSON.stringify(localities));
  const streetIds = new Map<string, number>();
  let nameId = 0;
  const named = [
    ...streets.map(street => ({ ...street, kind: "street", city, category: "street" })),
    ...places.map(place => ({ ...place, kind: "place" })),
  ];
  for (const { kind, name, aliases, city: ofCity, category, latitude, longitude } of named) {
    nameId += 1;
    if (kind === "street") streetIds.set(name, nameId);
    addName.run(nameId, kind, withCity(name, ofCity), category, latitude, longitude);
    for (const alias of new Set(aliases.map(fold))) if (alias) addAlias.run(nameId, alias);
  }
  houses.forEach((house, index) => {
    const { street, number, lastNumber, letter, text, postcode, latitude, longitude } = house;
    const label = withCity(`${street} ${text}`, house.city);
    const streetId = streetIds.get(street);
    if (streetId === undefined) throw new Error(`No street record for ${label}`);
    addHouse.run(index + 1, streetId, number, lastNumber, letter, label, postcode, latitude, longitude);
    addBox.run(index + 1, latitude, latitude, longitude, longitude);
  });
  database.run("INSERT INTO words (words) VALUES ('rebuild')");
  database.run("INSERT INTO grams (grams) VALUES ('rebuild')");
}

const withCity = (name: string, city: string) => (city ? `${name}, ${city}` : name);
