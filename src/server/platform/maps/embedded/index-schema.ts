/** Part of the index file's name: raise it when the tables or what goes into them change. */
export const INDEX_VERSION = 1;

/**
 * `names` are what can be looked for (streets and places); `aliases` every folded name of them, in word and trigram
 * indexes; `houses` hang on their street. The R*Tree finds the houses around a point.
 */
export const INDEX_SCHEMA = `
  CREATE TABLE about (
    west REAL NOT NULL, south REAL NOT NULL, east REAL NOT NULL, north REAL NOT NULL,
    city TEXT NOT NULL, localities TEXT NOT NULL
  );
  CREATE TABLE names (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, label TEXT NOT NULL, category TEXT NOT NULL,
    latitude REAL NOT NULL, longitude REAL NOT NULL
  );
  CREATE TABLE aliases (id INTEGER PRIMARY KEY, nameId INTEGER NOT NULL, folded TEXT NOT NULL);
  CREATE TABLE houses (
    id INTEGER PRIMARY KEY, streetId INTEGER NOT NULL, number INTEGER NOT NULL, lastNumber INTEGER NOT NULL,
    letter TEXT NOT NULL, label TEXT NOT NULL, postcode TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL
  );
  CREATE INDEX housesOfStreet ON houses (streetId, number);
  CREATE VIRTUAL TABLE houseBoxes USING rtree (id, minLatitude, maxLatitude, minLongitude, maxLongitude);
  CREATE VIRTUAL TABLE words USING fts5 (folded, content='aliases', content_rowid='id', prefix='2 3');
  CREATE VIRTUAL TABLE grams USING fts5 (folded, content='aliases', content_rowid='id', tokenize='trigram');
`;
