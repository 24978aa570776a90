import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { clientIsCurrent } from "./client-build.ts";
import { alreadyRunning, dataDirOwner, freeMegabytes, makeDataDir, requireSpace } from "./data-dir.ts";
import { DEMO_CITY, findMap } from "./map-dir.ts";
import { StartupProblem } from "./startup-problem.ts";

/*
 * The questions that `start` asks before it does anything and that `doctor` asks on request. Each answers with one
 * line of detail or throws StartupProblem. Only built-in modules here: nothing else is installed at the first start.
 */

const DEMO_EXTRACT = join(DEMO_CITY, "helsinki.osm.pbf");

/** Any later Bun of the same major version runs the product; the pinned one is what it was tested with. */
export function checkBunVersion(root: string): string {
  const pinned = manifest(root).engines?.bun ?? Bun.version;
  if (Bun.semver.satisfies(Bun.version, `^${pinned}`)) return `Bun ${Bun.version}`;
  throw new StartupProblem({
    problem: `this is Bun ${Bun.version}, but MedEx Delivery was built for Bun ${pinned}.`,
    meaning: "Other versions may fail in ways that nobody has seen, so nothing was started.",
    wayOut: [`npx --yes bun@${pinned} start   (downloads that version and uses it once)`, `bun upgrade`],
  });
}

/** Every direct dependency is there in exactly the version of package.json. */
export function checkDependencies(root: string): string {
  const { dependencies, devDependencies } = manifest(root);
  const wanted = Object.entries({ ...dependencies, ...devDependencies });
  const wrong = wanted.filter(([name, version]) => installedVersion(root, name) !== version);
  if (wrong.length === 0) return `${wanted.length} packages as locked`;
  throw new StartupProblem({
    problem: `${wrong.length} dependencies are missing or of another version, first ${wrong[0]?.[0]}.`,
    meaning: "The server may not load, or behave otherwise than tested.",
    wayOut: ["bun install --frozen-lockfile   ('start' does this by itself)"],
  });
}

/** Tries to listen where the server will. Throws StartupProblem with a free port to use in its place. */
export async function checkPort(host: string, port: number): Promise<string> {
  const failure = await listenFailure(host, port);
  if (failure === null) return `${host}:${port} is free`;
  if (failure === "EADDRINUSE") throw await portInUse(host, port);
  throw new StartupProblem({
    problem: `the server cannot listen on ${host}:${port} (${failure}).`,
    meaning:
      failure === "EACCES"
        ? "Ports below 1024 are reserved for the administrator."
        : "HOST must be an address of this machine, and PORT a number up to 65535.",
    wayOut: ["choose others: HOST=127.0.0.1 PORT=3000 bun start"],
  });
}

/** The data folder: writable, and with an embedded database also ours alone and roomy enough. */
export function checkDataDir(dataDir: string, use: { embeddedDatabase: boolean }): string {
  const owner = existsSync(dataDir) ? dataDirOwner(dataDir) : null;
  if (use.embeddedDatabase && owner !== null) throw alreadyRunning(dataDir, owner);
  makeDataDir(dataDir);
  if (use.embeddedDatabase) requireSpace(dataDir);
  return `${dataDir}, ${freeMegabytes(dataDir)} MB free`;
}

/** What the map is made of is there: the demo city's files, or a folder with a built map or with an extract. */
export function checkMap(root: string, mapDir: string | undefined): string {
  if (mapDir === undefined) return checkDemoCity(root);
  const source = findMap(mapDir);
  return source.kind === "map" ? `map in ${mapDir}` : `${source.path}, of which a first start makes the map`;
}

function checkDemoCity(root: string): string {
  if (existsSync(join(root, DEMO_EXTRACT))) return "demo city present";
  throw new StartupProblem({
    problem: `the map is missing: ${DEMO_EXTRACT}.`,
    meaning: "Maps, addresses and distances of the demo city are made of it.",
    wayOut: ["git checkout -- assets/demo-city", "git lfs pull, if your copy was made without large files"],
  });
}

/** Never a problem: `start` builds what is missing. */
export function checkClient(root: string): string {
  return clientIsCurrent(root) ? "built from the present sources" : "not built yet; the next start builds it";
}

interface Manifest {
  engines?: { bun?: string };
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

function manifest(root: string): Manifest {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
}

function installedVersion(root: string, name: string): string | null {
  const file = join(root, "node_modules", name, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : null;
}

async function portInUse(host: string, port: number): Promise<StartupProblem> {
  let free = port + 1;
  while (free < port + 50 && (await listenFailure(host, free)) !== null) free++;
  return new StartupProblem({
    problem: `port ${port} on ${host} is already in use.`,
    meaning: "Another program listens there, perhaps a MedEx Delivery that still runs. Nothing was started.",
    wayOut: [
      `use another port: PORT=${free} bun start`,
      `find what listens there and stop it: ss -ltnp 'sport = :${port}'   (on macOS: lsof -i :${port})`,
    ],
  });
}

/** The error code of listening there, or null when it works. */
function listenFailure(host: string, port: number): Promise<string | null> {
  return new Promise(resolve => {
    const server = createServer();
    server.once("error", error => resolve("code" in error ? String(error.code) : error.message));
    try {
      server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
    } catch (error) {
      resolve(error instanceof Error ? error.message : String(error));
    }
  });
}
