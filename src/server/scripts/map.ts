/*
 * Makes a map folder of an OpenStreetMap extract, with no network and no database:
 *   bun run map build city.osm.pbf [--out FOLDER] [--name NAME]
 * A start with MEDEX_MAP_DIR=FOLDER uses it (docs/map-of-your-city.md).
 */
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { pathLengthMeters } from "../../shared/geo.ts";
import { buildMap, type MapDescription } from "../platform/maps/folder/index.ts";
import { describeStartupProblem, StartupProblem } from "../platform/startup/startup-problem.ts";
import { showProgress } from "./map-progress.ts";

const USAGE = `bun run map build FILE.osm.pbf [--out FOLDER] [--name NAME]
  FILE    an OpenStreetMap extract of a city
  --out   where the map goes; a folder of the file's name beside where you are, when left out
  --name  what the place is called; the file's name, when left out`;

async function build(file: string, { out, name }: { out?: string; name?: string }): Promise<string> {
  const folder = resolve(out ?? basename(file).replace(/(\.osm)?\.pbf$/i, ""));
  const { description } = await buildMap({
    extractPath: resolve(file),
    folder,
    name,
    observer: showProgress(process.stdout, () => performance.now()),
  });
  return [
    "",
    ...heading(description),
    "",
    ...description.report,
    "",
    `Use it: MEDEX_MAP_DIR=${folder} bun start`,
  ].join("\n");
}

function heading({ name, bounds, dataDate }: MapDescription): string[] {
  const [west, south, east, north] = bounds;
  const corner = { latitude: south, longitude: west };
  const width = pathLengthMeters([corner, { ...corner, longitude: east }]) / 1_000;
  const height = pathLengthMeters([corner, { ...corner, latitude: north }]) / 1_000;
  const age = dataDate ? `, with the data of ${dataDate}` : "";
  return [`The map of ${name}: ${width.toFixed(1)} by ${height.toFixed(1)} km${age}`];
}

const isUsage = (error: unknown): boolean =>
  error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");

try {
  const { values, positionals } = parseArgs({
    options: { out: { type: "string" }, name: { type: "string" } },
    allowPositionals: true,
  });
  const [command, file, ...rest] = positionals;
  if (command !== "build" || !file || rest.length) throw new Error(USAGE);
  console.log(await build(file, values));
} catch (error) {
  if (error instanceof StartupProblem) console.error(describeStartupProblem(error, "The map was not built"));
  else console.error(isUsage(error) ? USAGE : error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
process.exit();
