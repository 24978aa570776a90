import { writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import packageJson from "../../../../../package.json" with { type: "json" };
import { MAP_FILE } from "../../startup/map-dir.ts";
import { OSM_ATTRIBUTION } from "../base-map.ts";
import { fingerprint } from "../extract/fingerprint.ts";
import { BUILD_STEPS } from "./build-steps.ts";
import { type BuiltMap, filesIn, type MapDescription, readMapFolder } from "./map-file.ts";
import { MAP_PARTS } from "./map-parts.ts";
import { readExtract } from "./read-extract.ts";
import { replaceFolder } from "./replace-folder.ts";

/** Is told of each stretch of the work. */
export interface BuildObserver {
  begin(title: string): void;
  /** 0 to 1. */
  progress(fraction: number): void;
  end(): void;
}

type BuildMap = {
  /** OpenStreetMap extract, `.osm.pbf`. */
  extractPath: string;
  /** Made, or replaced when it holds a map and nothing else. */
  folder: string;
  /** Of the place; that of the file without it, or when it is empty. */
  name?: string;
  observer: BuildObserver;
};

const LICENCE = "ODbL-1.0";

/**
 * Makes a map folder of an extract: everything that maps without a key need, whole or not at all. The same extract gives
 * the same bytes. Throws StartupProblem when the extract cannot be used or the folder cannot be made.
 */
export async function buildMap({ folder, ...job }: BuildMap): Promise<BuiltMap> {
  const target = resolve(folder);
  await replaceFolder(target, async workshop => {
    const description = await build(workshop, job);
    // Last, for a folder with this file is whole.
    await writeFile(join(workshop, MAP_FILE), `${JSON.stringify(description, null, 2)}\n`);
  });
  return readMapFolder(target);
}

async function build(
  workshop: string,
  { extractPath, name: wantedName = "", observer }: Omit<BuildMap, "folder">,
): Promise<MapDescription> {
  const name = wantedName.trim() || nameOf(extractPath);
  observer.begin("Reading the extract");
  const extract = readExtract(extractPath, observer.progress);
  const source = { file: basename(extractPath), sha256: await fingerprint(extractPath) };
  observer.end();

  const files = filesIn(workshop);
  const job = {
    extractPath,
    source: source.sha256,
    extract,
    name,
    attribution: OSM_ATTRIBUTION,
    files,
    onProgress: observer.progress,
  };
  const report: string[] = [];
  for (const { title, run } of BUILD_STEPS) {
    observer.begin(title);
    report.push(...(await run(job)));
    observer.end();
  }
  const parts: MapDescription["parts"] = {};
  for (const { part, file, version } of MAP_PARTS)
    parts[part] = { file, version, sha256: await fingerprint(files[part]) };
  return {
    schema: 1,
    name,
    bounds: extract.sketch.bounds,
    dataDate: extract.dataDate?.toISOString().slice(0, 10) ?? null,
    attribution: OSM_ATTRIBUTION,
    licence: LICENCE,
    source,
    builtBy: `${packageJson.name} ${packageJson.version}`,
    parts,
    report,
  };
}

/** "new-york.osm.pbf" is the map "new-york". */
const nameOf = (extractPath: string) => basename(extractPath).replace(/(\.osm)?\.pbf$/i, "") || "map";
