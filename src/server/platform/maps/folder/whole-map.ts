import { StartupProblem } from "../../startup/startup-problem.ts";
import { fingerprint } from "../extract/fingerprint.ts";
import { type BuiltMap, buildAnew, readMapFolder } from "./map-file.ts";
import { MAP_PARTS } from "./map-parts.ts";

/**
 * Reads a map folder of which every part is, to the last bit, what was built: a disk or a copy that has changed one would
 * else be noticed by an address that is found somewhere else. SHA-256 takes a second for 1.5 GB. Throws StartupProblem.
 */
export async function readWholeMap(folder: string): Promise<BuiltMap> {
  const map = readMapFolder(folder);
  for (const { part, file, title } of MAP_PARTS)
    if ((await fingerprint(map.files[part])) !== map.description.parts[part]?.sha256)
      throw spoilt(folder, file, title);
  return map;
}

const spoilt = (folder: string, file: string, title: string) =>
  new StartupProblem({
    problem: `${file} in ${folder} is not as it was built: it was damaged, or is of another map.`,
    meaning: `Its ${title} would answer wrongly, and nobody would notice, so it is not used.`,
    wayOut: ["copy the whole folder again", ...buildAnew(folder)],
  });
