import { readdirSync } from "node:fs";
import { join } from "node:path";
import { StartupProblem } from "./startup-problem.ts";

/** Says what the other files of a map folder are. It is written last: a folder that has one is whole. */
export const MAP_FILE = "map.json";

/** The folder of the map that the product ships, as an extract. */
export const DEMO_CITY = "assets/demo-city";

/** However it is spelled; what begins with a dot is a file system's own note about another file. */
const EXTRACT = /^[^.].*\.osm\.pbf$/i;

/** What a folder offers: a map that was built, or the extract to build one of. */
export type MapSource = { kind: "map"; folder: string } | { kind: "extract"; path: string };

/** Looks what lies in MEDEX_MAP_DIR. Throws StartupProblem when it is neither a map nor one extract. */
export function findMap(mapDir: string): MapSource {
  const entries = entriesOf(mapDir);
  if (entries.includes(MAP_FILE)) return { kind: "map", folder: mapDir };
  const [extract, ...others] = entries.filter(entry => EXTRACT.test(entry));
  if (extract && others.length === 0) return { kind: "extract", path: join(mapDir, extract) };
  throw new StartupProblem({
    problem: extract ? `${mapDir} holds ${others.length + 1} extracts.` : `there is no map in ${mapDir}.`,
    meaning: "MEDEX_MAP_DIR is a folder with a map that 'bun run map build' made, or with one .osm.pbf file.",
    wayOut: [
      extract
        ? "leave one extract there"
        : "put an OpenStreetMap extract of your city there, as city.osm.pbf",
      "build a map: bun run map build city.osm.pbf --out maps/city, and set MEDEX_MAP_DIR=maps/city",
      "use the demo city: leave MEDEX_MAP_DIR out",
    ],
  });
}

/** Empty for a folder that is not there, or that this user may not look into. */
function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
