/** Part of the name of the folder of a map that is built anew by itself: raise it when the tables or what goes into them change. */
export const INDEX_VERSION = 4;

/**
 * `things` are what can be looked for by name: localities, streets and places; `aliases` are their folded names. Their
 * `names` are JSON by language, "" being that of the sign, and `states` a JSON array; `extentMeters` is the length of a street and the reach of a
 * locality. `houses` hang on their street. `around` finds what lies near a point: houses, places, and the pieces of
 * streets, each the rising or the falling diagonal of its box.
 */
export const INDEX_SCHEMA = `
  CREATE TABLE about (
    west REAL NOT NULL, south REAL NOT NULL, east REAL NOT NULL, north REAL NOT NULL, country TEXT NOT NULL,
    states TEXT NOT NULL
  );
  CREATE TABLE things (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, category TEXT NOT NULL, names TEXT NOT NULL, cityId INTEGER,
    latitude REAL NOT NULL, longitude REAL NOT NULL, extentMeters REAL NOT NULL,
    streetId INTEGER, number INTEGER, lastNumber INTEGER, letter TEXT
  );
  CREATE INDEX thingsOfCategory ON things (category);
  CREATE TABLE aliases (thingId INTEGER NOT NULL, language TEXT NOT NULL, words TEXT NOT NULL);
  CREATE TABLE houses (
    id INTEGER PRIMARY KEY, streetId INTEGER NOT NULL, cityId INTEGER,
    number INTEGER NOT NULL, lastNumber INTEGER NOT NULL, letter TEXT NOT NULL,
    postcode TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL
  );
  CREATE INDEX housesOfStreet ON houses (streetId, number);
  CREATE VIRTUAL TABLE around USING rtree (
    id, minLongitude, maxLongitude, minLatitude, maxLatitude, +kind TEXT, +ofId INTEGER, +isFalling INTEGER
  );
`;
