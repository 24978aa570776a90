import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { MAP_FILE } from "../../startup/map-dir.ts";
import { processIdentity } from "../../startup/running-process.ts";
import { StartupProblem } from "../../startup/startup-problem.ts";
import { fingerprint } from "../extract/fingerprint.ts";
import { readMapFolder } from "./map-file.ts";
import { MAP_PARTS } from "./map-parts.ts";

/** Between the name of the folder and the process that works in it. */
const WORKSHOP = ".building-";

/**
 * Lets `build` fill a folder beside `target`, then puts it in its place: a crash leaves the old map or none. Throws
 * StartupProblem when the place is taken by something else, cannot be written or the disk is full.
 */
export async function replaceFolder(
  target: string,
  build: (workshop: string) => Promise<void>,
): Promise<void> {
  requireReplaceable(target);
  removeAbandoned(target);
  const workshop = `${target}${WORKSHOP}${process.pid}`;
  try {
    await mkdir(workshop, { recursive: true });
    await build(workshop);
    await moveInto(workshop, target);
  } catch (error) {
    throw diskProblem(target, error) ?? error;
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

/** A folder that holds anything but a map would lose it. */
function requireReplaceable(target: string): void {
  if (!existsSync(target)) return;
  const ours = new Set<string>([MAP_FILE, ...MAP_PARTS.map(({ file }) => file)]);
  const isFolder = statSync(target).isDirectory();
  const foreign = isFolder ? readdirSync(target).find(entry => !ours.has(entry)) : basename(target);
  if (foreign === undefined) return;
  throw new StartupProblem({
    problem: isFolder ? `${target} holds other things than a map, as ${foreign}.` : `${target} is a file.`,
    meaning: "Building a map replaces its folder as a whole, so nothing was touched.",
    wayOut: ["name a folder that does not exist yet: bun run map build city.osm.pbf --out maps/city"],
  });
}

/** What builders have left behind that were killed. */
function removeAbandoned(target: string): void {
  const parent = dirname(target);
  const prefix = `${basename(target)}${WORKSHOP}`;
  for (const entry of existsSync(parent) ? readdirSync(parent) : []) {
    if (!entry.startsWith(prefix)) continue;
    const pid = Number.parseInt(entry.slice(prefix.length), 10);
    if (processIdentity(pid) === null) rmSync(join(parent, entry), { recursive: true, force: true });
  }
}

async function moveInto(workshop: string, target: string): Promise<void> {
  try {
    // Fails when something is there, also when another process has just put it there.
    await rename(workshop, target);
    return;
  } catch (error) {
    if (!existsSync(target)) throw error;
  }
  if (await isSameMap(workshop, target)) return;
  const outdated = `${workshop}-old`;
  await rename(target, outdated);
  await rename(workshop, target);
  await rm(outdated, { recursive: true, force: true });
}

/** Another process was faster with the same map: it stays, for somebody may use it already. */
async function isSameMap(workshop: string, target: string): Promise<boolean> {
  const [built, known] = [workshop, target].map(folder => {
    const file = join(folder, MAP_FILE);
    return existsSync(file) ? readFileSync(file, "utf8") : null;
  });
  if (!known || known !== built) return false;
  const { description } = readMapFolder(workshop);
  for (const { part, file } of MAP_PARTS) {
    const path = join(target, file);
    if (!existsSync(path) || (await fingerprint(path)) !== description.parts[part]?.sha256) return false;
  }
  return true;
}

/** What the disk has to do with it; null for other errors. */
function diskProblem(target: string, error: unknown): StartupProblem | null {
  if (!(error instanceof Error) || error instanceof StartupProblem) return null;
  const code = "code" in error ? String(error.code) : "";
  const place = dirname(target);
  if (code === "ENOSPC" || /disk is full|ENOSPC/.test(error.message)) {
    return new StartupProblem(
      {
        problem: `the disk is full where ${place} lies.`,
        meaning:
          "What was made so far has been removed. A map may take three times the space of its extract.",
        wayOut: ["free some space there", "build on another disk: --out /another/disk/city"],
      },
      { cause: error },
    );
  }
  if (!["EACCES", "EPERM", "EROFS"].includes(code)) return null;
  return new StartupProblem(
    {
      problem: `${place} cannot be written (${code}).`,
      meaning: "The map would have no place.",
      wayOut: [
        `give this user the right to write there: chown -R "$USER" ${place}`,
        "build elsewhere: --out FOLDER",
      ],
    },
    { cause: error },
  );
}
