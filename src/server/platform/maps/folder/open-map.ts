import { existsSync } from "node:fs";
import { join } from "node:path";
import { findMap } from "../../startup/map-dir.ts";
import { StartupProblem } from "../../startup/startup-problem.ts";
import { fingerprint } from "../extract/fingerprint.ts";
import { type BuiltMap, readMapFolder } from "./map-file.ts";
import { MAP_PARTS } from "./map-parts.ts";
import { readWholeMap } from "./whole-map.ts";

type OpenMap = {
  /** Holds a built map, or an extract alone. */
  mapDir: string;
  /** Where the map of an extract is built. */
  dataDir: string;
  /** Called with lines that tell how building goes on. */
  onProgress?: (line: string) => void;
};

const BUILDER = join(import.meta.dir, "build-map.program.ts");
const FINGERPRINT_DIGITS = 16;

/**
 * The map of a folder, every part as it was built. An extract is built into a map once, in the data folder, and again when
 * a part of that was removed or damaged, by a process of its own that gives its memory back. Throws StartupProblem when the
 * folder holds neither, a map is damaged, or the extract cannot be used.
 */
export async function openMap({ mapDir, dataDir, onProgress = () => {} }: OpenMap): Promise<BuiltMap> {
  const source = findMap(mapDir);
  if (source.kind === "map") return readWholeMap(source.folder);
  const versions = MAP_PARTS.map(({ version }) => version).join(".");
  const content = (await fingerprint(source.path)).slice(0, FINGERPRINT_DIGITS);
  const folder = join(dataDir, "maps", `${content}-map-${versions}`);
  const known = existsSync(folder) ? await ifWhole(folder, onProgress) : null;
  if (known) return known;
  await build(source.path, folder, onProgress);
  return readMapFolder(folder);
}

/** Null, with the reason told, when it has to be built anew: the extract is at hand. */
async function ifWhole(folder: string, onProgress: (line: string) => void): Promise<BuiltMap | null> {
  try {
    return await readWholeMap(folder);
  } catch (error) {
    if (!(error instanceof StartupProblem)) throw error;
    onProgress(`Building it anew, for ${error.problem}`);
    return null;
  }
}

async function build(extractPath: string, folder: string, onProgress: (line: string) => void): Promise<void> {
  await using builder = Bun.spawn([process.execPath, BUILDER, extractPath, folder], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  let unfinished = "";
  for await (const text of builder.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (unfinished + text).split("\n");
    unfinished = lines.pop() ?? "";
    for (const line of lines) onProgress(line);
  }
  if ((await builder.exited) === 0) return;
  throw new StartupProblem({
    problem: `the map of ${extractPath} could not be built.`,
    meaning: "The reason stands above. Nothing was started.",
    wayOut: [
      `try it by itself: bun run map build ${extractPath}`,
      "start with the demo city: leave MEDEX_MAP_DIR out",
    ],
  });
}
