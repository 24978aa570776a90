import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { MAP_FILE } from "../../startup/map-dir.ts";
import { StartupProblem } from "../../startup/startup-problem.ts";
import { MAP_PARTS, type MapPart } from "./map-parts.ts";

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Degrees = z.number().min(-180).max(180);

/** What `map.json` in a map folder says. */
const MapDescription = z.object({
  /** Of this file; the parts have versions of their own. */
  schema: z.literal(1),
  name: z.string().min(1),
  bounds: z.tuple([Degrees, Degrees, Degrees, Degrees]).readonly(),
  /** The state of the data; null when the extract does not tell. */
  dataDate: z.iso.date().nullable(),
  attribution: z.string(),
  licence: z.string(),
  source: z.object({ file: z.string(), sha256: Sha256 }),
  builtBy: z.string(),
  parts: z.record(z.string(), z.object({ file: z.string(), version: z.number(), sha256: Sha256 })),
  report: z.array(z.string()),
});
export type MapDescription = z.infer<typeof MapDescription>;

/** A map that this version can open: where its parts lie. */
export type BuiltMap = {
  description: MapDescription;
  files: Record<MapPart, string>;
  /** With the content in its name: a browser that has the tiles of another map asks anew. */
  tilesUrl: string;
};

/** Reads a map folder. Throws StartupProblem when it is no map, or was built by a version that built otherwise. */
export function readMapFolder(folder: string): BuiltMap {
  const description = parse(folder);
  const files = filesIn(folder);
  for (const { part, file, version, title } of MAP_PARTS) {
    if (description.parts[part]?.version !== version) throw outdated(folder, title, description.builtBy);
    if (!existsSync(files[part])) throw incomplete(folder, file);
  }
  return { description, files, tilesUrl: `/tiles/${description.parts.tiles?.sha256.slice(0, 16)}.pmtiles` };
}

/** Where the parts of a map lie in its folder. */
export const filesIn = (folder: string) =>
  Object.fromEntries(MAP_PARTS.map(({ part, file }) => [part, join(folder, file)])) as Record<
    MapPart,
    string
  >;

function parse(folder: string): MapDescription {
  try {
    return MapDescription.parse(JSON.parse(readFileSync(join(folder, MAP_FILE), "utf8")));
  } catch (cause) {
    throw new StartupProblem(
      {
        problem: `${join(folder, MAP_FILE)} is not what 'bun run map build' writes.`,
        meaning: "Without it nobody knows what the other files in this folder are.",
        wayOut: buildAnew(folder),
      },
      { cause },
    );
  }
}

const outdated = (folder: string, title: string, builtBy: string) =>
  new StartupProblem({
    problem: `the map in ${folder} was built by ${builtBy}; this version needs another ${title}.`,
    meaning: "It would answer wrongly or not at all, so it is not used.",
    wayOut: buildAnew(folder),
  });

const incomplete = (folder: string, file: string) =>
  new StartupProblem({
    problem: `the map in ${folder} lacks ${file}.`,
    meaning: "A map folder works as a whole only; it was copied in part, or something was removed.",
    wayOut: ["copy the whole folder again", ...buildAnew(folder)],
  });

/** The way out of every problem with a map folder. */
export const buildAnew = (folder: string) => [
  `build it anew from the extract: bun run map build city.osm.pbf --out ${folder}`,
];
