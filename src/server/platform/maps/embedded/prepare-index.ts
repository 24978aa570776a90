import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { INDEX_VERSION } from "./geocoding/index.ts";
import { GRAPH_VERSION } from "./streets/graph-file.ts";

const BUILDER = join(import.meta.dir, "map-builder.program.ts");

export type PrepareEmbeddedMaps = {
  /** OpenStreetMap extract, `.osm.pbf`, with bounds in its header. */
  extractPath: string;
  dataDir: string;
  /** Called with one line when building starts and with what was built when it is done. */
  onProgress?: (line: string) => void;
};

/** What is made of an extract: the search index and the graph of its streets. */
export type PreparedMap = { indexPath: string; graphPath: string };

async function fingerprint(path: string): Promise<string> {
  const hasher = new Bun.CryptoHasher("sha256");
  for await (const chunk of Bun.file(path).stream()) hasher.update(chunk);
  return hasher.digest("hex").slice(0, 16);
}

/**
 * Makes sure that the search index and the street graph of an extract exist, and answers their paths. Does nothing when
 * they do. Building happens in a child process and beside the final names, then renames: a crash or a second builder
 * leaves nothing half done. Throws when the extract is missing or cannot be read, with what the builder said.
 */
export async function prepareEmbeddedMaps({
  extractPath,
  dataDir,
  onProgress = () => {},
}: PrepareEmbeddedMaps): Promise<PreparedMap & { built: boolean }> {
  if (!existsSync(extractPath)) throw new Error(`The map extract ${extractPath} does not exist`);
  const directory = join(dataDir, "maps");
  const source = await fingerprint(extractPath);
  const prepared = {
    indexPath: join(directory, `${source}-v${INDEX_VERSION}.sqlite`),
    graphPath: join(directory, `${source}-v${GRAPH_VERSION}.graph`),
  };
  if (existsSync(prepared.indexPath) && existsSync(prepared.graphPath)) return { ...prepared, built: false };

  await mkdir(directory, { recursive: true });
  const workshop = await mkdtemp(join(directory, "building-"));
  try {
    onProgress("Reading the map (once per extract)");
    const unfinished = {
      indexPath: join(workshop, "index.sqlite"),
      graphPath: join(workshop, "streets.graph"),
    };
    const said = await buildParts(extractPath, source, unfinished);
    await rename(unfinished.indexPath, prepared.indexPath);
    await rename(unfinished.graphPath, prepared.graphPath);
    for (const line of said) onProgress(line);
    return { ...prepared, built: true };
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

/**
 * Makes search index and street graph of an extract in a process of its own, which gives all of its memory back. Answers
 * the lines of its report. Throws, with what it said, when the extract cannot be read.
 */
export async function buildParts(
  extractPath: string,
  source: string,
  { indexPath, graphPath }: PreparedMap,
): Promise<string[]> {
  await using builder = Bun.spawn([process.execPath, BUILDER, extractPath, source, indexPath, graphPath], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [exitCode, said, complaint] = await Promise.all([
    builder.exited,
    new Response(builder.stdout).text(),
    new Response(builder.stderr).text(),
  ]);
  if (exitCode !== 0)
    throw new Error(`The map extract ${extractPath} could not be indexed: ${complaint.trim()}`);
  return said.trim().split("\n");
}
