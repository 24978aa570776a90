import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { INDEX_VERSION } from "./index-schema.ts";

const BUILDER = join(import.meta.dir, "index-builder.ts");

export type PrepareEmbeddedMaps = {
  /** OpenStreetMap extract, `.osm.pbf`, with bounds in its header. */
  extractPath: string;
  dataDir: string;
  /** Called with one line when building starts and one when it is done. */
  onProgress?: (line: string) => void;
};

async function fingerprint(path: string): Promise<string> {
  const hasher = new Bun.CryptoHasher("sha256");
  for await (const chunk of Bun.file(path).stream()) hasher.update(chunk);
  return hasher.digest("hex").slice(0, 16);
}

/**
 * Makes sure that the search index of an extract exists, and answers its path. Does nothing when it does. Building
 * happens in a child process and beside the final name, then renames: a crash or a second builder leaves no half index.
 * Throws when the extract is missing or cannot be read, with what the builder said.
 */
export async function prepareEmbeddedMaps({
  extractPath,
  dataDir,
  onProgress = () => {},
}: PrepareEmbeddedMaps): Promise<{ indexPath: string; built: boolean }> {
  if (!existsSync(extractPath)) throw new Error(`The map extract ${extractPath} does not exist`);
  const directory = join(dataDir, "maps");
  const indexPath = join(directory, `${await fingerprint(extractPath)}-v${INDEX_VERSION}.sqlite`);
  if (existsSync(indexPath)) return { indexPath, built: false };

  await mkdir(directory, { recursive: true });
  const workshop = await mkdtemp(join(directory, "building-"));
  try {
    onProgress("Reading the map (once per extract)");
    const unfinished = join(workshop, "index.sqlite");
    await using builder = Bun.spawn([process.execPath, BUILDER, extractPath, unfinished], {
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
    await rename(unfinished, indexPath);
    onProgress(said.trim());
    return { indexPath, built: true };
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}
