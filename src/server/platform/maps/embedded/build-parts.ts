import { join } from "node:path";

const BUILDER = join(import.meta.dir, "map-builder.program.ts");

/** What is made of an extract to find addresses and routes in: the search index and the graph of its streets. */
export type EmbeddedFiles = { search: string; streets: string };

/**
 * Makes search index and street graph of an extract in a process of its own, which gives all of its memory back. Answers
 * the lines of its report. Throws, with what it said, when the extract cannot be read.
 */
export async function buildParts(
  extractPath: string,
  source: string,
  { search, streets }: EmbeddedFiles,
): Promise<string[]> {
  await using builder = Bun.spawn([process.execPath, BUILDER, extractPath, source, search, streets], {
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
